"""What each element of a pack looks at: which columns of the request, and whether the records as well.

It is asked of the engine: whatever an element reads, a frame without it refuses. A reviewer is shown it beside the
finding, as the evidence that the finding rests on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from withhold.law.pack import RulePack
from withhold.model.standing import Standing
from withhold.screening.frame.canonical import MADE_OF, canonical_frame
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.frame.from_records import ASKED_ABOUT, with_standing
from withhold.screening.judging.elements import Judge


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an element looks at: columns of the request, in their order; and whether the records, the batch included."""

    columns: tuple[str, ...]
    records: bool


_found: dict[str, Mapping[str, Grounds]] = {}
"""By the pack's reference: asking takes a third of a second."""


def grounds_of(pack: RulePack) -> Mapping[str, Grounds]:
    """Element id -> what it looks at, for every element of a pack."""
    if pack.reference not in _found:
        _found[pack.reference] = _ask(pack)
    return _found[pack.reference]


def _ask(pack: RulePack) -> Mapping[str, Grounds]:
    none = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    facts = with_standing(canonical_frame(none, pack, date.min), Standing("", ""), pack.patterns)
    judge = Judge.of(pack, with_records=True)
    own = {**MADE_OF, **{each.name: each.inputs for each in pack.facts}}
    counted = {pattern.name: pattern.key for pattern in pack.patterns}
    recent = {pattern.recent_column: pattern.key for pattern in pack.patterns if pattern.recent}
    others = {**counted, **recent, **ASKED_ABOUT}
    return {element.id: _traced(judge.reads(element, facts.schema), own, others) for element in judge.elements}


def _traced(read: Iterable[str], own: Mapping[str, Sequence[str]], others: Mapping[str, Sequence[str]]) -> Grounds:
    """Back from the facts to the columns they are made of; `others` are made of more than the row."""
    columns: set[str] = set()
    waiting, records = list(read), False
    while waiting:
        name = waiting.pop()
        if name in COLUMNS:
            columns.add(name)
        elif name in own:
            waiting += own[name]
        else:
            records = True
            waiting += others.get(name, ())
    return Grounds(tuple(name for name in COLUMNS if name in columns), records)
