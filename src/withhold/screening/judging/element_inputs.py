"""The inputs of each element of a pack: which columns of the request, and whether the records or other rows.

They are derived from the declarations of elements and facts. A reviewer sees them beside each finding, as its basis.
For example, the element ``reason`` reads the columns of the reason and of the person's names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from withhold.law.pack import RulePack
from withhold.model.cases.request import COLUMNS
from withhold.screening.frame.canonical import MADE_OF
from withhold.screening.frame.from_records import ASKED_ABOUT


@dataclass(frozen=True, slots=True)
class ElementInputs:
    """The columns of the request, in order. ``records`` if the element also reads the records or other rows."""

    columns: tuple[str, ...]
    records: bool


def element_inputs(pack: RulePack, *, about: bool = False) -> Mapping[str, ElementInputs]:
    """Return element id → its inputs, for every element of a pack.

    With ``about``, the inputs are what the element is about: of a fact that compares one cell with most of the row,
    only that cell, which is its first input.
    """
    own = {**MADE_OF, **{each.name: each.inputs for each in pack.facts}}
    if about:
        own |= {each.name: each.inputs[:1] for each in pack.facts if 2 * len(each.inputs) > len(COLUMNS)}
    counted = {pattern.name: pattern.key for pattern in pack.patterns}
    recent = {pattern.recent_column: pattern.key for pattern in pack.patterns if pattern.recent}
    others = {**counted, **recent, **ASKED_ABOUT}
    return {element.id: _traced(element.columns(with_records=True), own, others) for element in pack.elements}


def _traced(
    read: Iterable[str], own: Mapping[str, Sequence[str]], others: Mapping[str, Sequence[str]]
) -> ElementInputs:
    """Trace facts back to the columns that they are made of. ``others`` are made of more than the row."""
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
    return ElementInputs(tuple(name for name in COLUMNS if name in columns), records)
