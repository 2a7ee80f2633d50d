"""The set by another hand keeps its own rules: unique, consistently labeled, apart from what rules are written by."""

import csv
import json
from collections import Counter
from collections.abc import Iterator

import zipcodes
from tests.quality.measuring import INDEPENDENT, PACK
from tools.quality.__main__ import ADDRESS, taken, texts_of
from tools.quality.deficient import ELSEWHERE

COVERS = ("withhold.screening.judging",)


def read(name: str) -> list[dict[str, str]]:
    with (INDEPENDENT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def lines_beside_the_vectors(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Ids and delivery lines that must stand nowhere else; an address short in its last line may share its street."""
    for row in rows:
        line = folded(f"{row['address_line1']} {row['address_line2']}")
        if line and row["category"] not in ELSEWHERE | {"general_delivery"}:
            yield row["id"], line


def test_the_set_is_large_and_its_ids_are_unique() -> None:
    for name, least in (("addresses", 3_000), ("reasons", 1_000)):
        ids = [row["id"] for row in read(name)]
        assert len(ids) >= least
        assert len(set(ids)) == len(ids)


def test_no_text_stands_twice() -> None:
    assert max(Counter(tuple(row[c] for c in ADDRESS) for row in read("addresses")).values()) == 1
    assert max(Counter(row["reason"] for row in read("reasons")).values()) == 1


def test_every_category_has_one_label() -> None:
    for name, kind, labels in (
        ("addresses", "category", {"sound", "deficient"}),
        ("reasons", "category", {"sound", "deficient"}),
        ("reason_batches", "family", {"boilerplate", "independent"}),
    ):
        pairs = {(row[kind], row["label"]) for row in read(name)}
        assert len(pairs) == len({category for category, _ in pairs})
        assert {label for _, label in pairs} == labels


def test_a_family_is_eight_to_fifteen_people() -> None:
    families = Counter(row["batch"] for row in read("reason_batches") if row["label"] == "boilerplate")
    assert set(families.values()) <= set(range(8, 16))


def test_city_state_and_zip_of_sound_rows_belong_together() -> None:
    real = {(each["city"].casefold(), each["state"], each["zip_code"]) for each in zipcodes.list_all()}
    rows = [row for row in read("addresses") if row["label"] == "sound"]
    assert [r["id"] for r in rows if (r["city"].casefold(), r["state"].upper(), r["zip"][:5]) not in real] == []


def test_nothing_of_the_set_stands_in_the_vectors() -> None:
    vectors = taken()
    assert vectors >= {folded("Failed to Provide")}, "the vectors were read"
    assert [id_ for id_, line in lines_beside_the_vectors(read("addresses")) if line in vectors] == []
    texts = [(r["id"], folded(r["reason"])) for r in read("reasons")]
    texts += [(r["batch"], folded(r["reason"])) for r in read("reason_batches")]
    assert [id_ for id_, text in texts if text and text in vectors] == []


def test_texts_are_found_wherever_they_stand_in_json() -> None:
    assert list(texts_of(json.loads('{"a": ["One  Two", {"b": "three"}, 4]}'))) == ["one two", "three"]
    assert PACK.id == "us-irc-6103-i-2"
