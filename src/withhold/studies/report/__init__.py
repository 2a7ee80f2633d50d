"""The report: one page that explains itself, the same figures as JSON, and the plots as files."""
