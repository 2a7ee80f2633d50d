"""House and box numbers in words, such as ``TWENTY-ONE`` and ``NINE TWELVE`` (Publication 28 allows words)."""

from typing import Final

_ONES: Final = (
    "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN"
    " EIGHTEEN NINETEEN"
)
_TENS: Final = "TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY"
_VALUES: Final = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
}

_COUNTED_WORDS: Final = (
    "ACRE BIT BRIDGES BROTHERS BUTTES CANYONS CHIMNEYS CORNERS CREEKS ELMS FALLS FINGERS FOOT FORKS GABLES "
    "HILLS ISLANDS LAKES LAKE LICKS MILE MILES MILLS NOTCH OAKS OCLOCK PENNY PINES POINT POINTS PONDS RIVERS "
    "ROD RUN SISTERS SPRINGS STAR TREES TURKEYS WAY WELLS WELL WOOD"
)
_COUNTED: Final = frozenset(_COUNTED_WORDS.split())
"""Words that a number counts as part of a street's name, as in ``FIVE POINTS RD``."""


def starts_spelled(line: str) -> bool:
    """Return whether a folded line begins with a number in words."""
    return line.partition(" ")[0].partition("-")[0] in _VALUES


def split_spelled(line: str) -> tuple[str, int, list[str]]:
    """Return the number in digits, how many words it has, and the words after it. ``("", 0, words)`` if there is none.

    Numbers side by side are read as people say them: ``TWENTY TWO ELEVEN`` is 2211. The last word is left to the
    street's name if it counts what follows, as in ``FORTY FIVE POINTS RD``. A single letter may end the number.
    """
    words = line.replace("-", " ").split()
    end = 0
    while end < len(words) and (words[end] in _VALUES or (end and words[end] == "HUNDRED")):
        end += 1
    if end and words[end : end + 1] and words[end] in _COUNTED:
        end -= 1
    number = _digits(words[:end])
    if end and line.split()[0].endswith(f"-{words[end]}" if len(words) > end else "-") and len(words[end]) == 1:
        return f"{number}{words[end]}", end, words[end + 1 :]
    return number, end, words[end:]


def _digits(words: list[str]) -> str:
    """Return the number that the words say, "" for no words."""
    numbers: list[int] = []
    open_tens = open_hundred = False
    for word in words:
        if word == "HUNDRED":
            numbers[-1] *= 100
            open_tens, open_hundred = False, True
            continue
        value = _VALUES[word]
        if (open_tens and value < 10) or open_hundred:
            numbers[-1] += value
        else:
            numbers.append(value)
        open_tens, open_hundred = value >= 20, False
    return "".join(map(str, numbers))
