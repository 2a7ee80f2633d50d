"""Whether the check that is named for a deficient text is one that its writer's category is about."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from tests.quality.measuring import HANDS, PACK, TODAY, WRITERS, batch_of

from withhold.screening import screen

_FOREIGN = frozenset(("address_beside", "address_city", "address_state", "address_zip_form", "address_zip_missing"))
_LITTLE = frozenset(("reason_little", "reason_statute"))
RIGHT = {
    "dressed_placeholder": {"address_filler"},
    "landmark": {"address_place"},
    "wrong_column": {"address_place", "address_street"},
    "missing_number": {"address_number"},
    "phone": {"address_place"},
    "nonsense": {"address_filler", "address_street"},
    "test": {"address_filler"},
    "wrong_zip_state": {"address_zip_state"},
    "email": {"address_place"},
    "coordinates": {"address_place"},
    "intersection": {"address_place"},
    "foreign": {*_FOREIGN, "address_zip_state"},
    "template_number": {"address_filler", "address_number"},
    "repeated": {"address_filler", "address_street"},
    "lorem": {"reason_filler"},
    "mash": {"reason_filler", "reason_language"},
    "template_unfilled": {"reason_template"},
    "other_language_filler": {"reason_language", "reason_letters"},
    "see_attached": {"reason_reference"},
    "url_or_reference": {"reason_reference"},
    "statute_restated": {"reason_statute"},
    "civil_only": {"reason_civil"},
    "other_field": {"reason_own_columns", *_LITTLE},
    "placeholder": {"reason_little", "reason_missing", "reason_filler", "reason_reference", "reason_template"},
    **dict.fromkeys(("generic", "circular", "bureaucratic", "padded", "manual_copy", "data_update"), _LITTLE),
    **dict.fromkeys(("fishing", "nothing_about_person", "agency_convenience"), _LITTLE),
}
"""Category → the checks of which one must be named. Others may be named beside it."""
_SPELLED = {"placeholder_dressed": "dressed_placeholder", "template_numbers": "template_number"}
_CELLS = {
    "addresses": {"line1": "address_line1", "line2": "address_line2", "city": "city", "state": "state", "zip": "zip"},
    "reasons": {"text": "reason"},
}
_ELEMENT = {"addresses": "address", "reasons": "reason"}


@dataclass(frozen=True, slots=True)
class Named:
    """One deficient text that was returned, and whether the part that is wrong was named."""

    writer: str
    kind: str
    """``addresses`` or ``reasons``."""
    category: str
    right: bool


def named_parts() -> list[Named]:
    """Every deficient text of each writer that is returned, without those about which people could disagree."""
    return [each for writer in HANDS for kind in _CELLS for each in _named(writer, kind)]


def _named(writer: str, kind: str) -> Iterator[Named]:
    lines = (WRITERS / writer / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["label"] == "deficient" and not row["hard"]]
    cells = _CELLS[kind]
    texts = pl.DataFrame({name: [row[cell] for row in rows] for cell, name in cells.items()})
    checks = screen(batch_of(texts, tuple(cells.values())), PACK, today=TODAY).findings["checks"].to_list()
    own = {check.id for check in PACK.element(_ELEMENT[kind]).checks}
    for row, failed in zip(rows, checks, strict=True):
        category = _SPELLED.get(row["category"], row["category"])
        if own.intersection(failed):
            yield Named(writer, kind, category, not RIGHT[category].isdisjoint(failed))
