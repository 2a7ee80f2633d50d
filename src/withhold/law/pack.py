"""The parts of a rule pack: a statute's elements as cited predicates over one canonical frame."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

import narwhals as nw

from withhold.law.parameters import Parameters
from withhold.model.cases.determination import Answer
from withhold.model.errors import Code, Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.vocabulary import Outcome

FactType = type[str] | type[int] | type[bool]
Derived = str | int | bool | None
Predicate = Callable[[Parameters, bool], nw.Expr]
"""(parameters, with_records) → a boolean expression over the canonical frame. It is never null."""


def fault_is(column: str, *faults: str) -> Predicate:
    """Return the predicate that a column of faults has one of these."""
    return lambda parameters, with_records: nw.col(column).is_in(faults)


def other_fault(column: str, *named: str) -> Predicate:
    """Return the predicate that a column of faults has one that is none of these, which have checks of their own."""
    return lambda parameters, with_records: ~nw.col(column).is_in(("", *named))


@dataclass(frozen=True, slots=True)
class Fact:
    """A column that elements read. It is made once, so that no engine has to fold or parse text.

    Exactly one of ``derive``, ``derive_all`` and ``expression`` is given, and each reads one row alone. ``derive`` is
    called once for each distinct combination of ``inputs``, which are columns of the canonical frame ("" if missing) or
    earlier facts. ``derive_all`` gets all distinct values of one input together, which is faster if it counts letters.
    ``expression`` makes the whole column. It is for columns in which almost every value is distinct.

    If ``where`` is given, the fact is made of the rows for which it is true, and is "", 0 or False in all others.
    """

    name: str
    inputs: tuple[str, ...]
    dtype: FactType
    derive: Callable[..., Derived] | None = None
    expression: Callable[[], nw.Expr] | None = None
    derive_all: Callable[[Sequence[str]], Sequence[Derived]] | None = None
    where: Callable[[], nw.Expr] | None = None
    """A condition over ``inputs``, never null."""

    def __post_init__(self) -> None:
        if [self.derive, self.derive_all, self.expression].count(None) != 2:
            raise ValueError(f"fact {self.name} needs either derive or expression, or derive_all")
        if self.derive_all is not None and len(self.inputs) != 1:
            raise ValueError(f"fact {self.name} has derive_all, which reads one column")


class Measure(Enum):
    """What is counted over the rows of a batch that share a pattern's key."""

    ROWS = "rows"
    """The number of rows. Int64."""
    DISTINCT = "distinct"
    """The number of different values of the column ``of``, empty ones not counted. Int64."""
    ALIKE = "alike"
    """The number of different values of the column ``of`` among the rows whose text is alike to the row's own, by
    `withhold.law.similarity`. Int64. The key is the column of the texts."""
    LATER = "later"
    """Whether an earlier row of the batch has the same key. Boolean."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A column that depends on the whole batch: a count over the rows that share a key.

    For example, one pattern counts the people whose requests have the same address. A count can be made in parts, on
    one machine or on many. If a column of a row's key is empty, the row is counted alone: it has 1, or False.
    """

    name: str
    key: tuple[str, ...]
    """Columns of the canonical frame. Their type is String."""
    measure: Measure
    of: str | None = None
    """For DISTINCT and ALIKE, the column whose different values are counted."""
    recent: bool = False
    """Whether the agency's recent requests are counted too, in the column ``recent_column`` (Int64, 0 without a key).
    Then the key is one column, and people are counted, because the records count people by that column's keyed hash.
    For ALIKE they keep sketches of the texts instead."""
    label: str = ""
    """What is counted, for readers, such as ``people with this address``."""
    within: tuple[str, ...] = ()
    """For ALIKE, columns whose equal values make small groups of rows, in which every text is compared."""
    enough: str = ""
    """For ALIKE, the parameter that has the most values allowed. Nothing is counted beyond one more than that."""

    def __post_init__(self) -> None:
        if self.recent and (len(self.key) > 1 or self.of != "person"):
            raise ValueError(f"pattern {self.name}: what the records count is people, by one column")
        if (self.of is None) == (self.measure in {Measure.DISTINCT, Measure.ALIKE}):
            raise ValueError(f"pattern {self.name}: DISTINCT or ALIKE, and no other, counts the values of a column")
        if bool(self.enough) != (self.measure is Measure.ALIKE) or (self.within and not self.enough):
            raise ValueError(f"pattern {self.name}: ALIKE, and no other, has groups and an end of its count")
        if self.measure is Measure.ALIKE and len(self.key) > 1:
            raise ValueError(f"pattern {self.name}: the texts to compare are in one column")

    @property
    def recent_column(self) -> str:
        """Return the name of the column that counts the agency's recent requests."""
        return f"{self.name}_recent"

    @property
    def percent_column(self) -> str:
        """Return the name of the column of an ALIKE pattern that has how alike the nearest text is (Int64)."""
        return f"{self.name}_percent"

    @property
    def recent_percent_column(self) -> str:
        """Return the name of the same column over the agency's recent requests."""
        return f"{self.recent_column}_percent"

    def limit(self, parameters: Parameters) -> int:
        """Return the count at which counting of an ALIKE pattern ends."""
        most: int = getattr(parameters, self.enough)
        return most + 1

    def people(self, with_records: bool) -> nw.Expr:
        """Return the count over the batch. With records, that over the agency's recent requests is added."""
        return nw.col(self.name) + nw.col(self.recent_column) if with_records else nw.col(self.name)


LONGEST_CURE = 100
"""Characters of a check's cure, at most. It is on each of a batch's lines of ``cure.csv``."""
MOST_CHECKS = 64
"""Each check of a pack has a bit of its own in 64."""


@dataclass(frozen=True, slots=True)
class Check:
    """One way in which a request does not meet an element, and the cure for just that.

    For example, the element ``address`` has a check for the house number and three for the ZIP Code.
    """

    id: str
    title: str
    """What is wrong, in a few words without a period."""
    cure: str
    """What to do, in one or two short sentences."""
    fails: Predicate
    needs_records: bool = False
    """Whether the check is made only if the records are given."""
    refuses: bool = False
    """Whether a row that fails it is REFUSED, whatever the outcome of the element is."""
    alike: bool = False
    """Whether it fails because other people's texts are alike. The answer to the row then has how many and how alike.
    """


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that the statute requires of every request, and what happens to a request that does not meet it."""

    id: str
    title: str
    citation: str
    cure: str
    """Plain sentences that explain to the agency what the element requires."""
    outcome: Outcome
    """RETURNED or REFUSED, for a row that does not meet the element."""
    checks: tuple[Check, ...]
    """In the order in which they are named. A row does not meet the element if it fails one of them."""
    reads: tuple[str, ...]
    """The columns of the canonical frame that the checks read."""
    reads_with_records: tuple[str, ...] | None = None
    """The columns that they read if the records are given, unless those are the same as ``reads``."""
    needs_records: bool = False
    """Whether the element is evaluated only if the records are given."""
    model: str = ""
    """The model that the element uses, with its version. "" if it uses none."""

    def columns(self, with_records: bool) -> tuple[str, ...]:
        """Return the columns that the element reads: request columns, facts, patterns and those from the records."""
        return self.reads if self.reads_with_records is None or not with_records else self.reads_with_records

    def checks_made(self, with_records: bool) -> tuple[Check, ...]:
        """Return the checks that are made. Without records, those that need them are left out."""
        return tuple(check for check in self.checks if with_records or not check.needs_records)

    def refuses(self, check: Check) -> bool:
        """Return whether a row that fails this check of the element is refused."""
        return check.refuses or self.outcome is Outcome.REFUSED

    def deficient(self, parameters: Parameters, with_records: bool) -> nw.Expr:
        """Return whether a row does not meet the element. It is never null."""
        failing = [check.fails(parameters, with_records) for check in self.checks_made(with_records)]
        return nw.any_horizontal(*failing, ignore_nulls=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A note on an eligible row, for the filer and the reviewers. It never changes the outcome."""

    id: str
    element: str
    """The element that it is about."""
    title: str
    """What was noticed, in a few words without a period."""
    text: str
    """Plain sentences: what was noticed, and what a reviewer or the filer can do about it."""
    applies: Predicate
    reads: tuple[str, ...]
    """The columns of the canonical frame that ``applies`` reads."""
    model: str = ""
    """The model that found it, with its version. "" if no model did."""

    def columns(self, with_records: bool) -> tuple[str, ...]:
        """Return the columns that the mark reads. They are the same with records and without."""
        return self.reads


@dataclass(frozen=True, slots=True)
class Question:
    """A question that no machine can answer. Each reviewer answers it for the dossier that they sign."""

    id: str
    text: str
    citation: str
    only_if: str = ""
    """When the question is asked, in words. Empty if always."""
    asked: Callable[[Mapping[str, str]], bool] | None = None
    """Whether it is asked about a request with these columns. None if always."""


@dataclass(frozen=True, slots=True)
class RulePack:
    """A statute's elements, with version and dates. ``notice`` is shown wherever the pack is shown."""

    id: str
    version: str
    title: str
    title_es: str
    """The same in Spanish, for record subjects."""
    in_force_from: date
    in_force_until: date | None
    """The last day in force, or None if no end is known."""
    notice: str
    notice_es: str
    permitted_item: str
    parameters: Parameters
    facts: tuple[Fact, ...]
    patterns: tuple[Pattern, ...]
    elements: tuple[Element, ...]
    """In the order in which deficiencies are named."""
    marks: tuple[Mark, ...]
    """In the order in which marks are named."""
    questions: tuple[Question, ...]
    digest: str
    """Hex SHA-256 over every data and code file of the pack, so that any change is visible."""

    def __post_init__(self) -> None:
        checks = [check for _, check in self.checks]
        if len(checks) > MOST_CHECKS:
            raise ValueError(f"pack {self.id}: {len(checks)} checks, of {MOST_CHECKS} at most")
        if len({check.id for check in checks}) != len(checks):
            raise ValueError(f"pack {self.id}: two checks have one id")
        for check in checks:
            if len(check.cure) > LONGEST_CURE:
                raise ValueError(f"check {check.id}: a cure has at most {LONGEST_CURE} characters")

    @property
    def checks(self) -> tuple[tuple[Element, Check], ...]:
        """Return every check with its element, in the order in which they are named."""
        return tuple((element, check) for element in self.elements for check in element.checks)

    def checks_named(self, ids: Collection[str]) -> tuple[tuple[Element, Check], ...]:
        """Return the checks with these ids, each with its element, in the pack's order. Other ids are passed over."""
        return tuple((element, check) for element, check in self.checks if check.id in ids)

    def facts_for(self, columns: Collection[str]) -> tuple[Fact, ...]:
        """Return the facts that make these columns of the canonical frame, and the facts that those read, in order."""
        wanted = set(columns)
        for fact in reversed(self.facts):  # a fact reads only those before it
            if fact.name in wanted:
                wanted.update(fact.inputs)
        return tuple(fact for fact in self.facts if fact.name in wanted)

    @property
    def compared_text(self) -> Pattern | None:
        """Return the first pattern by which texts are compared with those of recent requests, or None."""
        return next((each for each in self.patterns if each.recent and each.measure is Measure.ALIKE), None)

    @property
    def reference(self) -> str:
        """Return ``id@version#digest``, by which events and dossiers name the pack that was applied."""
        return f"{self.id}@{self.version}#{self.digest}"

    def in_force(self, day: date) -> bool:
        """Return whether the pack may be applied to a request that is screened or reviewed on this day."""
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)

    def require_current(self, reference: str, day: date) -> None:
        """Raise Conflict unless ``reference`` names this very pack and it is in force on this day."""
        if reference != self.reference or not self.in_force(day):
            raise Conflict(Code.PACK_REPLACED)

    def questions_for(self, request: Mapping[str, str]) -> tuple[Question, ...]:
        """Return the questions about a request with these columns, in the pack's order."""
        return tuple(each for each in self.questions if each.asked is None or each.asked(request))

    def require_answers(self, request: Mapping[str, str], answers: Sequence[Answer]) -> None:
        """Raise Conflict unless every question about the request is answered, in order, each with its reason."""
        if [each.question for each in answers] != [each.id for each in self.questions_for(request)]:
            raise Conflict(Code.PACK_ANSWERS_DIFFER)
        for each in answers:
            required_reason(each.reason, "every answer")

    def marks_named(self, ids: Collection[str]) -> tuple[Mark, ...]:
        """Return the marks with these ids, in the pack's order. Other ids are passed over."""
        return tuple(mark for mark in self.marks if mark.id in ids)

    def element(self, element_id: str) -> Element:
        """Return the element with this id. Raises KeyError if the pack has none."""
        for element in self.elements:
            if element.id == element_id:
                return element
        raise KeyError(element_id)
