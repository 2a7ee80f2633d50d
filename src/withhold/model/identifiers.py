"""Ids: their types, which texts can be one, and which texts are spellings of the same one."""

import re
import unicodedata
from typing import Final, NewType

PersonId = NewType("PersonId", str)
"""The id of an accredited person. It is ``withhold`` for rules and jobs, and "" for a record subject."""

AgencyId = NewType("AgencyId", str)
"""The id of a requesting agency, or ``CUSTODIAN``."""

CUSTODIAN: Final = AgencyId("")
"""Takes the place of an agency's id if the actor is on the custodian's side."""

BatchDigest = NewType("BatchDigest", str)
"""Hex SHA-256 of a batch's file, which is the batch's id."""

CaseId = NewType("CaseId", str)
"""The id of a case: the first 16 digits of its batch's digest, a hyphen and the row, as in ``0f1e2d3c4b5a6978-12``."""

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""The form of an id. It is plain ASCII, because an id appears in URLs, in the names of keys and on the ledger."""

RESERVED: Final = frozenset({"withhold"})
"""Folded ids that no agency and no person may have. Rules and jobs act under this name."""

_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""Letters and symbols that are invisible: Hangul fillers, the blank Braille pattern, the null notehead."""


def is_id(text: str) -> bool:
    """Whether the text can be the id of an agency or a person."""
    return ID.fullmatch(text) is not None and folded(text) not in RESERVED


def folded(text: str) -> str:
    """Return the one form that all spellings of an id or a name share. It is for look-ups, not for display.

    Compatibility forms, for example full-width letters, become plain ones. Every dash becomes a hyphen. Invisible
    format characters are removed. Letters are case-folded. A run of white space becomes one space. For example,
    ``Bureau  OF Examples`` becomes ``bureau of examples``.

    Source: Unicode Standard Annexes 15 and 31.
    """
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join("-" if _is_dash(each) else each for each in plain if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFKC", " ".join(seen.casefold().split()))


def is_blank(text: str) -> bool:
    """Whether nothing of the text is visible: it is empty, or it has only white space, marks and fillers."""
    return all(each in _FILLERS or unicodedata.category(each)[0] in "ZCM" for each in text)


def _is_dash(character: str) -> bool:
    return unicodedata.category(character) == "Pd" or character == "\N{MINUS SIGN}"
