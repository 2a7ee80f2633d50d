"""The figures of a screening."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from withhold.model.vocabulary import Outcome
from withhold.screening.judging.elements import Judge, Rule, shown_marks

ENGINE = "polars"

Masks = Counter[tuple[int, bool, int]]
"""(``deficiencies``, ``final``, ``marks``) → how many rows have all three. See ``elements.MASKS``."""


def counted_masks(masks: pl.DataFrame) -> Masks:
    """Return how many rows have the same ``deficiencies``, ``final`` and ``marks``. Only eligible rows have marks."""
    counts: Masks = Counter()
    shown = masks.with_columns(shown_marks())
    for mask, final, marks, rows in shown.group_by("deficiencies", "final", "marks").agg(pl.len()).iter_rows():
        counts[mask, final, marks] = rows
    return counts


def eligible(counts: Masks) -> int:
    """Return how many rows have no deficiency."""
    return sum(rows for (mask, _, _), rows in counts.items() if not mask)


def models_of(rules: Sequence[Rule]) -> dict[str, str]:
    """Return the model, with its version, of each element or mark that uses one."""
    return {rule.id: rule.model for rule in rules if rule.model}


def summarize(counts: Masks, most: Mapping[str, int], judge: Judge, seconds: float) -> dict[str, Any]:
    """Return the content of ``summary.json``.

    ``by_element`` has the number of rows that do not meet each element evaluated, zeros included, and
    ``returned_by_element`` those of them that were returned, and not refused for another element. ``by_mark`` has
    the number of eligible rows with each mark, and ``models`` the model of each element and mark that uses one.
    ``patterns`` has the highest count of each pattern in this file, for example the most people with one address.
    ``most`` is pattern → its highest count.
    """
    pack = judge.pack
    whole, sound = counts.total(), eligible(counts)
    refused = sum(rows for (_, final, _), rows in counts.items() if final)
    return {
        "rows": whole,
        Outcome.ELIGIBLE.value: sound,
        Outcome.RETURNED.value: whole - sound - refused,
        Outcome.REFUSED.value: refused,
        "by_element": {
            name: sum(rows for (mask, _, _), rows in counts.items() if mask >> place & 1)
            for place, name in enumerate(judge.ids)
        },
        "returned_by_element": {
            name: sum(rows for (mask, final, _), rows in counts.items() if mask >> place & 1 and not final)
            for place, name in enumerate(judge.ids)
        },
        "by_mark": {
            name: sum(rows for (_, _, marks), rows in counts.items() if marks >> place & 1)
            for place, name in enumerate(judge.mark_ids)
        },
        "models": models_of(judge.elements) | models_of(pack.marks),
        "patterns": [
            {"pattern": each.name, "says": each.label, "most": most[each.name]} for each in pack.patterns if each.label
        ],
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
        "notice": pack.notice,
        "engine": f"{ENGINE} {pl.__version__}",
        "seconds": round(seconds, 3),
    }
