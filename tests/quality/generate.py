"""Writes the labelled sets, from lists made by hand: .venv/bin/python -m tests.quality.generate

Deterministic by seed. Each list is split in two: entries at even places make the part that rules may be developed on,
those at odd places the part that is held out and that the published figures are of; no text of one stands in the other.
Cities, states and ZIP Codes of sound addresses are real triples of the `zipcodes` table, every second ZIP Code for
each part. See README.md for what each category is and why it has its label.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import zipcodes
from tests.quality.lists import addresses, deficient, families, reasons

FOLDER = Path(__file__).parent
DEVELOPMENT, HELD_OUT = PARTS = "development", "held_out"
ADDRESS = ("id", "part", "category", "label", "address_line1", "address_line2", "city", "state", "zip")
_SEED = 6103
_EACH = 42
"""Addresses of a category and part, where its lists have as many."""

Place = tuple[str, str, str]


def main() -> None:
    """Writes the three files."""
    _write("addresses.csv", ADDRESS, _addresses())
    _write("reasons.csv", ("id", "part", "category", "label", "reason"), _reasons())
    _write("reason_batches.csv", ("batch", "part", "family", "label", "reason"), _batches())


def _write(name: str, header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    with (FOLDER / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _half(entries: Sequence[str], part: str) -> list[str]:
    return list(entries[PARTS.index(part) :: 2])


def _places(part: str) -> dict[str, list[Place]]:
    """Kind of place -> triples: ``any``, and those that a form of address belongs to."""
    table = [z for z in zipcodes.list_all() if z["active"]][PARTS.index(part) :: 2]
    found: dict[str, list[Place]] = {"any": [], "military": [], "PR": [], "queens": [], "UT": [], "territory": []}
    for entry in table:
        place = entry["city"], entry["state"], entry["zip_code"]
        if entry["state"] in ("AA", "AE", "AP"):
            found["military"].append(place)
        elif entry["state"] == "PR":
            found["PR"].append(place)
        elif entry["state"] in ("GU", "VI", "AS", "MP"):
            found["territory"].append(place)
        else:
            found["any"].append(place)
            if entry["state"] == "UT":
                found["UT"].append(place)
            if entry["county"] == "Queens County":
                found["queens"].append(place)
    return found


def _addresses() -> Iterator[tuple[str, ...]]:
    number = 0
    for part in PARTS:
        chance, places = random.Random(f"{_SEED} {part}"), _places(part)
        rows = [*_sound(chance, part, places), *_deficient(chance, part, places)]
        for category, label, cells in rows:
            number += 1
            yield f"A{number:04d}", part, category, label, *cells


def _sound(chance: random.Random, part: str, places: dict[str, list[Place]]) -> Iterator[tuple[str, str, list[str]]]:
    streets = _half(addresses.STREETS, part)
    for category, (where, forms) in addresses.FORMS.items():
        kept = _half(forms, part)
        for turn in range(_EACH * addresses.WEIGHT.get(category, 1)):
            form = kept[turn % len(kept)]
            line, _, second = _filled(form, chance, streets).partition(" | ")
            city, state, code = chance.choice(places[where])
            yield category, "sound", [line, second, *_written(chance, category, city, state, code)]


def _filled(form: str, chance: random.Random, streets: list[str]) -> str:
    """A form with its slots filled: N a house number, S a street's name, X a suffix, D a direction, and so on."""
    slots = {
        "{N}": lambda: str(
            chance.choice((chance.randint(1, 99), chance.randint(100, 9999), chance.randint(10000, 29999)))
        ),
        "{n}": lambda: str(chance.randint(1, 999)),
        "{d}": lambda: str(chance.randint(1, 9)),
        "{S}": lambda: chance.choice(streets),
        "{X}": lambda: chance.choice(addresses.SUFFIXES),
        "{D}": lambda: chance.choice(addresses.DIRECTIONS),
        "{L}": lambda: chance.choice("ABCDEFGHJK"),
        "{O}": lambda: chance.choice(addresses.ORDINALS),
    }
    for slot, made in slots.items():
        while slot in form:
            form = form.replace(slot, made(), 1)
    return form


def _written(chance: random.Random, category: str, city: str, state: str, code: str) -> list[str]:
    if category == "lower_case":
        return [city.lower(), state.lower(), code]
    shown = city.title() if chance.random() < 0.6 else city
    return [shown, state, code if chance.random() < 0.8 else f"{code}-{chance.randint(1, 9999):04d}"]


def _deficient(
    chance: random.Random, part: str, places: dict[str, list[Place]]
) -> Iterator[tuple[str, str, list[str]]]:
    streets = _half(addresses.STREETS, part)
    for category, lines in deficient.LINES.items():
        for line in _half(lines, part):
            first, _, second = _filled(line, chance, streets).partition(" | ")
            city, state, code = chance.choice(places["any"])
            yield category, "deficient", [first, second, city.title(), state, code]
    for category, rows in deficient.PLACES.items():
        for row in _half(rows, part):
            line, city, state, code = _filled(row, chance, streets).split(" | ")
            real = chance.choice(places["any"])
            cells = [given if given != "*" else true for given, true in zip((city, state, code), real, strict=True)]
            yield category, "deficient", [line, "", *cells]


def _reasons() -> Iterator[tuple[str, ...]]:
    number = 0
    for part in PARTS:
        chance = random.Random(f"{_SEED} reasons {part}")
        rows = [*_sound_reasons(chance, part), *_deficient_reasons(part)]
        for category, label, reason in rows:
            number += 1
            yield f"R{number:04d}", part, category, label, reason


def _sound_reasons(chance: random.Random, part: str) -> Iterator[tuple[str, str, str]]:
    finds, ties, uses = (_half(each, part) for each in (reasons.FINDS, reasons.TIES, reasons.USES))
    seen: set[str] = set()
    while len(seen) < reasons.SOUND_EACH:
        text = f"{chance.choice(finds)} {chance.choice(ties)} {chance.choice(uses)}"
        if text not in seen:
            seen.add(text)
            yield "composed", "sound", text
    for text in _half(reasons.WHOLE, part):
        yield "written", "sound", text


def _deficient_reasons(part: str) -> Iterator[tuple[str, str, str]]:
    for category, texts in reasons.DEFICIENT.items():
        for text in _half(texts, part):
            yield category, "deficient", text


def _batches() -> Iterator[tuple[str, ...]]:
    for part in PARTS:
        for number, (kind, texts) in enumerate(families.made(part), 1):
            for text in texts:
                yield f"{part[0].upper()}{number:02d}", part, kind, "boilerplate", text
        for text in families.independent(part):
            yield f"{part[0].upper()}00", part, "independent", "independent", text


if __name__ == "__main__":
    main()
