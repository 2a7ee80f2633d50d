"""Ids: their types, which texts can be an agency's or a person's, and when two texts are spellings of the same one."""

import re
import unicodedata
from typing import Final, NewType

PersonId = NewType("PersonId", str)
"""Of an accredited person, or ``withhold`` for rules and jobs; "" for a record subject, who is not known by one."""

AgencyId = NewType("AgencyId", str)
"""Of a requesting agency, or ``CUSTODIAN``."""

CUSTODIAN: Final = AgencyId("")
"""In the place of an agency's id: the actor is on the custodian's side."""

BatchDigest = NewType("BatchDigest", str)
"""Hex SHA-256 of a batch's file, which is the batch's id."""

CaseId = NewType("CaseId", str)
"""Of a case: made of the batch's digest and the row."""

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""An id appears in web addresses, in key names and on the ledger, so it is plain ASCII."""

RESERVED: Final = frozenset({"withhold"})
"""Folded ids that no person may have: rules and jobs act under this name."""


_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and symbols that are drawn as nothing: Hangul fillers, the blank Braille pattern, the null notehead."""


def is_id(text: str) -> bool:
    """Whether the text can be the id of an agency or a person."""
    return ID.fullmatch(text) is not None and folded(text) not in RESERVED


def folded(text: str) -> str:
    """The one form that every spelling of an id or a name shares. For looking up, never for display.

    Compatibility forms (full-width letters, for example) become plain ones, every dash becomes a hyphen, invisible
    characters go, letters are folded to one case, and any run of white space becomes one space (Unicode TR 15, TR 31).
    """
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join("-" if _is_dash(each) else each for each in plain if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFKC", " ".join(seen.casefold().split()))


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: white space, marks with nothing under them, fillers, no character."""
    return all(each in _FILLERS or unicodedata.category(each)[0] in "ZCM" for each in text)


def _is_dash(character: str) -> bool:
    return unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}"
