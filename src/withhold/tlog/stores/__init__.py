"""Where a log is kept, and reading it from there: a directory or a web server."""
