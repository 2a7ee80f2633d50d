"""Elements about who asks, who may receive, and what prevents it at present, such as a stay."""
