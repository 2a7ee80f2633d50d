"""The figures of a screening."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from withhold.model.vocabulary import Outcome
from withhold.screening.judging.elements import Judge, Rule, shown_marks

ENGINE = "polars"

Masks = Counter[tuple[int, int]]
"""(``checks``, ``marks``) → how many rows have both. See ``elements.MASKS``."""


def counted_masks(masks: pl.DataFrame) -> Masks:
    """Return how many rows have the same ``checks`` and ``marks``. Only eligible rows have marks."""
    counts: Masks = Counter()
    shown = masks.with_columns(shown_marks())
    for checks, marks, rows in shown.group_by("checks", "marks").agg(pl.len()).iter_rows():
        counts[checks, marks] = rows
    return counts


def eligible(counts: Masks) -> int:
    """Return how many rows have no deficiency."""
    return sum(rows for (checks, _), rows in counts.items() if not checks)


def models_of(rules: Sequence[Rule]) -> dict[str, str]:
    """Return the model, with its version, of each element or mark that uses one."""
    return {rule.id: rule.model for rule in rules if rule.model}


def summarize(counts: Masks, most: Mapping[str, int], judge: Judge, seconds: float) -> dict[str, Any]:
    """Return the content of ``summary.json``.

    ``by_element`` has the number of rows that do not meet each element evaluated, zeros included, and
    ``returned_by_element`` those of them that were returned, and not refused for another element. ``by_check`` has
    the number of rows that fail each check, ``by_mark`` the number of eligible rows with each mark, and ``models`` the
    model of each element and mark that uses one.
    ``patterns`` has the highest count of each pattern in this file, for example the most people with one address.
    ``most`` is pattern → its highest count.
    """
    pack = judge.pack
    whole, sound = counts.total(), eligible(counts)
    refusing, elements = judge.refusing, [(each, judge.bits(each)) for each in judge.elements]
    refused = sum(rows for (checks, _), rows in counts.items() if checks & refusing)
    return {
        "rows": whole,
        Outcome.ELIGIBLE.value: sound,
        Outcome.RETURNED.value: whole - sound - refused,
        Outcome.REFUSED.value: refused,
        "by_element": {
            each.id: sum(rows for (checks, _), rows in counts.items() if checks & bits) for each, bits in elements
        },
        "by_check": {
            name: sum(rows for (checks, _), rows in counts.items() if checks >> place & 1)
            for place, name in enumerate(judge.check_ids)
        },
        "returned_by_element": {
            each.id: sum(rows for (checks, _), rows in counts.items() if checks & bits and not checks & refusing)
            for each, bits in elements
        },
        "by_mark": {
            name: sum(rows for (_, marks), rows in counts.items() if marks >> place & 1)
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
