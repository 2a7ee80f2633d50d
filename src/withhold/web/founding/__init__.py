"""Pages of an instance that is not founded yet: its founders register passkeys, read the statement and sign it."""
