"""Published figures to compare ours with: Census 2020 name tables, 331 million people."""

from dataclasses import dataclass
from typing import Final

GIVEN_TO: Final = 0.0005
"""The known shares are rounded to a tenth of a percent, so they may differ by half of that."""

SHARES: Final = {
    "name": 0.813,
    "middle_initial": 0.590,
    "state": 0.489,
    "birth_year": 0.384,
    "county": 0.195,
    "zip": 0.039,
    "date_of_birth": 0.013,
}
"""Key → share of people with a namesake."""

MEDIANS: Final = {"everyone": 16, "hispanic": 42, "black": 17, "white": 15, "api": 3}
"""Stratum → median number of others with the same first and last name."""

WHY: Final = {
    "middle_initial": "No open table counts middle names. Here they begin like first names do, and one person in five "
    "has none; initials spread over fewer letters, or more people without one, would give the known figure.",
    "state": "Places here are those of the 2010 Census; the known figure may rest on other ones.",
}
"""Key → the likely reason why our figure differs from the known one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A known figure beside ours."""

    known: float
    ours: float
    reproduced: bool
    why: str

    def as_json(self) -> dict[str, object]:
        """Return the comparison for evidence.json."""
        return {"known": self.known, "ours": self.ours, "reproduced": self.reproduced, "why_not": self.why}


def compare_share(key: str, share: float, interval: tuple[float, float]) -> Comparison:
    """Compare the known share with ours. It is reproduced if it is in our interval, within its rounding."""
    known = SHARES[key]
    met = interval[0] <= known + GIVEN_TO and interval[1] >= known - GIVEN_TO
    return Comparison(known, share, met, "" if met else WHY.get(key, "Not known why."))


def compare_median(stratum: str, median: int, interval: tuple[int, int]) -> Comparison:
    """Compare the known median with ours. It is reproduced if it is in our interval."""
    met = interval[0] <= MEDIANS[stratum] <= interval[1]
    return Comparison(MEDIANS[stratum], median, met, "" if met else "Not known why.")
