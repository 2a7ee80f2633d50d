"""What each policy would have disclosed, and about whom, on populations whose truth is known."""
