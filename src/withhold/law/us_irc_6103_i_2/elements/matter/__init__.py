"""Elements about the criminal matter and the need for the address."""
