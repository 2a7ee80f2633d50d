"""Fold text so that nothing is hidden in it.

Letters that look Latin become Latin, and invisible characters are removed. For example, a Cyrillic letter that looks
like an A becomes A. The last step is the one that canonical names go through, so a folded text can be searched for
names.
"""

import re

from withhold.identity.names import canonical_name
from withhold.law.lookalikes import LOOKALIKES

# Soft hyphen, Mongolian separator, zero-width and direction marks, invisible operators, byte-order mark.
_UNSEEN = ((0xAD, 0xAD), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0xFEFF, 0xFEFF))
_FOLDS = LOOKALIKES | {code: None for first, last in _UNSEEN for code in range(first, last + 1)}
# What is neither Latin, nor punctuation, nor a compatibility form of either. A name in such letters counts as not
# given. In prose they are removed, so that inserting them does not make one text look like two.
_FOREIGN = re.compile("[^\\x00-\u036f\u1e00-\u1eff\u2000-\u214f\ufb00-\ufb06\uff00-\uff5e\U0001d400-\U0001d7ff]")


def fold(text: str) -> str:
    """Return the text in A-Z, 0-9 and single spaces. "" if nothing is left."""
    return canonical_name(text if text.isascii() else _FOREIGN.sub("", text.translate(_FOLDS)))
