"""Whether a count lies where chance lets it lie around what the closed form expects."""

from typing import Final

from scipy.stats import norm, poisson

ALLOWED: Final = 4.0
"""Standard errors: chance alone takes one comparison in sixteen thousand further."""
TAIL: Final = float(norm.sf(ALLOWED))
ROUNDING: Final = 1e-12
FEW: Final = 50
"""Pairs expected, below which their number is a Poisson count and not a normal one."""


def agrees(share: float, expected: float, error: float, people: float) -> bool:
    """Compare a counted share of ``people`` with the expected one and its standard error.

    Those who share a key come in pairs at least, so where few are expected it is pairs that are counted.
    """
    if abs(share - expected) <= ALLOWED * error + ROUNDING:
        return True
    pairs, mean = share * people / 2, expected * people / 2
    if mean >= FEW:
        return False
    return bool(poisson.sf(int(pairs) - 1, mean) >= TAIL and poisson.cdf(-int(-pairs // 1), mean) >= TAIL)
