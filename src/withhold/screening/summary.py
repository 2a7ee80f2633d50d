"""The figures of a screening."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from withhold.law.pack import RulePack
from withhold.model.words import Outcome

ENGINE = "polars"


def summarise(findings: pl.DataFrame, pack: RulePack, elements: Sequence[str], seconds: float) -> dict[str, Any]:
    """What ``summary.json`` holds. ``by_element`` counts rows, names every element evaluated, zeros included."""
    outcomes = dict(findings["outcome"].value_counts().iter_rows())
    short = dict(findings["deficiencies"].explode().drop_nulls().value_counts().iter_rows())
    return {
        "rows": findings.height,
        **{outcome.value: int(outcomes.get(outcome.value, 0)) for outcome in Outcome},
        "by_element": {element: int(short.get(element, 0)) for element in elements},
        "pack": {"id": pack.id, "version": pack.version, "digest": pack.digest},
        "notice": pack.notice,
        "engine": f"{ENGINE} {pl.__version__}",
        "seconds": round(seconds, 3),
    }
