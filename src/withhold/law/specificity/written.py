"""Recognize a reason that says nothing by its signs: letters of another script, slots of a template, a file's address.

These rules read a reason as it is written. Most reasons have none of the signs in `SIGNS`, and no rule reads them.
"""

import re

from withhold.law.specificity.lists import LISTS

SIGNS = (
    r"[^ -~]|[\[\]<>{}%_\\#]|\$[A-Za-z]|\([A-Z]|[Xx]{2}|www\.|://"
    r"|\b(?:[Hh]ere|HERE)\b|\b[HhMm][A-Za-z]+\.? ?/ ?[A-Za-z]|(?i:\b(?:circle|check|choose|select) one\b)"
    r"|\.(?i:docx?|pdf|xlsx?|html?|com|org|net|gov)\b|/\S+/"
)
"""What a reason has if one of the rules can find something. The engine's regular expressions read it."""

_SLOT = "|".join(sorted(LISTS["slots"], key=lambda word: (-len(word), word)))
_TEMPLATE = re.compile(
    # What a mail merge leaves: {{NAME}}, <<NAME>>, ${NAME}, %NAME%, [[NAME]], $NAME, case.number.
    r"\{\{|\}\}|<<\w|«|\$\{|\{\w[^{}]*\}|%[A-Za-z]+_\w+%|%[A-Z]{3,}%|\[\[|\$[A-Za-z_]+\.[a-z]|\$[A-Z_]{3,}"
    # What a spreadsheet leaves.
    r"|#(?:REF|VALUE|NAME|DIV/0|NULL)[!?]|#N/A"
    # A slot in brackets: [INSERT FACTS], <date>, (NAME OF SUBJECT).
    rf"|[\[<](?:[^\[\]<>]*[^A-Za-z\[\]<>])?(?i:{_SLOT})\b[^\[\]<>]*[\]>]"
    rf"|\((?:[^()a-z]*[^A-Za-z()])?(?:{_SLOT})\b[^()a-z]*\)"
    # A line to write on, a choice that nobody made, an instruction to the writer.
    r"|_{3,}|\[ *\]|(?i:[(\[][^()\[\]]*\b(?:circle|check|choose|select) one\b)|\b(?i:x{2,})\b.*\b(?i:x{2,})\b"
    r"|\b(?i:insert|fill in|enter|type)\b[^.]{0,60}\b(?i:here)\b"
)
_CHOICE = re.compile(r"\b(?:he */ *she|him */ *her|his */ *her|mr\.? */ *ms\.?|mr\.? */ *mrs\.?)", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:https?|ftps?|file):/*\S+|\bwww\.\S+|\\\\\S+|\b[\w.-]+\.(?:com|org|net|gov)\b\S*|\b\w+(?:\.\w+)+/\S*"
    r"|\S+\.(?:docx?|pdf|xlsx?|html?)\b",
    re.IGNORECASE,
)
_LATIN_END = 0x250
_WORD = re.compile("[A-Z]{3,}")
_FEW = 3


def written_check(reason: str) -> str:
    """Return the id of the rule that finds nothing in the reason but its signs, or ""."""
    if _mostly_foreign(reason):
        return "foreign_letters"
    if _TEMPLATE.search(reason) or len(_CHOICE.findall(reason)) > 1:
        return "template"
    return "file_or_url" if _PLACE.search(reason) and _only_place(reason) else ""


def _mostly_foreign(reason: str) -> bool:
    letters = [ord(letter) for letter in reason if letter.isalpha()]
    return 2 * sum(code >= _LATIN_END for code in letters) > len(letters)


def _only_place(reason: str) -> bool:
    words = set(_WORD.findall(_PLACE.sub(" ", reason).upper()))
    return len(words - LISTS["empty"] - LISTS["reference"]) < _FEW
