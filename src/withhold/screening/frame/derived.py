"""What was derived already: a value that stands in every chunk of a batch is derived once a process."""

from collections.abc import Callable, Sequence
from typing import Any

Derive = Callable[..., object]

_MOST = 1 << 16
"""Values kept for one derivation. Columns with more of them repeat too little for keeping to pay."""


class Known:
    """Results by derivation and value. Forgets nothing, and takes no more when it is full."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[object, object]] = {}

    def each(self, name: str, derive: Derive, values: Sequence[object]) -> list[object]:
        """``derive`` of each value. ``name`` stands for the derivation."""
        return self._looked_up(name, lambda value: derive(value), values)

    def combinations(self, name: str, derive: Derive, columns: Sequence[Sequence[object]]) -> list[object]:
        """``derive`` of each combination that the columns hold side by side."""
        if len(columns) == 1:
            return self.each(name, derive, columns[0])
        return self._looked_up(name, lambda values: derive(*values), list(zip(*columns, strict=True)))

    def _looked_up(self, name: str, derive: Callable[[Any], object], keys: Sequence[object]) -> list[object]:
        kept = self._kept.setdefault(name, {})
        results = list(map(kept.get, keys))
        if None in results:  # which a derivation may give as well: then it is asked again
            for place, result in enumerate(results):
                if result is None:
                    result = results[place] = derive(keys[place])
                    if len(kept) < _MOST:
                        kept[keys[place]] = result
        return results
