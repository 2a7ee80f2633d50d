"""Pages for everyone who signs in: signing in and out, and their own passkeys."""
