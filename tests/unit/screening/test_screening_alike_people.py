"""How many other people's texts are alike, and how alike: exact numbers, in every answer, and of no eligible row."""

import csv
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from support.batches import frame_of, row, write_batch
from support.small_chunks import cut_small
from withhold.law import pack
from withhold.law.pack import Measure
from withhold.law.similarity import TextsGiven, grams, percent, similarity
from withhold.model.standing import Standing
from withhold.population.batches.made_reasons import Reasons
from withhold.screening import Screened, screen, screen_file, write_outputs
from withhold.screening.judging.alike_people import alike_sentence
from withhold.screening.judging.elements import Judge

COVERS = ("withhold.screening.judging.alike_people", "withhold.screening.passes.cure_file")

PACK = pack("us-irc-6103-i-2")
TODAY = date(2026, 3, 2)
MOST = PACK.parameters.boilerplate_people_max
FERRY = "The taxpayer left by the night ferry and the clerk at {} saw three suitcases with the stolen paintings."
TOWNS = ("Harborton", "Millbrook", "Elk Grove", "Cedar Falls", "Salina", "Twin Forks", "Old Mesa", "Port Ann")
MADE = Reasons(random.Random(7))
OTHERS = [MADE.next() for _ in range(4)]
STANDING = Standing("AGY-1", "SGN-0001", {"SGN-0001": "agency_head"}, {"OFF-0001": 0}, docket_room=100)


def of_reasons(reasons: Sequence[str], **changes: str) -> pl.DataFrame:
    return frame_of(row(number, reason=reason, **changes) for number, reason in enumerate(reasons, 1))


def figures(screened: Screened) -> list[tuple[int | None, int | None]]:
    return list(screened.findings.select("alike_people", "alike_percent").iter_rows())


def nearest(screened: Screened, among: int) -> list[int]:
    """How much of each of the first reasons is that of the nearest other, compared in pairs."""
    sets = [grams(mask) for mask in screened.facts["reason_mask"].to_list()[:among]]
    return [percent(max(similarity(one, two) for two in sets if two is not one)) for one in sets]


def test_the_figures_of_a_family_are_exact_and_those_of_other_rows_are_null() -> None:
    found = screen(of_reasons([*(FERRY.format(town) for town in TOWNS[: MOST + 1]), *OTHERS]), PACK, today=TODAY)
    shares = nearest(found, MOST + 1)
    assert figures(found) == [*((MOST, share) for share in shares), *((None, None) for _ in OTHERS)]
    assert 60 < min(shares) <= max(shares) < 100
    assert found.summary["alike"] == {"people": MOST, "percent": max(shares)}


def test_counting_ends_at_the_limit_unless_the_texts_are_the_very_same() -> None:
    varied = screen(of_reasons([FERRY.format(town) for town in TOWNS]), PACK, today=TODAY)
    assert {people for people, _ in figures(varied)} == {MOST}
    same = screen(of_reasons([FERRY.format("Salina")] * 9), PACK, today=TODAY)
    assert figures(same) == [(8, 100)] * 9
    assert same.findings["checks"].to_list() == [["boilerplate_same"]] * 9
    towns = ("Salina", "Salina", "Elk Grove", "Millbrook")
    mixed = screen(of_reasons([FERRY.format(town) for town in towns]), PACK, today=TODAY)
    assert figures(mixed)[:2] == [(MOST, 100)] * 2
    assert all(share is not None and share < 100 for _, share in figures(mixed)[2:])


def test_no_row_that_is_eligible_or_short_of_something_else_has_figures() -> None:
    """A family of as many people as are allowed. Otherwise an agency could try what just passes."""
    reasons = [FERRY.format(town) for town in TOWNS[:MOST]]
    eligible = screen(of_reasons(reasons), PACK, today=TODAY)
    assert set(eligible.findings["outcome"]) == {"eligible"}
    returned = screen(of_reasons(reasons, zip=""), PACK, today=TODAY)
    assert set(returned.findings["outcome"]) == {"returned"}
    for found in (eligible, returned, screen(of_reasons(reasons[:1]), PACK, today=TODAY)):
        assert figures(found) == [(None, None)] * found.findings.height
        assert found.summary["alike"] is None


@pytest.mark.parametrize(("people", "told"), [(MOST, True), (MOST - 1, False)])
def test_people_of_recent_requests_are_counted_with_those_of_the_batch(people: int, told: bool) -> None:
    frame = of_reasons([FERRY.format("Salina")])
    mask = screen(frame, PACK, today=TODAY).facts["reason_mask"][0]
    texts = TextsGiven({mask.replace("FERRY", "TRAIN"): people, "ANOTHER TEXT": 9})
    records = Standing(**{**fields(STANDING), "recent_texts": {"reason_alike_people": texts}})
    found = screen(frame, PACK, today=TODAY, standing=records)
    assert figures(found) == [(people, texts.alike([mask])[0].percent) if told else (None, None)]
    same = Standing(**{**fields(STANDING), "recent": {"reason_people": {mask: people}}})
    assert figures(screen(frame, PACK, today=TODAY, standing=same)) == [(people, 100) if told else (None, None)]


def fields(standing: Standing) -> dict[str, object]:
    return {name: getattr(standing, name) for name in Standing.__slots__}


@pytest.mark.parametrize("records", [False, True])
def test_a_batch_in_chunks_has_the_same_figures(records: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch)
    frame = of_reasons([*(FERRY.format(town) for town in TOWNS), *OTHERS, *[OTHERS[0]] * 5])
    mask = screen(frame, PACK, today=TODAY).facts["reason_mask"][9]
    texts = {"reason_alike_people": TextsGiven({mask[:-5]: 7})}
    standing = Standing(**{**fields(STANDING), "recent_texts": texts}) if records else None
    whole = screen(frame, PACK, today=TODAY, standing=standing)
    path = write_batch(tmp_path / "batch.csv", frame)
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work", standing=standing)
    write_outputs(screened, tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out" / "findings.parquet").equals(whole.findings)
    assert len(screened.chunks) > 2
    assert screened.summary["alike"] == whole.summary["alike"]
    assert figures(whole)[9][0] == (7 if records else None)


def test_the_answer_says_it_beside_the_cure_and_in_the_report(tmp_path: Path) -> None:
    frame = of_reasons([*(FERRY.format(town) for town in TOWNS), *OTHERS], zip="")
    found = screen(frame, PACK, today=TODAY)
    write_outputs(found, tmp_path)
    with (tmp_path / "cure.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    cures = [line["cure"] for line in lines if line["check"] == "boilerplate_alike"]
    shares = [share for _, share in figures(found)[: len(TOWNS)]]
    short = found.cures["boilerplate_alike"].text
    assert cures == [f"{short} {alike_sentence(MOST, share)}" for share in shares]
    told = f"At least {MOST} other requests have nearly the same reason. The nearest is about {shares[0]} percent"
    assert cures[0] == f"{short} {told} the same."
    assert {line["cure"] for line in lines if line["check"] == "address_zip_missing"} == {
        found.cures["address_zip_missing"].text
    }
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'<td class="number">{max(filter(None, shares))} %</td>' in page
    assert "nearly the same as that of a returned row" in page


def test_a_pack_that_compares_no_texts_has_the_columns() -> None:
    assert alike_sentence(None, None) == ""
    for changed in (
        {"patterns": tuple(each for each in PACK.patterns if each.measure is not Measure.ALIKE)},
        {"elements": tuple(each for each in PACK.elements if each.id != "boilerplate")},
    ):
        other = replace(PACK, **changed)
        made = Judge.of(other, with_records=True).alike(pl.DataFrame({"row": [1, 2]}))
        assert dict(made.schema) == {"alike_people": pl.Int64, "alike_percent": pl.Int64}
        assert made.rows() == [(None, None)] * 2
