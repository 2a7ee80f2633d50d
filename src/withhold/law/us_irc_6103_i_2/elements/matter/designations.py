"""Read what a request designates: one provision of the United States Code or several, as agencies write them.

For example, ``18 U.S.C. §§ 1341, 1343 and 1349``, ``18 USC 1961 et seq.``, ``sections 841(a)(1), 846 of title 21`` and
``wire fraud (18 U.S.C. § 1343); bank fraud (18 U.S.C. § 1344)`` each designate provisions. Whether a provision exists
is not known here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from withhold.law.citations import Citation


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.ASCII)


_TITLE = r"[1-9][0-9]?(?![0-9])"
_CODE = r"(?:U\.? ?S\.? ?C\.?(?: ?A\.?| ?S\.?)?(?![a-z])|(?:U\.? ?S\.? ?|United States )Code(?: Annotated| Service)?)"
_SIGN = r"(?:(?:Â?[§\ufffd] ?){1,2}|(?:sections?|sect?s?\.?|ss?\.?) ?)"
_NUMBER = r"[1-9][0-9]{0,5}(?:[a-z]{1,5}[0-9]{0,2}[a-z]?)?(?:-[0-9]{1,6}[a-z]{0,5}){0,3}(?![a-z0-9])"
_DEEP = r"(?: ?\( ?(?:[0-9]{1,4}[a-z]{0,2}|[a-z]{1,3}[0-9]{0,2}|[ivx]{4,6}) ?\))"
_HEADS = (
    _pattern(
        rf"(?<![a-z0-9])(?:title |t\.? ?)?(?P<title>{_TITLE})[,:-]? ?(?:of (?:the )?)?{_CODE}"
        rf"[,:-]? ?(?P<appendix>app(?:endix|x)?\b\.? ?)?{_SIGN}?(?=[1-9])"
    ),
    # Not in `Title 8, 18 U.S.C. 1343`: the second number is a title there.
    _pattern(rf"(?<![a-z0-9])title (?P<title>{_TITLE})[,:]? ?{_SIGN}?(?=[1-9])(?!{_TITLE} ?{_CODE})"),
    _pattern(rf"(?<![a-z0-9:])(?P<title>{_TITLE}):(?=[1-9])"),  # 18:1343, as courts write it
)
_UNTITLED = _pattern(
    rf"(?<![a-z0-9§(.-])(?:{_SIGN}(?=[1-9])|(?={_NUMBER}{_DEEP}*,? of (?:the )?title {_TITLE}))"
)  # the title follows
_TAIL = _pattern(
    rf",? (?:of (?:the )?)?(?:title (?P<title>{_TITLE})(?:,? (?:of the )?{_CODE})?|(?P<other>{_TITLE}) {_CODE})"
    rf"(?![,:]? ?{_SIGN}?[1-9])"
)
_SIGNS = _pattern(_SIGN)
_SECTION = _pattern(rf"(?![1-9][0-9]* ?(?:counts?\b|cts?\b|C\.? ?F\.? ?R\b|Stat\b)){_NUMBER}")
_DEEPER = _pattern(rf"{_DEEP}+")
_RANGE = _pattern(r" ?(?:-| to | through | thru ) ?")
_ONWARD = _pattern(r",? (?:et\.? ?seqq?\b|and following\b|ff\b)\.?")
_NAMED = _pattern(r" ?\([^()0-9]{2,80}\)")
_JOINT = _pattern(r"(?: ?[,;/&+]+ ?(?:(?:and/or|and|or|&) )?| (?:and/or|and|or|with|w/) )")
_INNER = _pattern(r"[a-z0-9]+")
_NUMBERED = _pattern(r"(?:^|(?<=[ ,;]))[0-9a-z]\)(?= )")
_UNDECIDED = _pattern(
    r"\b(?:unknown|undetermined|to be (?:determined|decided|confirmed)|tb[dc]|possibly|perhaps|maybe"
    r"|or (?:similar|other)|e\.?g|for (?:example|instance))\b|\?"
)
_OPEN = _pattern(r"[0-9]|\b(?:others?|similar|related|any|all|various|etc|not|no|nor|except|civil|administrative)\b")
_COUNTED = _pattern(r"[0-9]+ ?(?:counts?|cts?)\b|\b(?:counts?|cts?)\b\.? ?[0-9]+(?:-[0-9]+)?")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Designation:
    """One provision, or those from ``first`` to the section ``last``. A hyphen within a section is not resolved.

    For example, ``1325-1326`` is a range and ``2000e-5`` a section. Only a list of sections shows which.
    """

    first: Citation
    last: str | None = None
    appendix: bool = False
    """Whether the section is in an appendix of the title."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text designates, and whether the rest of the text changes that."""

    designations: tuple[Designation, ...]
    decided: bool
    """Whether the text is sound around its provisions. ``possibly 18 U.S.C. 1343`` and ``8 U.S.C. 1326(a`` are not."""
    complete: bool
    """Whether the rest is words that leave nothing open. ``18 U.S.C. 1343 and related offenses`` leaves open which."""


def read_designations(text: str) -> Reading:
    """Return the provisions that a text designates, in its order. A text without any designates none."""
    flat = _NUMBERED.sub(" ", " ".join(text.translate(_DASHES).split()))
    if len(flat) > _LONGEST:
        return Reading((), decided=False, complete=False)
    reader = _Reader(flat)
    while reader.seek():
        reader.read()
    around = " ".join(reader.rest)
    decided = _balanced(flat) and _UNDECIDED.search(around) is None
    return Reading(tuple(reader.found), decided, _OPEN.search(_COUNTED.sub("", around)) is None)


def _balanced(text: str) -> bool:
    """Return whether each parenthesis is closed, and none is empty."""
    depth = 0
    for each in text:
        depth += (each == "(") - (each == ")")
        if depth < 0:
            return False
    return depth == 0 and "()" not in text.replace(" ", "")


_Item = tuple[str, tuple[str, ...], str | None]
"""A section, its subdivisions, and the last section of the range that it begins, if it begins one."""


class _Reader:
    """Reads a text from left to right. ``found`` is what it designates, and ``rest`` is all other text."""

    def __init__(self, text: str) -> None:
        self.found: list[Designation] = []
        self.rest: list[str] = []
        self._text, self._at, self._start = text, 0, 0
        self._head: re.Match[str] | None = None

    def seek(self) -> bool:
        """Go to the next place where provisions may begin. Return False, with all that is left as rest, if none is."""
        found = [match for each in (*_HEADS, _UNTITLED) if (match := each.search(self._text, self._at))]
        first = min(found, key=re.Match.start, default=None)
        if first is None:
            self.rest.append(self._text[self._at :])
            return False
        self.rest.append(self._text[self._at : first.start()])
        self._start, self._at = first.span()
        self._head = None if first.re is _UNTITLED else first
        return True

    def read(self) -> None:
        """Read the provisions of one title that begin here."""
        items = list(self._items())
        title = self._head["title"] if self._head else None
        if not title and (tail := self._take(_TAIL)):
            title = tail["title"] or tail["other"]
        if not title or not items:  # a section of something else, such as `section 274 of the Act`
            self.rest.append(self._text[self._start : self._at])
            return
        appendix = self._head is not None and self._head.re is _HEADS[0] and self._head["appendix"] is not None
        for section, within, last in items:
            self.found.append(Designation(Citation(int(title), section, within), last, appendix))

    def _items(self) -> Iterator[_Item]:
        name = ""
        while True:
            section, deeper = self._take(_SECTION), self._take(_DEEPER)
            if section is None and (deeper is None or not name):
                return
            name = section[0] if section else name
            within = tuple(part.lower() for part in _INNER.findall(deeper[0])) if deeper else ()
            yield name, within, self._last()
            self._take(_ONWARD)
            if named := self._take(_NAMED):
                self.rest.append(named[0])
            before = self._at
            over = self._head is None and _TAIL.match(self._text, before)
            if over or self._take(_JOINT) is None or self._take_head():  # `seek` finds the head again
                self._at = before
                return
            self._take(_SIGNS)
            if not (_SECTION.match(self._text, self._at) or _DEEPER.match(self._text, self._at)):
                self._at = before
                return

    def _last(self) -> str | None:
        """Read the end of a range, if one follows: a section, or a subdivision, which makes no difference."""
        before = self._at
        if self._take(_RANGE):
            again = self._take_head()
            if again is None or (self._head and again["title"] == self._head["title"]):
                self._take(_SIGNS)
                if last := self._take(_SECTION):
                    self._take(_DEEPER)
                    return last[0]
                if self._take(_DEEPER):
                    return None
        self._at = before
        return None

    def _take_head(self) -> re.Match[str] | None:
        return next(filter(None, map(self._take, _HEADS)), None)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if found := pattern.match(self._text, self._at):
            self._at = found.end()
        return found
