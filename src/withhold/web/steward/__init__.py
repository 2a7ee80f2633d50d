"""Pages for the steward, who accredits agencies and people and decides no case."""
