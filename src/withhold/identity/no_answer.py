"""Words written in place of an answer. The one list: names are compared with it, and `law.placeholders` reads it.

For example a spreadsheet writes ``N/A`` or ``nan`` for an empty cell, and a clerk writes ``None`` or ``NMN``. Such a
word is not a name: it neither agrees nor differs.
"""

import re
import unicodedata
from typing import Final

from withhold.identity.folding import fold_words

ANYWHERE: Final = (
    "ADDRESS WITHHELD", "ANYTOWN", "CONFIDENTIAL", "DECLINED TO", "DESCONOCID", "DID NOT PROVIDE", "DO NOT CARE",
    "DO NOT KNOW", "DONT CARE", "DONT KNOW", "FAILED TO GIVE", "FAILED TO PROVIDE", "FAILURE TO PROVIDE",
    "INTENTIONALLY LEFT", "NO PROPORCIONAD", "NO SE SABE", "NOT APPLICABLE", "NOT AVAILABLE", "NOT DISCLOSED",
    "NOT GIVEN", "NOT KNOWN", "NOT LISTED", "NOT ON FILE", "NOT PROVIDED", "NOT REPORTED", "NOT STATED",
    "NOT SUPPLIED", "REDACTED", "REFUSED TO", "SAME AS ABOVE", "TO BE DETERMINED", "TO BE PROVIDED", "UNDELIVERABLE",
    "UNDETERMINED", "UNDISCLOSED", "UNKNOWN", "UNSPECIFIED", "WILL PROVIDE",
)  # fmt: skip
"""Folded. Found anywhere in a text, even run together or spaced out, they say that there is no answer."""

WHOLE: Final = (
    "DECLINED", "DITTO", "DUMMY", "EMPTY", "MISSING", "NINGUNA", "NINGUNO", "NONE", "NOTHING", "NULL", "PENDIENTE",
    "PENDING", "PLACEHOLDER", "REDACTED", "REFUSED", "REHUSO", "SKIPPED", "TBA", "TBD", "TBP", "UKNOWN", "UNAVAILABLE",
    "UNDEFINED", "UNK", "UNKN", "UNKNOW", "UNKNWON", "UNKOWN", "UNSPECIFIED", "WITHHELD",
)  # fmt: skip
"""Folded. They say so if they are the whole text."""

_NO_PART: Final = (
    "NMN", "NMI", "NMNI", "NO MN", "NO MI", "NO MIDDLE", "NO MIDDLE NAME", "NO MIDDLE INITIAL", "NO SECOND NAME",
    "NO SUFFIX", "NONE GIVEN", "NONE KNOWN", "NONE LISTED", "NONE PROVIDED", "NONE STATED", "NO ANSWER", "NO DATA",
    "NO INFO", "NO INFORMATION", "NO RECORD", "NO RESPONSE", "LEFT BLANK", "NO APLICA", "NO CONSTA", "NO TIENE",
    "SIN DATOS", "SIN SEGUNDO NOMBRE", "XX",
)  # fmt: skip
"""Of a middle name or a suffix alone."""

UNCERTAIN: Final = frozenset({"BLANK", "N A", "NA", "NADA", "NAN", "NIL", "NO", "OTHER", "SAME", "TEST"})
"""Folded. Usually fillers, but also true names, such as Nan, Na and No. See `corroborate` for what follows."""

_SLASHED: Final = re.compile(r"\W*n\s*[/\\]\s*a\W*|<nan?>", re.IGNORECASE)
_NOT_A_NUMBER: Final = ("nan", "NaN", "NaT")
"""As programs write an empty cell. A person writes Nan, which is a name."""

_ANYWHERE_SQUASHED: Final = re.compile("|".join(text.replace(" ", "") for text in ANYWHERE))
_WHOLE_SQUASHED: Final = frozenset(text.replace(" ", "") for text in (*WHOLE, *_NO_PART))


def is_filler(text: str) -> bool:
    """Whether a middle name or a suffix, as written, says that there is none. Empty text does not: nobody wrote it.

    A single letter is an initial, so it is no filler. A digit is none either: see `names.canonical_suffix`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _NOT_A_NUMBER or _SLASHED.fullmatch(plain):
        return True
    words = fold_words(text).split()
    return any(map(_says_none, {"".join(words), *(words[:1] if len(set(words)) == 1 else ())}))


def _says_none(squashed: str) -> bool:
    repeated = len(squashed) > 2 and squashed[0] in "0X" and not squashed.strip(squashed[0])
    return repeated or squashed in _WHOLE_SQUASHED or _ANYWHERE_SQUASHED.search(squashed) is not None
