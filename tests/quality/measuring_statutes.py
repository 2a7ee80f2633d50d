"""What the element ``statute`` makes of every section of the United States Code that the pack knows."""

from collections import Counter
from collections.abc import Iterator, Sequence

from withhold.law.us_irc_6103_i_2.elements.matter.statute import BARRED, DESIGNATED, OTHER, UNCERTAIN, designation_of
from withhold.law.us_irc_6103_i_2.elements.matter.us_code import sections_of

SPELLINGS = (
    "{t} U.S.C. {s}",
    "{t} USC § {s}(a)(1)",
    "Title {t}, United States Code, Section {s}",
    "section {s} of title {t}",
)
OUTCOMES = (DESIGNATED, UNCERTAIN, OTHER, BARRED)
_PART_ONE, _TAX = 2725, 26
_CIVIL = ("1182", "1226", "1227", "1229a", "1231", "1357")


def statutes() -> Iterator[tuple[str, int, list[int]]]:
    """Return each group of provisions, how many it has, and how many requests have each of OUTCOMES."""
    for name, provisions in _groups():
        texts = (each.format(t=title, s=section) for title, section in provisions for each in SPELLINGS)
        found = Counter(map(designation_of, texts))
        yield name, len(provisions), [found[each] for each in OUTCOMES]


def _groups() -> Iterator[tuple[str, Sequence[tuple[int, str]]]]:
    every = [(title, section, known) for title in range(1, 55) for section, known in sections_of(title).items()]
    first = set(range(1, _PART_ONE + 1))
    crimes = [(t, s) for t, s, _ in every if t == 18 and _number(s) in first]
    yield "Title 18, part I", crimes
    others = [each for each in every if each[:2] not in crimes and each[0] != _TAX and not _civil(*each[:2])]
    yield "criminal or plausibly so, in other places", [(t, s) for t, s, known in others if known]
    yield "not known to be criminal", [(t, s) for t, s, known in others if not known]
    yield (
        "numbers that Title 18, part I does not have",
        [(18, str(n)) for n in sorted(first - {_number(s) for _, s in crimes})],
    )
    yield "listed civil provisions", [(8, each) for each in _CIVIL]
    yield "title 26", [(t, s) for t, s, _ in every if t == _TAX]


def _civil(title: int, section: str) -> bool:
    return title == 8 and section in _CIVIL


def _number(section: str) -> int:
    return int("".join(each if each.isdecimal() else " " for each in section).split()[0])
