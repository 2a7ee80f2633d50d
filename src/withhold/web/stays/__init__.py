"""Pages for those who may place a stay: reviewers and inspectors."""
