"""Compares a count with the closed form, and allows for the difference that chance can make."""

from typing import Final

from scipy.stats import norm, poisson

ALLOWED: Final = 4.0
"""Standard errors. Chance alone makes one comparison in sixteen thousand differ by more."""
TAIL: Final = float(norm.sf(ALLOWED))
ROUNDING: Final = 1e-12
FEW: Final = 50
"""If fewer pairs are expected, their number is treated as a Poisson count instead of a normal one."""


def agrees(share: float, expected: float, error: float, people: float) -> bool:
    """Return whether the counted share of ``people`` agrees with the expected share and its standard error."""
    if abs(share - expected) <= ALLOWED * error + ROUNDING:
        return True
    # People who share a key come in pairs at least. So if few are expected, the pairs are what is random.
    pairs, mean = share * people / 2, expected * people / 2
    if mean >= FEW:
        return False
    return bool(poisson.sf(int(pairs) - 1, mean) >= TAIL and poisson.cdf(-int(-pairs // 1), mean) >= TAIL)
