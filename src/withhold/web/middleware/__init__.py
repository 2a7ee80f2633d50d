"""What every request passes: session, headers, refusals, failures."""
