"""Look up a text by its key in the catalog of a language.

People edit `en.po` and `es.po`. `make docs` compiles them to the `.mo` files beside them, which `gettext` reads.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

_NONE: Mapping[str, str | int] = {}


def text(key: str, values: Mapping[str, str | int] = _NONE, language: str = "en") -> str:
    """The text with the values in its placeholders. A value named `count` chooses the plural form.

    Raises KeyError if the language's catalog lacks the key.
    """
    catalog, count = _catalog(language), values.get("count")
    found = catalog.ngettext(key, key, count) if isinstance(count, int) else catalog.gettext(key)
    if found == key:
        raise KeyError(key)
    return found.format_map(values)


def has(key: str, language: str) -> bool:
    """Whether the language's catalog has the key."""
    return _catalog(language).gettext(key) != key


@cache
def _catalog(language: str) -> GNUTranslations:
    with (Path(__file__).parent / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)
