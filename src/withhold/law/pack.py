"""What a rule pack is: a statute's elements as cited predicates over one canonical frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

import narwhals as nw

from withhold.law.parameters import Parameters
from withhold.model.cases.determination import Answer
from withhold.model.errors import Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.vocabulary import Outcome

FactType = type[str] | type[int] | type[bool]
Derived = str | int | bool | None
Predicate = Callable[[Parameters, bool], nw.Expr]
"""(parameters, with_records) -> boolean expression over the canonical frame, never null."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A column the elements read, made once so that no engine has to fold or parse text.

    Either ``derive`` is called once per distinct combination of ``inputs`` (columns of the canonical frame,
    "" if missing, or earlier facts), or ``expression`` makes the column whole: for columns where almost
    every value is distinct. Either looks at one row alone. Exactly one of the two is given.
    """

    name: str
    inputs: tuple[str, ...]
    dtype: FactType
    derive: Callable[..., Derived] | None = None
    expression: Callable[[], nw.Expr] | None = None

    def __post_init__(self) -> None:
        if (self.derive is None) == (self.expression is None):
            raise ValueError(f"fact {self.name} needs either derive or expression")


class Measure(Enum):
    """What is counted over the rows of a batch that share a pattern's key."""

    ROWS = "rows"
    """Int64: how many rows there are."""
    DISTINCT = "distinct"
    """Int64: how many different values of ``of`` they have, empty ones not counted."""
    LATER = "later"
    """Boolean: whether an earlier row of the batch has the same key."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A column that shows only in the batch as a whole: a count over the rows that share a key, and nothing else.

    So it can be counted in parts, on one machine or on many. A row whose key has an empty column is counted with
    no other: it has 1, or False.
    """

    name: str
    key: tuple[str, ...]
    """Columns of the canonical frame, String."""
    measure: Measure
    of: str | None = None
    """For DISTINCT: the column whose values are told apart."""
    recent: bool = False
    """Counted over the agency's recent requests as well, in the column ``recent_column``: Int64, 0 without a key.
    For one column, over people: the records count by its keyed hash."""
    says: str = ""
    """What its count is a count of, for whoever reads it."""

    def __post_init__(self) -> None:
        if self.recent and (len(self.key) > 1 or self.of != "person"):
            raise ValueError(f"pattern {self.name}: what the records count is people, by one column")
        if (self.of is None) == (self.measure is Measure.DISTINCT):
            raise ValueError(f"pattern {self.name}: DISTINCT, and no other measure, counts the values of a column")

    @property
    def recent_column(self) -> str:
        """The column of the count over the agency's recent requests."""
        return f"{self.name}_recent"

    def people(self, with_records: bool) -> nw.Expr:
        """The count over the batch, and with records those of the agency's recent requests."""
        return nw.col(self.name) + nw.col(self.recent_column) if with_records else nw.col(self.name)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing the statute demands of every request, and what happens to a request that lacks it."""

    id: str
    title: str
    citation: str
    cure: str
    """A plain sentence that tells the agency what to do."""
    outcome: Outcome
    """RETURNED or REFUSED, where ``deficient`` holds."""
    deficient: Predicate
    reads: tuple[str, ...]
    """The columns of the canonical frame that ``deficient`` and ``barred`` read."""
    reads_with_records: tuple[str, ...] | None = None
    """The columns that they read where a Standing is given, if those are others than ``reads``."""
    barred: Predicate | None = None
    """Where this holds as well, the row is REFUSED whatever ``outcome`` says."""
    needs_records: bool = False
    """Evaluated only where a Standing is given."""

    def columns(self, with_records: bool) -> tuple[str, ...]:
        """The columns that the element reads: request columns, facts, patterns and what the records add."""
        return self.reads if self.reads_with_records is None or not with_records else self.reads_with_records


@dataclass(frozen=True, slots=True)
class Question:
    """What no machine can answer: put to each reviewer, who answers for the dossier they sign."""

    id: str
    text: str
    citation: str


@dataclass(frozen=True, slots=True)
class RulePack:
    """A statute's elements, versioned and dated. ``notice`` stands wherever the pack is shown."""

    id: str
    version: str
    title: str
    title_es: str
    """The same in Spanish, for record subjects."""
    in_force_from: date
    in_force_until: date | None
    """The last day in force; None while no end is known."""
    notice: str
    notice_es: str
    permitted_item: str
    parameters: Parameters
    facts: tuple[Fact, ...]
    patterns: tuple[Pattern, ...]
    elements: tuple[Element, ...]
    """In the order in which deficiencies are named."""
    questions: tuple[Question, ...]
    digest: str
    """Hex SHA-256 over every data and code file of the pack, so that any change shows."""

    @property
    def reference(self) -> str:
        """``id@version#digest``: how events and dossiers name the pack they were judged by."""
        return f"{self.id}@{self.version}#{self.digest}"

    def in_force(self, day: date) -> bool:
        """Whether the pack may be applied to a request that is judged on this day."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)

    def require_current(self, reference: str, day: date) -> None:
        """Raise Conflict unless ``reference`` names this very pack and it is in force on this day."""
        if reference != self.reference or not self.in_force(day):
            raise Conflict("the rule pack of this case is no longer in force; a new request is needed")

    def require_answers(self, answers: Sequence[Answer]) -> None:
        """Raise Conflict unless every question is answered, in the pack's order, each with its reason."""
        if [each.question for each in answers] != [each.id for each in self.questions]:
            raise Conflict("answer every question of the pack, in its order")
        for each in answers:
            required_reason(each.reason, "every answer")

    def element(self, element_id: str) -> Element:
        """The element of this id; KeyError where the pack has none."""
        for element in self.elements:
            if element.id == element_id:
                return element
        raise KeyError(element_id)
