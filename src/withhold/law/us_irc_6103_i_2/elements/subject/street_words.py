"""Decide whether the words of a street name one, or are fillers between a number and a suffix."""

import re

from withhold.identity.delivery import Delivery
from withhold.identity.lines.house import BUILDINGS, STREET_FIRST, ends_complete
from withhold.identity.postal import DIRECTIONS, GENERIC, SUFFIXES
from withhold.law.placeholders import FILLERS, NEVER, is_one_letter, is_talk, without_true_names
from withhold.law.us_irc_6103_i_2.elements.subject.line_faults import BESIDE, FILLER, NUMBER, PLACE, STREET
from withhold.law.zips import STATES

COMPLETE = "complete"
_TEMPLATE_NUMBERS = re.compile(r"1|1000?0?|12345?6?|123|([0-9])\1{2,4}")
_LONGEST_BARE = 5
_LONGEST_SHORT = 4
"""Letters of a word that may begin a true name although it is never one alone, as in ``NA PALI HWY``."""
_CITED = re.compile(r"(?:US ?C|U S C)\b")
_BLOCK = re.compile(r"[A-Z0-9]* ?\b(?:BLOCK|BLK) OF\b|(?:BLOCK|BLK) (?!IS |HOUSE)")
_SYLLABLES = re.compile(r"\b(?!I+\b)([A-Z]{1,3})\1{2,}\b|\b[B-DF-HJ-NP-TV-XZ]{5,}\b")
_MASKED = re.compile(r"\bX+[0-9]+\b")
_UNSPOKEN = re.compile(r"(?=(?:.*[JKQVXZ]){2})[BCDFGHJKLMNPQRSTVWXZ]{4,}")
_CITY_BEHIND = re.compile(rf" (?:{'|'.join(sorted(STATES))}) [0-9]{{5}}(?: [0-9]{{4}})?$")
_MARKS = GENERIC | {"CALLE", "AVENIDA", "CARR"}


def judge_street(found: Delivery) -> str:
    """Return COMPLETE, or the words of a street without a suffix, or a fault: fillers, prose or a block."""
    if not found.number.strip("0-"):
        return NUMBER
    street = without_true_names(found.street)
    words = [word for word in street.split() if word not in DIRECTIONS]
    suffixes = [at for at, word in enumerate(words) if word in SUFFIXES]
    if _CITY_BEHIND.search(street):  # such a line could not be compared with one on file
        return BESIDE
    if _CITED.match(street) or _is_block(found, street) or _has_numbers(found):
        return PLACE
    if _is_no_name(street, words):
        return FILLER
    if not suffixes and len(words) > 1 and (words[0] in STREET_FIRST or words[-1] in BUILDINGS):
        suffixes = [len(words)]
    if not suffixes:
        if is_talk(street):
            return FILLER
        return STREET if len(words) > _LONGEST_BARE else found.street
    return FILLER if _has_fillers(words, suffixes[-1], found.number) else COMPLETE


def _has_fillers(words: list[str], last: int, number: str) -> bool:
    """Return whether fillers name a street whose suffix is the ``last`` word, or stand behind that suffix."""
    listed = [at for at, word in enumerate(words) if word in FILLERS]
    if not listed:
        return False
    named = [at for at, word in enumerate(words) if at not in listed and at != last and word not in _MARKS]
    if max(listed) > last or (len(words[0]) > _LONGEST_SHORT and words[0] in NEVER and len(words) > 1):
        return True
    templated = words[listed[0]] in NEVER or _TEMPLATE_NUMBERS.fullmatch(number) is not None
    return not named and (len(listed) > 1 or templated)


def is_filler(folded: str) -> bool:
    """Return whether a text is fillers, with at most marks of a street and numbers beside them.

    Between a house number and a suffix, `judge_street` decides.
    """
    words = folded.split()
    if FILLERS.isdisjoint(words) or (words[0].isdigit() and words[-1] in SUFFIXES):
        return False
    return all(word in FILLERS or word in _MARKS or word in SUFFIXES or word.isdigit() for word in words)


def _is_no_name(street: str, words: list[str]) -> bool:
    """Return whether the name is one word or letter over and over, no word, or compass points alone."""
    same = len(words) > 1 and words.count(words[0]) == len(words)
    name = "".join(word for word in words if word not in SUFFIXES)
    unspoken = any(_UNSPOKEN.fullmatch(word) and word not in SUFFIXES for word in words)
    keys = unspoken or _SYLLABLES.search(street) is not None or _MASKED.search(street) is not None
    return not words or same or keys or is_one_letter(name)


def _has_numbers(found: Delivery) -> bool:
    """Return whether a street that does not end as one has two numbers, as a vehicle with its plate has."""
    numbers = [word for word in found.street.split() if any(letter.isdigit() for letter in word)]
    return len(numbers) > 1 and not ends_complete(found)


def _is_block(found: Delivery, street: str) -> bool:
    """Return whether the line names a block of houses, as "5000 Block of Elm Ave" does."""
    hundred = found.number.endswith("00")
    block = _BLOCK.match(street)
    return block is not None and (hundred or " OF" in block[0])
