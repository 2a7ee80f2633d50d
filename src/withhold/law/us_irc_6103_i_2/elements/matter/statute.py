"""(i)(1)(A)(i), (i)(2)(B)(iii): a specifically designated federal criminal statute, not tax administration.

The designated statutes and the barred provisions are data, in `statutes.toml`. A request is returned if its citation is
not listed or is not exactly one provision. It is refused if the provision is civil or tax administration, because no
other wording makes a civil matter a criminal one. For example, 8 U.S.C. 1253(a)(1) is designated.
"""

from functools import lru_cache
from pathlib import Path

import narwhals as nw

from withhold.law.citations import Citation, NotOneCitation, parse_citation
from withhold.law.pack import Element, Fact
from withhold.law.parameters import Parameters
from withhold.law.tables import Section, read_table
from withhold.model.errors import Code, Unreadable
from withhold.model.vocabulary import Outcome

DESIGNATED, BARRED, OTHER = "designated", "barred", "other"

Provisions = dict[Citation, str]


def read_statutes(path: Path) -> tuple[Provisions, frozenset[int]]:
    """Return provisions, each DESIGNATED or BARRED, and the titles that are barred completely.

    Raises Unreadable if an entry is malformed.
    """
    whole = Section(path.name, read_table(path), "statutes")
    provisions: Provisions = {}
    for standing in (DESIGNATED, BARRED):
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
    """Return ``designated``, ``barred`` or ``other``, by the longest listed provision that covers the citation."""
    try:
        cited = parse_citation(statute)
    except NotOneCitation:
        return OTHER
    if cited.title in _BARRED_TITLES:
        return BARRED
    for depth in range(len(cited.subsections), -1, -1):
        if found := _PROVISIONS.get(Citation(cited.title, cited.section, cited.subsections[:depth])):
            return found
    return OTHER


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("statute_designation") != DESIGNATED


def _barred(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("statute_designation") == BARRED


FACTS = (Fact("statute_designation", ("statute",), str, designation_of),)

ELEMENT = Element(
    id="statute",
    title="A specifically designated federal criminal statute",
    citation="26 U.S.C. 6103(i)(1)(A)(i), (i)(2)(B)(iii)",
    cure="Cite the one federal criminal statute the matter rests on, down to the subsection if the list has one, "
    "for example 8 U.S.C. 1253(a)(1). A civil provision or tax administration cannot be cured here.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("statute_designation",),
    barred=_barred,
)
