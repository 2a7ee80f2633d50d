"""The figures of a screening."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from withhold.law.pack import RulePack
from withhold.model.vocabulary import Outcome

ENGINE = "polars"

Masks = Counter[tuple[int, bool]]
"""(``deficiencies``, ``final``) → how many rows have both. See ``elements.MASKS``."""


def counted_masks(masks: pl.DataFrame) -> Masks:
    """Return how many rows have each pair of ``deficiencies`` and ``final``."""
    counts: Masks = Counter()
    for mask, final, rows in masks.group_by("deficiencies", "final").agg(pl.len()).iter_rows():
        counts[mask, final] = rows
    return counts


def eligible(counts: Masks) -> int:
    """Return how many rows have no deficiency."""
    return sum(rows for (mask, _), rows in counts.items() if not mask)


def summarize(
    counts: Masks, most: Mapping[str, int], pack: RulePack, ids: Sequence[str], seconds: float
) -> dict[str, Any]:
    """Return the content of ``summary.json``.

    ``by_element`` has the number of rows that do not meet each element evaluated, zeros included. ``patterns`` has the
    highest count of each pattern in this file, for example the most people with one address. ``ids[i]`` is the element
    of bit i of a mask. ``most`` is pattern → its highest count.
    """
    whole, sound = counts.total(), eligible(counts)
    refused = sum(rows for (_, final), rows in counts.items() if final)
    return {
        "rows": whole,
        Outcome.ELIGIBLE.value: sound,
        Outcome.RETURNED.value: whole - sound - refused,
        Outcome.REFUSED.value: refused,
        "by_element": {
            name: sum(rows for (mask, _), rows in counts.items() if mask >> place & 1) for place, name in enumerate(ids)
        },
        "patterns": [
            {"pattern": each.name, "says": each.label, "most": most[each.name]} for each in pack.patterns if each.label
        ],
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
        "notice": pack.notice,
        "engine": f"{ENGINE} {pl.__version__}",
        "seconds": round(seconds, 3),
    }
