"""withhold: checks each request for a confidential record, and lets only people release one."""

__version__ = "0.1.0"
