"""Chooses the official that a row names, so that an official is over the ceiling only if that is intended."""

ROWS_EACH = 20
"""Rows that name one official. It is far below any plausible ceiling on open matters."""

STRANGERS_FROM = 9_000_001
"""This number and those above it are in no accreditation."""


def official_id(number: int) -> str:
    """Return the id of an official by number."""
    return f"OFF-{number:04d}"


class Officials:
    """Returns the officials of the fictional agency, and counts them."""

    def __init__(self) -> None:
        self.count = 0
        self.expired: set[int] = set()
        """Numbers of those whose accreditation has ended."""
        self._at: dict[str, tuple[int, int]] = {}
        self._strangers = STRANGERS_FROM

    def fresh(self) -> str:
        """Return an official that no row names yet."""
        self.count += 1
        return official_id(self.count)

    def next(self) -> str:
        """Return an accredited official with room for one more row."""
        return official_id(self._share("accredited"))

    def lapsed(self) -> str:
        """Return an official whose accreditation has ended, with room for one more row."""
        number = self._share("lapsed")
        self.expired.add(number)
        return official_id(number)

    def stranger(self) -> str:
        """Return an id that was never accredited."""
        self._strangers += 1
        return official_id(self._strangers)

    def _share(self, kind: str) -> int:
        number, rows = self._at.get(kind, (0, ROWS_EACH))
        if rows == ROWS_EACH:
            self.count += 1
            number, rows = self.count, 0
        self._at[kind] = (number, rows + 1)
        return number
