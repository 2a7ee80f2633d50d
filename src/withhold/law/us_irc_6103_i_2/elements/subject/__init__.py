"""Elements about the person whose record is asked for."""
