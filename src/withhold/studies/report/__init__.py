"""Makes the report: one page that needs no other explanation, the same figures as JSON, and the plots as files."""
