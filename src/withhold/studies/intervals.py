"""Shares with exact bounds (Clopper and Pearson, 1934), which are valid for any number of trials.

For example, 0 wrong of 1,000 has the upper bound 0.3 %.
"""

from dataclasses import dataclass

from scipy.stats import beta

ONE_SIDED = 0.95
TWO_SIDED = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``total``, with bounds for the true share."""

    count: int
    total: int

    @property
    def value(self) -> float | None:
        """The observed share. None if ``total`` is 0."""
        return self.count / self.total if self.total else None

    @property
    def upper(self) -> float:
        """Exact one-sided upper bound, 95 %: ``beta.ppf(.95, k + 1, n - k)``. 1 if ``total`` is 0."""
        return _quantile(ONE_SIDED, self.count + 1, self.total - self.count)

    @property
    def interval(self) -> tuple[float, float]:
        """Exact two-sided interval, 95 %."""
        tail = (1 - TWO_SIDED) / 2
        return (
            _quantile(tail, self.count, self.total - self.count + 1) if self.count else 0.0,
            _quantile(1 - tail, self.count + 1, self.total - self.count),
        )

    def as_json(self) -> dict[str, object]:
        """Return the counts, the share and its bounds for evidence.json."""
        low, high = self.interval
        return {
            "count": self.count,
            "total": self.total,
            "share": self.value,
            "interval_95": [low, high],
            "upper_bound_95": self.upper,
        }


def _quantile(probability: float, a: int, b: int) -> float:
    return 1.0 if b <= 0 else float(beta.ppf(probability, a, b))
