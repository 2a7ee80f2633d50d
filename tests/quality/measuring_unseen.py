"""What screening makes of texts by writers from whom nothing was learned: the pack as it is, on whole requests."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from tests.quality.measuring import FOLDER, PACK, TODAY, Judged, batch_of

from withhold.screening import screen

UNSEEN = FOLDER / "unseen"
"""Texts by writers who composed them after the rules, the weights and the thresholds were fixed."""
HANDS = ("hand-6", "hand-7")
ADDRESS_HANDS = (*HANDS, "hand-8")


@dataclass(frozen=True, slots=True)
class Screened(Judged):
    """A reason, and whether the requests that have it are marked."""

    marked: bool
    """Whether the row is returned or has a mark about its reason."""


def reasons(writer: str) -> list[Screened]:
    """Every clear reason of a writer, judged by ``reason``, each request for another official."""
    return _judged(list(_texts(writer, "reasons")), "reason", None)


def offices(writer: str) -> list[Screened]:
    """Every clear reason of a writer's offices, by ``reason`` and ``boilerplate``, an official for each office."""
    rows = list(_texts(writer, "offices"))
    return _either(rows, "office")


def families(writer: str) -> list[Screened]:
    """Every clear text of a writer's families, judged likewise. The category is the style in which it is varied."""
    rows = [{**row, "category": row["style"]} for row in _texts(writer, "families")]
    return _either(rows, "family")


def _texts(writer: str, kind: str) -> Iterator[Mapping[str, Any]]:
    for line in (UNSEEN / writer / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["hard"]:
            yield {"category": kind, **row}


def _either(rows: Sequence[Mapping[str, Any]], group: str) -> list[Screened]:
    found = zip(_judged(rows, "reason", group), _judged(rows, "boilerplate", group), strict=True)
    return [
        Screened(one.id, one.category, one.deficient, one.returned or other.returned, one.marked or other.marked)
        for one, other in found
    ]


def _judged(rows: Sequence[Mapping[str, Any]], element: str, group: str | None) -> list[Screened]:
    frame = batch_of(pl.DataFrame({"reason": [row["text"] for row in rows]}), ("reason",))
    # Each row has an address of its own, so that all its marks are shown.
    streets = [f"{100 + at} {chr(65 + at % 26)}{chr(97 + at * 7 % 26)}mont Ave" for at in range(len(rows))]
    frame = frame.with_columns(pl.Series("address_line1", streets))
    if group is not None:
        frame = frame.with_columns(pl.Series("official_id", [f"OFF-{row[group]}" for row in rows]))
    found = screen(frame, PACK, today=TODAY).findings
    about = {mark.id for mark in PACK.marks if mark.element in ("reason", "boilerplate")}
    judged = []
    for row, short, marks in zip(rows, found["deficiencies"].to_list(), found["marks"].to_list(), strict=True):
        returned = element in short
        marked = returned or not about.isdisjoint(marks)
        judged.append(Screened(row["id"], row["category"], row["label"] == "deficient", returned, marked))
    return judged
