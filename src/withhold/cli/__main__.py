"""``python -m withhold.cli``: the program, where no script is installed."""

from withhold.cli.main import main

main()
