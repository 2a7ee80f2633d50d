"""(i)(1)(A)(i), (i)(2)(B)(iii): a specifically designated federal criminal statute, not tax administration.

The request designates, and the custodian does not keep a list of crimes. A request is returned if it designates no
section of the United States Code that exists. A section that exists but is not known to be criminal is for the
reviewers: the row is marked, and they answer a question about it. For example, 8 U.S.C. 1253(a)(1) is designated.

A request is refused if all that it designates is civil or tax administration, because no other wording makes a civil
matter a criminal one. If it designates a criminal statute as well, it is returned. The paragraph allows disclosure
solely for the criminal matter, and a new request can designate that alone.

The clause also allows "the case of a missing or exploited child". Such a matter needs no statute.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import narwhals as nw

from withhold.law.citations import Citation, NotOneCitation, parse_citation
from withhold.law.pack import Check, Element, Fact, Mark, fault_is, other_fault
from withhold.law.parameters import Parameters
from withhold.law.tables import Section, read_table
from withhold.law.us_irc_6103_i_2.elements.matter.designations import Designation, read_designations
from withhold.law.us_irc_6103_i_2.elements.matter.us_code import provisions_of, sections_of
from withhold.model.errors import Code, Unreadable
from withhold.model.vocabulary import Outcome

DESIGNATED, UNCERTAIN, CHILD, BARRED, OTHER = "designated", "uncertain", "child", "barred", "other"
"""What a request designates: criminal statutes, what may not be one, the case of a child, what is barred, or nothing.
The first three meet the element."""

CRIMINAL = "criminal"
_LONGEST_RANGE = 20
_APPENDIXES = frozenset({5, 11, 18, 28, 40, 46, 49, 50})
_CHILD = re.compile(
    r"(?:26 ?u\.?s\.?c\.? ?(?:§ ?)?6103 ?\(i\)\(1\)\(a\)(?:\(i{1,3}\))?[:;,.-]? ?)?"
    r"(?:(?:the )?(?:case|matter|investigation) (?:of|about|involving|pertaining to) )?(?:an? )?"
    r"(?:missing|exploited)(?: ?(?:/|or|and|and/or) ?(?:missing|exploited))? "
    r"(?:child|children|child\(ren\)|minors?)(?: (?:case|matter|investigation))?\.?",
    re.IGNORECASE | re.ASCII,
)

Provisions = dict[Citation, str]


def read_statutes(path: Path) -> tuple[Provisions, frozenset[int]]:
    """Return provisions, each CRIMINAL or BARRED, and the titles that are barred completely.

    Raises Unreadable if an entry is malformed.
    """
    whole = Section(path.name, read_table(path), "statutes")
    provisions: Provisions = {}
    for standing in (CRIMINAL, BARRED):
        for number, entry in enumerate(whole.sections(standing), start=1):
            place = f"{standing} {number}.cite"
            provision = _citation(path.name, place, entry.text("cite"))
            entry.text("heading")
            entry.close()
            if provision in provisions:
                raise Unreadable(Code.CITATION_GIVEN_TWICE, file=path.name, column=place)
            provisions[provision] = standing
    titles = set()
    for entry in whole.sections("barred_title"):
        titles.add(entry.number("title", 1, 54))
        entry.text("heading")
        entry.close()
    whole.close()
    return provisions, frozenset(titles)


def _citation(file: str, place: str, cite: str) -> Citation:
    try:
        return parse_citation(cite)
    except NotOneCitation as error:
        raise Unreadable(error.code, file=file, row=None, column=place, **error.values) from error


_PROVISIONS, _BARRED_TITLES = read_statutes(Path(__file__).parents[2] / "statutes.toml")


@lru_cache(maxsize=4096)
def designation_of(statute: str) -> str:
    """Return DESIGNATED, UNCERTAIN, CHILD, BARRED or OTHER, for the text of a request."""
    if _CHILD.fullmatch(" ".join(statute.split())):
        return CHILD
    reading = read_designations(statute)
    judged = {_judged(each) for each in reading.designations}
    if judged == {BARRED}:
        return BARRED
    if not judged or judged & {BARRED, OTHER} or not reading.decided:
        return OTHER
    return DESIGNATED if judged == {DESIGNATED} and reading.complete else UNCERTAIN


def _judged(designation: Designation) -> str:
    title, section = designation.first.title, designation.first.section.lower()
    if title in _BARRED_TITLES:
        return BARRED
    if designation.appendix:  # the table of sections has no appendixes
        return UNCERTAIN if title in _APPENDIXES else OTHER
    provisions = _provisions(designation)
    standings = {_standing(each) for each in provisions}
    if standings == {BARRED}:
        return BARRED
    if not provisions or BARRED in standings:
        return OTHER
    as_written = len(provisions) > 1 or provisions[0].section == section
    sure = as_written and len(provisions) <= _LONGEST_RANGE
    return DESIGNATED if sure and standings == {CRIMINAL} else UNCERTAIN


def _provisions(designation: Designation) -> tuple[Citation, ...]:
    """Return the provisions that exist of those that are designated."""
    newer = Citation(designation.first.title, designation.first.section.lower())
    return provisions_of(designation) or ((newer,) if newer in _PROVISIONS and not designation.last else ())


def _has_barred(designation: Designation) -> bool:
    barred_title = designation.first.title in _BARRED_TITLES
    return barred_title or any(_standing(each) == BARRED for each in _provisions(designation))


def _standing(provision: Citation) -> str:
    """Return CRIMINAL or BARRED, by the longest listed provision that covers this one. "" if neither is known."""
    for depth in range(len(provision.subsections), -1, -1):
        if found := _PROVISIONS.get(Citation(provision.title, provision.section, provision.subsections[:depth])):
            return found
    return CRIMINAL if sections_of(provision.title).get(provision.section) else ""


def statute_fault(statute: str, designation: str) -> str:
    """Return what is wrong with a statute of this designation: a fault that a check names, or "" if nothing is."""
    if designation not in (BARRED, OTHER):
        return ""
    if designation == BARRED:
        return BARRED
    reading = read_designations(statute)
    if not reading.designations or not reading.decided:
        return "none"
    return "mixed" if any(map(_has_barred, reading.designations)) else "section"


def _uncertain(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("statute_designation") == UNCERTAIN


ASKED: Mapping[str, Callable[[Mapping[str, str]], bool]] = {
    "the request designates a statute": lambda request: designation_of(request["statute"]) != CHILD,
    "the request designates a provision that is not known to be criminal, or leaves open what else it designates": (
        lambda request: designation_of(request["statute"]) == UNCERTAIN
    ),
    "the request is about a missing or exploited child, and designates no statute": (
        lambda request: designation_of(request["statute"]) == CHILD
    ),
}
"""Conditions under which a question is asked about a request, as `questions.toml` names them."""

FACTS = (
    Fact("statute_designation", ("statute",), str, designation_of),
    Fact("statute_fault", ("statute", "statute_designation"), str, statute_fault),
)

CHECKS = (
    Check(
        "statute_none",
        "No statute is designated",
        "Cite each federal criminal statute by title and section, for example 18 U.S.C. 1343.",
        other_fault("statute_fault", "section", "mixed", BARRED),
    ),
    Check(
        "statute_section",
        "A section that does not exist",
        "Check each title and section: the United States Code has no such section.",
        fault_is("statute_fault", "section"),
    ),
    Check(
        "statute_mixed",
        "A civil or tax provision beside a criminal one",
        "Leave out civil provisions and title 26. The item may be used in the criminal matter only.",
        fault_is("statute_fault", "mixed"),
    ),
    Check(
        "statute_civil",
        "Only civil provisions or tax administration",
        "No change cures this: the statutes cited are civil or of title 26.",
        fault_is("statute_fault", BARRED),
        refuses=True,
    ),
)

ELEMENT = Element(
    id="statute",
    title="A specifically designated federal criminal statute, or the case of a missing or exploited child",
    citation="26 U.S.C. 6103(i)(1)(A)(i), (i)(2)(B)(iii)",
    cure="Cite each federal criminal statute that the matter rests on by title and section of the United States Code, "
    "for example 18 U.S.C. 1343 or 8 U.S.C. 1253(a)(1), and check that the section exists. Leave out civil provisions "
    "and title 26: the item may be used in the criminal matter only. A matter that rests on nothing else cannot be "
    "cured here. For the case of a missing or exploited child, write only: missing or exploited child.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("statute_fault",),
)

MARKS = (
    Mark(
        id="statute_uncertain",
        element="statute",
        title="Not known to be criminal, or open what else is meant",
        text=(
            "The statute cites a provision that is not known to be criminal, or leaves open what else is meant. See"
            " whether the matter rests on a federal criminal statute that the request designates."
        ),
        applies=_uncertain,
        reads=("statute_designation",),
    ),
)
