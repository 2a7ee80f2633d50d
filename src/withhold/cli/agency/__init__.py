"""Commands of a requesting agency: check, sign and open files."""
