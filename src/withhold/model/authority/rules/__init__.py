"""The rules of the fold: which entries are admitted, which of them count, and from when."""
