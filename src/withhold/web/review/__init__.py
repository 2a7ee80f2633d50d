"""Pages for the disclosure officer and counsel: the docket, one dossier, one signed decision at a time."""
