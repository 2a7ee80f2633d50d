"""Load test vectors: requests, and the deficiencies that a pack must find in them. A lawyer can read and write them.

A pack's folder `vectors` has `base.json`, which is a complete request with good records, and one `<element>.jsonl` for
each element. Each line is a vector. It has only what differs from the base:

- `kind` is `met`, `not met` or `edge`. `note` is what the vector shows.
- `columns` are the values of the request, `deficient` the element ids in the order of the pack, and `outcome` the
  outcome. `checks` are the ids of the checks of the element that fail. If one row is repeated for many people,
  `copies` is their number. If rows differ, `rows` is a list of such. `marks` are the ids of the marks of an eligible
  row that are about the element.
- `standing` is what differs in the records. Without it, the batch is screened without records.

In a value of `columns`, `{n}` becomes the number of the row in four digits, and `{spread}` the same digits in reverse,
so that no two rows have neighboring numbers. `{word}` becomes a made-up word of that row, and `{words}` eight others.
With these, each row is a different person with a different address and reason.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha512
from pathlib import Path
from typing import Any

from withhold.law.similarity import TextsGiven
from withhold.law.tables import Section
from withhold.model.errors import Code, Unreadable
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.standing import Standing
from withhold.model.vocabulary import Outcome

KINDS = ("met", "not met", "edge")
_MOST_COPIES = 10_000
_BEGINNINGS, _ENDINGS = "bcdfghjklmnprstv", "aeiou"

_STANDING: Mapping[str, Callable[[Any], object]] = {
    "agency_id": str,
    "batch_signer": str,
    "signers": dict,
    "officials": dict,
    "safeguards_good": bool,
    "recent": dict,
    "recent_texts": lambda given: {pattern: TextsGiven(texts) for pattern, texts in given.items()},
    "recent_matters": dict,
    "open_matters": lambda pairs: frozenset((tin, case) for tin, case in pairs),
    "stayed_everything": bool,
    "stayed_officials": frozenset,
    "stayed_tins": frozenset,
    "docket_room": int,
    "docket_next": date.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One request of a vector, with all columns of a batch, and what must be found in it."""

    columns: Mapping[str, str]
    deficient: tuple[str, ...]
    checks: tuple[str, ...]
    outcome: Outcome
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vector:
    """One small batch that shows one element."""

    element: str
    line: int
    kind: str
    note: str
    today: date
    rows: tuple[Row, ...]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class _Base:
    today: date
    columns: Mapping[str, str]
    standing: Standing


def load_vectors(folder: Path) -> tuple[Vector, ...]:
    """Return every vector of a pack, by element and line. Raises Unreadable with file and line if one is malformed."""
    base = _base(folder / "base.json")
    return tuple(
        _vector(path.stem, number, Section(path.name, _json(path.name, number, line), f"line {number}"), base)
        for path in sorted(folder.glob("*.jsonl"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    )


def _json(file: str, line: int | None, text: str) -> object:
    try:
        found: object = json.loads(text)
    except ValueError as error:
        raise Unreadable(Code.FILE_NOT_JSON, file=file, row=line) from error
    return found


def _base(path: Path) -> _Base:
    whole = Section(path.name, _json(path.name, None, path.read_text(encoding="utf-8")), "base")
    today = _day(path.name, whole.text("today"))
    columns = whole.section("columns").items()
    standing = _standing(path.name, whole.section("standing").items(), Standing(AgencyId(""), PersonId("")))
    whole.close()
    return _Base(today, columns, standing)


def _day(file: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(Code.FIELD_NOT_A_DATE, file=file, column="today") from error


def _standing(file: str, given: Mapping[str, Any], base: Standing) -> Standing:
    if unknown := given.keys() - _STANDING.keys():
        raise Unreadable(Code.FIELD_UNKNOWN, file=file, column=f"standing.{min(unknown)}")
    fields: dict[str, Any] = {}
    for key, value in given.items():
        try:
            fields[key] = _STANDING[key](value)
        except (TypeError, ValueError) as error:
            raise Unreadable(Code.FIELD_MALFORMED, file=file, column=f"standing.{key}") from error
    return replace(base, **fields)


def _vector(element: str, line: int, given: Section, base: _Base) -> Vector:
    file = f"{element}.jsonl"
    kind, note = given.text("kind"), given.text("note")
    if kind not in KINDS:
        raise Unreadable(Code.FIELD_NOT_ONE_OF, file=file, row=line, column="kind", allowed=", ".join(KINDS))
    standing = None
    if given.has("standing"):
        standing = _standing(file, given.section("standing").items(), base.standing)
    rows: list[Row] = []
    for row in given.sections("rows") if given.has("rows") else (given,):
        rows.extend(_rows(file, line, row, base, len(rows)))
        row.close()
    given.close()
    return Vector(element, line, kind, note, base.today, tuple(rows), standing)


def _rows(file: str, line: int, given: Section, base: _Base, before: int) -> list[Row]:
    columns = given.section("columns").items()
    if unknown := columns.keys() - base.columns.keys():
        raise Unreadable(Code.FIELD_UNKNOWN, file=file, row=line, column=f"columns.{min(unknown)}")
    deficient = given.texts("deficient") if given.has("deficient") else ()
    checks = given.texts("checks") if given.has("checks") else ()
    outcome = _outcome(file, line, given.text("outcome")) if deficient else Outcome.ELIGIBLE
    marks = tuple(given.texts("marks")) if given.has("marks") else ()
    copies = given.number("copies", 2, _MOST_COPIES) if given.has("copies") else 1
    return [
        Row(_filled({**base.columns, **columns}, before + copy), deficient, checks, outcome, marks)
        for copy in range(1, copies + 1)
    ]


def _outcome(file: str, line: int, text: str) -> Outcome:
    allowed = (Outcome.RETURNED, Outcome.REFUSED)
    if text not in allowed:
        raise Unreadable(Code.FIELD_NOT_ONE_OF, file=file, row=line, column="outcome", allowed=", ".join(allowed))
    return Outcome(text)


def _filled(columns: Mapping[str, str], number: int) -> dict[str, str]:
    fills = {
        "{n}": f"{number:04d}",
        "{spread}": f"{number:04d}"[::-1],
        "{word}": _word(number),
        "{words}": _words(number),
    }
    filled = dict(columns)
    for mark, fill in fills.items():
        filled = {name: value.replace(mark, fill) for name, value in filled.items()}
    return filled


def _words(number: int) -> str:
    """Return eight words of four syllables, so that no two rows' reasons are nearly the same text."""
    drawn = sha512(str(number).encode()).digest()
    syllables = [_BEGINNINGS[each % 16] + _ENDINGS[each // 16 % 5] for each in drawn[:32]]
    return " ".join("".join(syllables[at : at + 4]) for at in range(0, len(syllables), 4))


def _word(number: int) -> str:
    """Return a word of lower-case letters that no other number gives."""
    letters = "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))
    return f"lot{letters}"
