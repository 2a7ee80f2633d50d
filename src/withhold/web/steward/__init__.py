"""Pages for the steward, who accredits agencies and people. A steward decides no case."""
