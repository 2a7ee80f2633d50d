"""A cache of derived values. A value that is in every chunk of a batch is derived only once in each process."""

from collections.abc import Callable, Sequence
from typing import Any

Derive = Callable[..., object]

_MOST = 1 << 16
"""The most values that are cached for one derivation. Columns with more of them repeat too rarely."""


class Known:
    """Results by derivation and value. Nothing is evicted, and nothing is added once it is full."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[object, object]] = {}

    def each(self, name: str, derive: Derive, values: Sequence[object]) -> list[object]:
        """Return ``derive`` of each value. ``name`` identifies the derivation."""
        return self._looked_up(name, lambda value: derive(value), values)

    def combinations(self, name: str, derive: Derive, columns: Sequence[Sequence[object]]) -> list[object]:
        """Return ``derive`` of each combination of values that are in the same row of the columns."""
        if len(columns) == 1:
            return self.each(name, derive, columns[0])
        return self._looked_up(name, lambda values: derive(*values), list(zip(*columns, strict=True)))

    def all_at_once(
        self, name: str, derive_all: Callable[[Sequence[str]], Sequence[object]], values: Sequence[str]
    ) -> list[object]:
        """Return what ``derive_all`` makes of each value. It is called once, for those that are not cached."""
        kept = self._kept.setdefault(name, {})
        missing = [value for value in dict.fromkeys(values) if value not in kept]
        made = dict(zip(missing, derive_all(missing), strict=True)) if missing else {}
        for value in missing[: max(0, _MOST - len(kept))]:
            kept[value] = made[value]
        return [made[value] if value in made else kept[value] for value in values]

    def _looked_up(self, name: str, derive: Callable[[Any], object], keys: Sequence[object]) -> list[object]:
        kept = self._kept.setdefault(name, {})
        results = list(map(kept.get, keys))
        if None in results:  # a derivation may also return None, and is then called again
            for place, result in enumerate(results):
                if result is None:
                    result = results[place] = derive(keys[place])
                    if len(kept) < _MOST:
                        kept[keys[place]] = result
        return results
