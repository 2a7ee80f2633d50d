"""Texts that are nearly the same: exactly in groups, by MinHash in a large batch, by sketches across batches."""

import itertools
import random
from pathlib import Path

import polars as pl
import pytest

from withhold.law.similarity import ALIKE, grams, similarity
from withhold.model.standing import AlikeBefore
from withhold.population.batches.made_reasons import Reasons
from withhold.screening.alike import comparing, meeting, texts, whole_batch
from withhold.screening.alike.comparing import compare
from withhold.screening.alike.hashing import hashed
from withhold.screening.alike.sketches import SIZE, RecentTexts, nearest, sketches, text_id
from withhold.screening.alike.sketches import people_alike as people_with_sketch
from withhold.screening.alike.whole_batch import count_alike

COVERS = ("withhold.screening.alike",)

KEY = b"k" * 32
TOWNS = ("HARBORTON", "MILLBROOK", "ELK GROVE", "CEDAR FALLS", "SALINA", "TWIN FORKS", "OLD MESA", "PORT ANN")
FAMILY = [f"THE TAXPAYER LEFT BY THE NIGHT FERRY AND THE CLERK SAW THE LUGGAGE IN {town}" for town in TOWNS]
MADE = Reasons(random.Random(3))
OTHERS = [MADE.next().upper() for _ in range(8)]
MIXED = [text[at:] + text[:at] for text in (*FAMILY, *OTHERS) for at in (0, 9, 31)] + ["", "A", "ЖУРНАЛ É"]


def in_pairs(texts: list[str]) -> list[set[int]]:
    sets = [grams(text) for text in texts]
    return [{at for at, other in enumerate(sets) if similarity(one, other) >= ALIKE} for one in sets]


def nearest_in_pairs(texts: list[str]) -> list[float]:
    sets = [grams(text) for text in texts]
    shares = [[similarity(a, b) for at, b in enumerate(sets) if at != own] for own, a in enumerate(sets)]
    return [max((each for each in some if each >= ALIKE), default=0) for some in shares]


@pytest.mark.parametrize(("small", "pairs"), [(256, 1 << 16), (256, 0), (0, 0)])
def test_every_pair_of_a_group_is_found(small: int, pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By pairs, by the matrix and by candidates. Nobody has enough people, so nothing is left out."""
    monkeypatch.setattr(comparing, "SMALL", small)
    monkeypatch.setattr(comparing, "_PAIRS", pairs)
    monkeypatch.setattr(comparing, "_FIRST", 3)
    found = compare(MIXED, [[at] for at in range(len(MIXED))], 1_000)
    assert found.people == in_pairs(MIXED)
    assert found.nearest == pytest.approx(nearest_in_pairs(MIXED))


@pytest.mark.parametrize("small", [256, 0])
def test_comparing_ends_when_there_are_enough_people(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "SMALL", small)
    found = compare([*FAMILY, *OTHERS], [[at] for at in range(16)], 4)
    assert [len(each) >= 4 for each in found.people] == [True] * 8 + [False] * 8
    assert [each == {at} for at, each in enumerate(found.people)] == [False] * 8 + [True] * 8


@pytest.mark.parametrize("small", [256, 0])
def test_two_texts_of_one_person_are_not_alike_to_each_other(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "SMALL", small)
    assert compare(FAMILY[:2], [[1], [1]], 4).nearest == [0, 0]
    assert min(compare(FAMILY[:2], [[1, 2], [1]], 4).nearest[1:]) > ALIKE


def test_hashes_are_those_of_the_groups_of_each_text() -> None:
    hashes, starts = hashed(MIXED)
    parts = [*starts.tolist(), len(hashes)]
    found = [set(hashes[first:after].tolist()) for first, after in itertools.pairwise(parts)]
    assert [len(each) for each in found] == [len(grams(text)) for text in MIXED]
    every = {gram for text in MIXED for gram in grams(text)}
    assert len(set().union(*found)) == len(every)


def rows(texts: list[str], groups: list[int] | None = None) -> pl.DataFrame:
    """Rows as `passes.patterns` makes them. Each has a person of its own."""
    keys = {text: number for number, text in enumerate(dict.fromkeys(texts), 1)}
    return pl.DataFrame(
        {
            "text": texts,
            "key": [keys[text] if text else 0 for text in texts],
            "of": range(1, len(texts) + 1),
            "group": groups or [1] * len(texts),
        },
        schema_overrides=dict.fromkeys(("key", "of", "group"), pl.UInt64),
    )


def counted(frame: pl.DataFrame) -> dict[int, int]:
    found = count_alike(frame, ["group"], 4)
    assert found["nearest"].is_between(int(100 * ALIKE), 100).all()
    return dict(found.select("key", "value").iter_rows())


def test_people_are_counted_until_there_are_enough() -> None:
    assert counted(rows([*FAMILY, *OTHERS, ""])) == dict.fromkeys(range(1, 9), 4)
    assert counted(rows([*FAMILY[:3], *OTHERS])) == {1: 3, 2: 3, 3: 3}


def test_one_person_with_four_texts_is_one() -> None:
    assert counted(rows(FAMILY[:4]).with_columns(pl.lit(7, pl.UInt64).alias("of"))) == {}


def test_rows_without_a_person_do_not_count() -> None:
    assert counted(rows(FAMILY[:4]).with_columns(pl.lit(0, pl.UInt64).alias("of"))) == {}


def test_in_a_large_batch_small_groups_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_batch, "EXACT", 8)

    def exactly(frame: pl.DataFrame) -> dict[int, int]:
        return dict(count_alike(frame, ["group"], 4, bands=0).select("key", "value").iter_rows())

    for at_once in (20_000, 2):
        monkeypatch.setattr(whole_batch, "TEXTS_AT_ONCE", at_once)
        assert exactly(rows([*FAMILY, *OTHERS], [1] * 8 + [2] * 8)) == dict.fromkeys(range(1, 9), 4)
        assert exactly(rows([*FAMILY, *OTHERS], [1, 2] * 8)) == dict.fromkeys(range(1, 9), 4)
        assert exactly(rows([*FAMILY, *OTHERS], [0] * 16)) == {}


def test_what_several_groups_find_for_a_text_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_batch, "EXACT", 3)
    frame = rows([*FAMILY[:4], *OTHERS], [1, 1, 2, 2, *range(3, 11)])
    other = frame.with_columns(pl.Series("other", [1, 2, 1, 2, *range(3, 11)], dtype=pl.UInt64))
    found = count_alike(other, ["group", "other"], 4, bands=0)
    assert found.select("key", "value").rows() == [(key, 3) for key in range(1, 5)]


def test_in_a_large_batch_bands_find_what_no_group_shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(whole_batch, "EXACT", 8)
    for at_once, pairs, scratch in ((20_000, 1 << 18, None), (2, 3, None), (2, 3, tmp_path)):
        monkeypatch.setattr(whole_batch, "TEXTS_AT_ONCE", at_once)
        monkeypatch.setattr(meeting, "_PAIRS_AT_ONCE", pairs)
        for family, many in ((FAMILY, 4), (FAMILY[:3], 3)):
            frame = rows([*family, *OTHERS], [*range(1, len(family) + 9)])
            found = count_alike(frame, ["group"], 4, scratch)
            assert found.select("key", "value").rows() == [(key, many) for key in range(1, len(family) + 1)]
            assert found["nearest"].min() >= 70
    assert list(tmp_path.iterdir()) == []


def test_a_batch_is_grouped_in_partitions_of_its_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The people of a text are those of all its rows, however many partitions there are."""
    frame = rows([*FAMILY[:3], *OTHERS, *FAMILY[:2]]).with_columns(pl.col("key", "group").hash(1) | 1)
    split = pl.concat([frame[:5], frame[5:]], rechunk=False)
    whole = count_alike(split, ["group"], 4)
    monkeypatch.setattr(texts, "_ROWS_AT_ONCE", 3)
    monkeypatch.setattr(whole_batch, "EXACT", 8)
    assert count_alike(split, ["group"], 4).equals(whole)
    assert whole["value"].to_list() == [4, 4, 4]
    assert sorted(whole["nearest"].to_list())[1:] == [100, 100]


def test_no_two_of_many_made_reasons_are_near_duplicates_of_four() -> None:
    made = Reasons(random.Random(5))
    assert 4 not in counted(rows([made.next().upper() for _ in range(1_500)])).values()


def test_a_sketch_shows_how_alike_texts_are_and_nothing_without_its_key() -> None:
    own = sketches(MIXED, KEY)
    assert {len(each) for each in own} == {SIZE}
    assert own == sketches(MIXED, KEY)
    other = sketches(MIXED, b"o" * 32)
    assert all(sum(map(int.__eq__, a, b)) < SIZE / 16 for a, b in zip(own, other, strict=True))
    wrong = 0
    for one, text in zip(own, MIXED, strict=True):
        for two, against in zip(own, MIXED, strict=True):
            shown = sum(map(int.__eq__, one, two)) / SIZE
            wrong += abs(shown - similarity(grams(text), grams(against))) > 0.1
    assert wrong <= 0.01 * len(MIXED) ** 2


def test_people_of_recent_requests_with_almost_the_same_text_are_counted() -> None:
    texts = [*FAMILY[:3], *OTHERS]
    given = dict(zip(sketches(texts, KEY), [1, 2, 4, *[100] * len(OTHERS)], strict=True))
    recent = RecentTexts(KEY, given)
    assert people_of(recent, [FAMILY[5], "NOTHING LIKE THEM", OTHERS[0]]) == [7, 0, 100]
    assert people_with_sketch(sketches(FAMILY[5:6], KEY)[0], given) == 7
    assert people_of(RecentTexts(b"o" * 32, given), FAMILY) == [0] * 8
    assert people_of(RecentTexts(KEY, {}), FAMILY) == [0] * 8
    assert people_of(recent, []) == []


def people_of(recent: RecentTexts, texts: list[str]) -> list[int]:
    return [each.people for each in recent.alike(texts)]


def test_a_recent_text_shows_about_how_alike_it_is() -> None:
    sets = [grams(text) for text in FAMILY]
    recent = RecentTexts(KEY, dict.fromkeys(sketches(FAMILY[:1], KEY), 1))
    found = [each.percent for each in recent.alike([*FAMILY, OTHERS[0]])]
    assert (found[0], found[-1]) == (100, 0)
    for percent, other in zip(found[1:-1], sets[1:], strict=True):
        assert abs(percent - 100 * similarity(sets[0], other)) <= 9  # three standard errors


@pytest.mark.parametrize(("same", "percent"), [(0, 0), (90, 35), (128, 49), (255, 99), (SIZE, 100)])
def test_equal_bytes_of_sketches_are_a_percentage(same: int, percent: int) -> None:
    """The least that counts as alike has the least percentage of those texts. Only equal sketches have 100."""
    text = sketches(FAMILY[:1], KEY)[0]
    other = text[:same] + bytes(each ^ 1 for each in text[same:])
    assert RecentTexts(KEY, {other: 1}).alike(FAMILY[:1]) == [AlikeBefore(1 if same else 0, percent)]


def test_the_nearest_sketches_come_first_and_no_other_text_is_near() -> None:
    own, *given = sketches([FAMILY[0], *OTHERS[:4], FAMILY[1], FAMILY[0]], KEY)
    assert nearest(own, given, 8) == [given[5], given[4]]
    assert nearest(own, given, 1) == [given[5]]
    assert nearest(own, {}, 8) == []
    assert len({text_id(each) for each in given}) == len(given)
    assert {len(text_id(each)) for each in given} == {16}
