"""Compiles the message catalogs, because Python's `gettext` reads no `.po` file: python -m docs.catalogs."""

from pathlib import Path

import polib

import withhold.messages

FOLDER = Path(withhold.messages.__file__).parent
LANGUAGES = ("en", "es")


def source(language: str) -> polib.POFile:
    """The catalog as people edit it."""
    return polib.pofile(str(FOLDER / f"{language}.po"))


def compiled(language: str) -> bytes:
    """The catalog as `gettext` reads it."""
    binary: bytes = source(language).to_binary()
    return binary


def main() -> None:
    """Write the compiled catalogs beside their sources."""
    for language in LANGUAGES:
        (FOLDER / f"{language}.mo").write_bytes(compiled(language))


if __name__ == "__main__":
    main()
