"""Pages for the disclosure officer and counsel: the docket, and one dossier and one signed decision at a time."""
