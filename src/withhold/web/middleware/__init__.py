"""What happens around every request: the session, headers, guards, refusals and failures."""
