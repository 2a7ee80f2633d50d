"""Parse one citation to the United States Code in its usual spellings.

A request must "specifically designate" one provision. For example, ``18 U.S.C. § 1343`` does. A range, a list, "et
seq." or a citation with other text before or after it does not, so it is not accepted.
"""

import re
from dataclasses import dataclass

from withhold.model.errors import Code, WithholdError

_CODE = r"(?:U\.? ?S\.? ?C\.?(?: ?A\.?| ?S\.?)?|U\.? ?S\.? Code|United States Code)"
_SIGN = r"(?:§ ?|section |sec\.? )"
_TITLE = r"(?P<title>[1-9][0-9]?)"
# A hyphen may follow a letter only (2000e-5): 1325-1326 is a range.
_SECTION = r"(?P<section>[1-9][0-9]{0,4}(?:[a-z]{1,2}(?:-[0-9]{1,3}[a-z]?)?)?)"
_DEEPER = r"(?P<deeper>(?: ?\( ?[a-z0-9]{1,5} ?\)){0,6})"
_SPELLINGS = tuple(
    re.compile(spelling + r"\.?", re.IGNORECASE | re.ASCII)
    for spelling in (
        rf"(?:title )?{_TITLE},? ?(?:of the )?{_CODE},? ?{_SIGN}?{_SECTION}{_DEEPER}",
        rf"title {_TITLE},? {_SIGN}{_SECTION}{_DEEPER}",
        rf"{_SIGN}{_SECTION}{_DEEPER},? of title {_TITLE}(?:,? (?:of the )?{_CODE})?",
    )
)
_LONGEST = 120
_INNER = re.compile(r"[a-z0-9]+", re.IGNORECASE | re.ASCII)


class NotOneCitation(WithholdError):
    """The text is not exactly one citation."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision: title, section, and subsections from the outside in. Letters are in lower case.

    Lower case is unambiguous. Within one section, (a) and (A) are never at the same depth, and no title has two
    sections that differ in case alone.
    """

    title: int
    section: str
    subsections: tuple[str, ...] = ()

    def within(self, other: "Citation") -> bool:
        """Return whether this is the other provision or a part of it. 1253(a)(1)(A) is within 1253(a)(1)."""
        return (self.title, self.section) == (other.title, other.section) and (
            self.subsections[: len(other.subsections)] == other.subsections
        )


def parse_citation(text: str) -> Citation:
    """Return the citation that a text is. Raises NotOneCitation on anything else. The message does not quote it."""
    flat = " ".join(text.split())
    if len(flat) > _LONGEST:
        raise NotOneCitation(Code.CITATION_TOO_LONG)
    for spelling in _SPELLINGS:
        if found := spelling.fullmatch(flat):
            deeper = tuple(part.lower() for part in _INNER.findall(found["deeper"]))
            return Citation(int(found["title"]), found["section"].lower(), deeper)
    raise NotOneCitation(Code.CITATION_NOT_ONE)
