"""Absences in other words, cases, signs and letters, bare or dressed as a street."""

import random
from collections.abc import Callable, Sequence

from tools.quality import absences as a
from tools.quality import streets
from tools.quality.places import draw
from tools.quality.sound import Cells, at, number

Make = Callable[[random.Random], Cells]

LOOK_ALIKE = dict(zip("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ", strict=True))
"""Latin letters and the Cyrillic ones that look the same."""
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"]


def varied(r: random.Random, text: str) -> str:
    """Another case, spacing or punctuation of the same words."""
    shapes: list[Callable[[str], str]] = [
        str,
        str,
        str.upper,
        str.lower,
        lambda s: f"{s}.",
        lambda s: f"({s})",
        lambda s: f"*{s}*",
        lambda s: f"- {s} -",
        lambda s: s.replace(" ", "_"),
        lambda s: s.replace(" ", "-"),
        lambda s: s.replace(" ", "  "),
        lambda s: f"{s}!!",
        lambda s: s.replace(" ", ""),
        lambda s: f'"{s}"',
        lambda s: f"{s}, {s}",
        lambda s: f"{s} {s}",
        lambda s: f"**{s.upper()}**",
        lambda s: " ".join(s.replace(" ", "")),
        lambda s: s.replace("o", "0").replace("O", "0"),
        str.title,
        str.swapcase,
    ]
    return r.choice(shapes)(text)


def words(texts: Sequence[str]) -> Make:
    """One of the texts, varied, at a real place."""
    return lambda r: at(draw(r), varied(r, r.choice(texts)))


def with_number(texts: Sequence[str]) -> Make:
    """One of the texts with a number before, behind or within: in the spirit of "Don't Care 12345"."""

    def make(r: random.Random) -> Cells:
        place, text = draw(r), r.choice(texts)
        n = r.choice([number(r), place.zip, f"{r.randint(10000, 99999)}", f"{place.zip}-{r.randint(1000, 9999)}"])
        return at(
            place,
            varied(
                r, r.choice([f"{text} {n}", f"{text} {n}", f"{n} {text}", f"{text} #{n}", f"{text}, {place.city} {n}"])
            ),
        )

    return make


def streetlike(r: random.Random) -> Cells:
    """A number, a word for an absence, a suffix."""
    suffix = r.choice([each for each in streets.COMMON_SUFFIXES if each != "Way"])  # "Your Way" may well be a street
    line = f"{number(r)} {r.choice(['', '', '', 'N ', 'West '])}{r.choice(a.ABSENT_WORDS)} {suffix}{r.choice(['', '', '', ' Apt 1', ' Unit B'])}"
    return at(draw(r), r.choice([str, str, str.upper, str.lower])(line))


def disguised(r: random.Random, disguise: Callable[[str], str]) -> Cells:
    """An absence with its letters disguised, bare or like a street."""
    text = r.choice([w for w in a.PLACEHOLDERS + a.REFUSALS if sum(c.isalpha() for c in w) >= 4])
    absent = r.choice([w for w in a.ABSENT_WORDS if len(w) >= 4])
    line = r.choice(
        [
            disguise(text),
            f"{disguise(text)} {number(r)}",
            f"{number(r)} {disguise(absent)} {r.choice(['St', 'Ave', 'Rd'])}",
        ]
    )
    return at(draw(r), line)


def homoglyph(r: random.Random) -> Cells:
    """Cyrillic letters, wide letters, or digits for letters."""
    kinds: list[Callable[[str], str]] = [
        lambda s: "".join(LOOK_ALIKE.get(c, c) for c in s),
        lambda s: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in s),
        lambda s: s.translate(str.maketrans({"o": "0", "i": "1", "e": "3", "O": "0", "a": "4"})),
        lambda s: "".join(c + "\u0301" if c in "aeiou" else c for c in s),
    ]
    return disguised(r, r.choice(kinds))


def zero_width(r: random.Random) -> Cells:
    """Signs without width between the letters."""
    sign = r.choice(INVISIBLE)
    return disguised(r, lambda s: "".join(c + sign if r.random() < 0.4 or k == 0 else c for k, c in enumerate(s)))


def split_lines(r: random.Random) -> Cells:
    """The absence on the first line, a number or suffix on the second, so that together they look like a street."""
    text = r.choice(a.PLACEHOLDERS[:80] + a.REFUSALS)
    return at(
        draw(r),
        *r.choice(
            [
                (text, number(r)),
                (number(r), text),
                (text, f"Apt {number(r)}"),
                (text, f"{number(r)} {text} St"),
                (text, "Street"),
                (f"{number(r)} {text}", "Ave"),
            ]
        ),
    )
