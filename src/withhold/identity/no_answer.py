"""Words that people and programs write in place of an answer. `identity.names` and `law.placeholders` use this list.

For example, a program writes ``N/A`` or ``nan`` for an empty cell, and a clerk writes ``None`` or ``NMN``. In place of
a middle name or a suffix, such a word counts as absent. In place of a first or last name, it never agrees.
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
"""In folded form. Anywhere in a text, even joined or spaced out, they mean that there is no answer."""

WHOLE: Final = (
    "DECLINED", "DITTO", "DUMMY", "EMPTY", "MISSING", "NINGUNA", "NINGUNO", "NONE", "NOTHING", "NULL", "PENDIENTE",
    "PENDING", "PLACEHOLDER", "REDACTED", "REFUSED", "REHUSO", "SKIPPED", "TBA", "TBD", "TBP", "UKNOWN", "UNAVAILABLE",
    "UNDEFINED", "UNK", "UNKN", "UNKNOW", "UNKNWON", "UNKOWN", "UNSPECIFIED", "WITHHELD",
)  # fmt: skip
"""In folded form. They mean that there is no answer only if they are the whole text."""

_NO_PART: Final = (
    "NMN", "NMI", "NMNI", "NO MN", "NO MI", "NO MIDDLE", "NO MIDDLE NAME", "NO MIDDLE INITIAL", "NO SECOND NAME",
    "NO SUFFIX", "NONE GIVEN", "NONE KNOWN", "NONE LISTED", "NONE PROVIDED", "NONE STATED", "NO ANSWER", "NO DATA",
    "NO INFO", "NO INFORMATION", "NO RECORD", "NO RESPONSE", "LEFT BLANK", "NO APLICA", "NO CONSTA", "NO TIENE",
    "SIN DATOS", "SIN SEGUNDO NOMBRE", "XX",
)  # fmt: skip
"""In folded form. As a middle name or a suffix, they mean that the person has none."""

UNCERTAIN: Final = frozenset({"BLANK", "N A", "NA", "NADA", "NAN", "NIL", "NO", "OTHER", "SAME", "TEST"})
"""In folded form. Usually fillers, but also true names, such as Nan, Na and No. See `corroborate` for their effect."""

_SLASHED: Final = re.compile(r"\W*n\s*[/\\]\s*a\W*|<nan?>", re.IGNORECASE)
_NOT_A_NUMBER: Final = ("nan", "NaN", "NaT")
"""The spellings that programs write for an empty cell. ``Nan``, as a person writes it, is a name."""

_ANYWHERE_SQUASHED: Final = re.compile("|".join(text.replace(" ", "") for text in ANYWHERE))
_WHOLE_SQUASHED: Final = frozenset(text.replace(" ", "") for text in (*WHOLE, *_NO_PART))


def is_filler(text: str) -> bool:
    """Return whether a part of a name, as written, is a word in place of an answer.

    Empty text is not a filler, because nobody wrote it. A single letter is an initial, so it is not a filler. A single
    digit is not one either (see `names.canonical_suffix`).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _NOT_A_NUMBER or _SLASHED.fullmatch(plain):
        return True
    words = fold_words(text).split()
    return any(map(_means_none, {"".join(words), *(words[:1] if len(set(words)) == 1 else ())}))


def _means_none(squashed: str) -> bool:
    repeated = len(squashed) > 2 and squashed[0] in "0X" and not squashed.strip(squashed[0])
    return repeated or squashed in _WHOLE_SQUASHED or _ANYWHERE_SQUASHED.search(squashed) is not None
