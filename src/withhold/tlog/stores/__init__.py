"""Where a log is stored, and how it is read and written: a directory, or a web server to read from."""
