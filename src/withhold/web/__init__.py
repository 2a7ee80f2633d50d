"""The pages and the files of the log, over HTTP. There is a folder for each audience of the pages."""
