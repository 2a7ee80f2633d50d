"""Pages for whoever may place a stay: reviewers and inspectors."""
