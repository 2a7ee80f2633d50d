"""Families of reasons that are one text over many people, each varied in one way; and reasons that are not."""

import random
from collections.abc import Iterator

_PEOPLE = 12
"""Texts in a family: more people than one reason may serve."""
NAMES = ("Robin", "Jules", "Kit", "Devon", "Gray", "Harper", "Ellis", "Avery", "Quinn", "Rowan", "Sage", "Tatum")
_LOOK = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і"}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_BASES = {
    "development": (
        "The address is needed to find the person, who failed to depart after a final order, and to question them at home.",
        "Records show wages paid under a false number, and the agents must interview the person about the employer.",
    ),
    "held_out": (
        "This individual is subject to an order and the location is required so that officers can make contact in person.",
        "The person was named in a tip about false documents, and an interview at the residence is planned by the team.",
    ),
}
_SYNONYMS = {
    "address": ("address", "residence", "dwelling", "home", "whereabouts", "location"),
    "residence": ("residence", "home", "dwelling", "house", "address", "domicile"),
    "location": ("location", "address", "whereabouts", "residence", "home", "dwelling"),
    "needed": ("needed", "required", "necessary", "wanted", "sought", "requested"),
    "required": ("required", "needed", "necessary", "requested", "sought", "wanted"),
    "find": ("find", "locate", "reach", "contact", "trace", "identify"),
    "person": ("person", "individual", "subject", "man", "woman", "party"),
    "individual": ("individual", "person", "subject", "party", "man", "woman"),
    "agents": ("agents", "officers", "investigators", "detectives", "agents", "officers"),
    "officers": ("officers", "agents", "investigators", "detectives", "deputies", "officers"),
    "interview": ("interview", "question", "interview", "speak with", "interview", "question"),
    "show": ("show", "indicate", "reveal", "suggest", "show", "indicate"),
}
_PADDING = (
    "", "Kindly note that", "Please be advised that", "For your information,", "As stated,", "It is noted that", "To repeat,",
    "In this case,", "As before,", "Again,", "In this matter,", "At this time,",
)  # fmt: skip


def made(part: str) -> Iterator[tuple[str, list[str]]]:
    """Each family of a part: how it is varied, and its texts."""
    for place, base in enumerate(_BASES[part]):
        chance = random.Random(f"{part} {place}")
        for kind, vary in _KINDS.items():
            yield kind, [vary(base, number, chance) for number in range(_PEOPLE)]


def _names(text: str, number: int, _: random.Random) -> str:
    return (
        text.replace("The person", NAMES[number])
        .replace("This individual", NAMES[number])
        .replace("the person", NAMES[number])
    )


def _numbers(text: str, number: int, _: random.Random) -> str:
    return f"{text} Count {number + 1} of file {2000 + 37 * number}."


def _spelled(text: str, number: int, _: random.Random) -> str:
    return f"{text} This is count {_NUMBERS[number]} of {_NUMBERS[-1 - number]} in the file."


def _case(text: str, number: int, chance: random.Random) -> str:
    return (text.upper(), text.lower(), text.title(), text)[number % 4] + "!" * (number // 4)


def _words(text: str, number: int, chance: random.Random) -> str:
    clauses = [each.strip(" .,") for each in text.replace(" and ", ", and ").split(",") if each.strip(" .,")]
    chance.shuffle(clauses)
    return f"{', '.join(clauses)}."


def _synonyms(text: str, number: int, chance: random.Random) -> str:
    return " ".join(
        word.replace(bare, chance.choice(_SYNONYMS[bare])) if (bare := word.strip(".,").lower()) in _SYNONYMS else word
        for word in text.split()
    )


def _padded(text: str, number: int, _: random.Random) -> str:
    return f"{_PADDING[number]} {text} {'Thank you.' if number % 2 else ''}".strip()


def _homoglyphs(text: str, number: int, chance: random.Random) -> str:
    return "".join(_LOOK[c] if c in _LOOK and chance.random() < 0.3 else c for c in text)


def _zero_width(text: str, number: int, chance: random.Random) -> str:
    return "".join(c + ("\u200b" if chance.random() < 0.2 else "") for c in text)


def _punctuated(text: str, number: int, chance: random.Random) -> str:
    return "".join(c + (chance.choice("-.,;") if c == " " and chance.random() < 0.3 else "") for c in text)


_KINDS = {
    "same": lambda text, number, chance: text,
    "names": _names,
    "numbers": _numbers,
    "numbers_spelled_out": _spelled,
    "case": _case,
    "word_order": _words,
    "synonyms": _synonyms,
    "padding": _padded,
    "homoglyphs": _homoglyphs,
    "zero_width": _zero_width,
    "punctuation": _punctuated,
}


def independent(part: str) -> Iterator[str]:
    """Reasons of different matters, some of which share their subject, none of which is another's text."""
    from tests.quality.lists import reasons

    place = ("development", "held_out").index(part)
    yield from reasons.WHOLE[place::2]
    for number, find in enumerate(reasons.FINDS[place::2]):
        tie, use = reasons.TIES[(2 * number + place) % 16], reasons.USES[(2 * number + place) % 12]
        yield f"{find} {tie} {use}"
