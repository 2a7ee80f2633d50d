"""The figures of a screening."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from withhold.law.pack import RulePack
from withhold.model.words import Outcome

ENGINE = "polars"


def summarise(masks: pl.DataFrame, pack: RulePack, ids: Sequence[str], seconds: float) -> dict[str, Any]:
    """What ``summary.json`` holds. ``by_element`` counts rows and names every element evaluated, zeros included.

    ``masks``: ``deficiencies`` (bit i: short of ``ids[i]``) and ``final`` for each row.
    """
    counts = list(masks.group_by("deficiencies", "final").agg(pl.len()).iter_rows())
    eligible = sum(rows for mask, _, rows in counts if not mask)
    refused = sum(rows for _, final, rows in counts if final)
    return {
        "rows": masks.height,
        Outcome.ELIGIBLE.value: eligible,
        Outcome.RETURNED.value: masks.height - eligible - refused,
        Outcome.REFUSED.value: refused,
        "by_element": {
            name: sum(rows for mask, _, rows in counts if mask >> place & 1) for place, name in enumerate(ids)
        },
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
        "notice": pack.notice,
        "engine": f"{ENGINE} {pl.__version__}",
        "seconds": round(seconds, 3),
    }
