"""Taxpayer numbers that are structurally possible and never given twice.

An index is sent through a permutation of the whole space of possible numbers, so that uniqueness needs no
memory of what was given. SSN: area 001-899 but not 666, group 01-99, serial 0001-9999, less the numbers that
were printed in advertisements. ITIN: area 900-999, group 50-65, 70-88, 90-92 or 94-99.
"""

from random import Random

AREAS = tuple(area for area in range(1, 900) if area != 666)
ITIN_GROUPS = (*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100))
SERIALS = 9_999
ADVERTISED = frozenset({"078051120", "219099999", "457555462"})

SSN_SPACE = len(AREAS) * 99 * SERIALS
ITIN_SPACE = 100 * len(ITIN_GROUPS) * SERIALS
STRIDE = 618_033_989
"""Shares no factor with either space: stepping by it visits every number before any comes again."""

ITIN_SHARE = 0.05


class Tins:
    """Gives out numbers. The same seed gives the same numbers in the same order."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._ssn = rng.randrange(SSN_SPACE)
        self._itin = rng.randrange(ITIN_SPACE)

    def next(self) -> str:
        """Return nine digits: a fresh ITIN for one person in twenty, else a fresh SSN."""
        if self._rng.random() < ITIN_SHARE:
            return self._next_itin()
        while (number := self._next_ssn()) in ADVERTISED:
            pass
        return number

    def _next_ssn(self) -> str:
        self._ssn = (self._ssn + STRIDE) % SSN_SPACE
        rest, serial = divmod(self._ssn, SERIALS)
        area, group = divmod(rest, 99)
        return f"{AREAS[area]:03d}{group + 1:02d}{serial + 1:04d}"

    def _next_itin(self) -> str:
        self._itin = (self._itin + STRIDE) % ITIN_SPACE
        rest, serial = divmod(self._itin, SERIALS)
        area, group = divmod(rest, len(ITIN_GROUPS))
        return f"9{area:02d}{ITIN_GROUPS[group]:02d}{serial + 1:04d}"
