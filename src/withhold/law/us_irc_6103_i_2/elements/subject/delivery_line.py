"""Decide whether a delivery line sets forth an address, or has other text in its place.

The shape comes first: a house number and a street's name, a box, or a route. Then come the words (`street_words`). A
word such as "Unknown" may name a street, because such roads exist: "2205 Unknown Creek Rd" and "410 Unknown Rd" are
accepted. If the house number is one that templates use, or if several words are fillers, the request is returned. For
example, "123 Test St" and "500 Sample Address Rd" are not accepted.
"""

import re
from functools import lru_cache

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.identity.lines.house import STREET_FIRST
from withhold.identity.postal import DIRECTIONS, SUFFIXES, UNITS
from withhold.law.folding import fold
from withhold.law.placeholders import (
    FILLERS,
    is_disguised,
    is_refusal,
    refuses_before,
    says_unknown,
    without_true_names,
)
from withhold.law.us_irc_6103_i_2.elements.subject.line_faults import (
    BESIDE,
    FILLER,
    MARK,
    NUMBER,
    PLACE,
    fault_of_shape,
    is_fault,
)
from withhold.law.us_irc_6103_i_2.elements.subject.other_texts import (
    is_abroad_behind,
    is_elsewhere,
    is_other,
    is_spoken,
)
from withhold.law.us_irc_6103_i_2.elements.subject.street_words import COMPLETE, is_filler, judge_street

WHOLE, GENERAL = "whole", "general delivery"
_NUMBERED = re.compile("(0*[1-9][0-9]{0,5}) (?=[A-Za-z])(?![Bb][Ll])")
_TEMPLATE_NUMBER = re.compile(r"0*(?:1|1000?0?|12345?6?|123|([0-9])\1{2,4})")
_ONE_DIGIT = re.compile(r"([0-9])\1{5}")
_NO_TEMPLATE = "2"
_KEPT = 1 << 17
_MEANING = frozenset((*SUFFIXES, *DIRECTIONS, *UNITS, *FILLERS, *STREET_FIRST))
_PLAIN_SUFFIXES = frozenset(SUFFIXES).difference(DIRECTIONS, UNITS, FILLERS)
_refuses_before_suffix = refuses_before(_PLAIN_SUFFIXES)
_COUNTRY = frozenset(("USA", "US", "UNITED", "STATES", "AMERICA", "ZIP", "CODE"))


def read_line(line1: str, line2: str) -> str:
    """Return ``WHOLE``, ``GENERAL``, the words of a street without a suffix, for `is_place` to check, or a fault.

    A second line such as "N/A" is left out. With such a first line, the result is a fault, whatever the second line is.
    """
    # The house number becomes 1 if templates use it, 0 if it is six times one digit, else 2. So a street is parsed
    # once, not once for each of its houses.
    if (found := _NUMBERED.match(line1)) and len(found[1]) < 7:
        number = (
            "1" if _TEMPLATE_NUMBER.fullmatch(found[1]) else "0" if _ONE_DIGIT.fullmatch(found[1]) else _NO_TEMPLATE
        )
        rest = line1[found.end() :]
        if number == _NO_TEMPLATE and not line2 and _is_plain(*rest.split(" ", 1)):
            return WHOLE
        line1 = f"{number} {rest}"
    return _line(line1, line2)


def _is_plain(name: str, suffix: str = "") -> bool:
    """Return whether `_line` accepts one word and a suffix behind a house number. False if that is not certain.

    Most streets are of this kind. It is certain of a word that means nothing in any list, alone or with a suffix.
    """
    return suffix.isascii() and suffix.upper() in _PLAIN_SUFFIXES and _is_plain_name(name)


@lru_cache(maxsize=_KEPT)
def _is_plain_name(name: str) -> bool:
    word = name.upper()
    return (
        name.isascii()
        and name.isalpha()
        and len(word) > 2
        and word not in _MEANING
        and not _refuses_before_suffix(word)
        and _line(f"{_NO_TEMPLATE} {word} ST", "") == WHOLE
    )


@lru_cache(maxsize=_KEPT)
def _line(line1: str, line2: str) -> str:
    first = without_true_names(fold(line1))
    if is_refusal(first) or is_filler(first) or is_disguised(line1, first) or _ends_twice(first):
        return FILLER
    if is_other(line1):
        return PLACE
    other = fold(line2) if line2 else ""
    if is_abroad_behind(other):
        return BESIDE
    second = "" if not other or is_refusal(without_true_names(other)) or is_filler(other) else line2
    found = parse_delivery(line1, second)
    if found is None:
        return fault_of_shape(line1, first) if first else fault_of_shape(line2, other)
    if found.note and _is_no_note(found.note):
        return BESIDE
    if found.kind == "general":
        return GENERAL
    if found.kind == "street":
        return _street(found, line1, first)
    return _box(found) if not says_unknown(first) else FILLER


def _is_no_note(note: str) -> bool:
    """Return whether what is beside the delivery says that it is none, or that it is abroad."""
    return is_filler(note) or says_unknown(note) or is_elsewhere(note)


def _ends_twice(folded: str) -> bool:
    """Return whether a line ends with one suffix twice, as in "33 hjkl rd rd"."""
    *_, before, last = ("", "", *folded.split())
    return before == last and last in SUFFIXES


def _box(found: Delivery) -> str:
    numbers = f"{found.route} {found.box}".split()
    given = not is_filler(" ".join(numbers[1:2])) and not any(set(number) <= set("0X") for number in numbers)
    return WHOLE if given else NUMBER


def _street(found: Delivery, line1: str, first: str) -> str:
    judged = judge_street(found)
    if judged == COMPLETE:
        # The first line is not made good by the second.
        return FILLER if says_unknown(first) and not says_unknown(found.street) else WHOLE
    if is_fault(judged):
        return judged
    if says_unknown(first):
        return FILLER
    return PLACE if is_spoken(line1, judged, found.note) else judged


def fault_of_reading(read: str, only_place: bool) -> str:
    """Return why a line, as `read_line` returns it, sets forth no address: a fault without its mark. "" if it does.

    ``only_place`` is whether the line is a street without a suffix that `is_place`.
    """
    if is_fault(read):
        return read.removeprefix(MARK)
    return PLACE.removeprefix(MARK) if only_place else ""


def is_place(line: str, city: str, state: str) -> bool:
    """Return whether a delivery line without a suffix only repeats city and state, as "60601 Chicago IL" does."""
    words = {word for word in line.split() if word.isalpha()}
    return (
        bool(words) and line not in (WHOLE, GENERAL) and words <= {*fold(city).split(), *fold(state).split(), *_COUNTRY}
    )
