"""Calendar dates as the contract writes them."""

import re
from datetime import date
from typing import Final

_WRITTEN: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse_date(text: str) -> date | None:
    """The date of ``YYYY-MM-DD``; None for any other spelling or a day that the calendar does not have."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    try:
        return date(int(written[1]), int(written[2]), int(written[3]))
    except ValueError:
        return None
