"""How many people share a key with somebody else: by closed form, and by counting a population."""
