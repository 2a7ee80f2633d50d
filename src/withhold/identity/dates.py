"""Calendar dates in the contract's form, ``YYYY-MM-DD``."""

import re
from datetime import date
from typing import Final

_WRITTEN: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse_date(text: str) -> date | None:
    """Return the date, or None if the text is not ``YYYY-MM-DD`` or the calendar has no such day."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    try:
        return date(int(written[1]), int(written[2]), int(written[3]))
    except ValueError:
        return None
