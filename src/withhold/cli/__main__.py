"""``python -m withhold.cli``: the program, if its script is not installed."""

from withhold.cli.main import main

main()
