"""Message catalogs: every error's message and the words of the public pages, in English and in Spanish."""
