"""Corroboration against people whose truth is known: absent ones, relatives, borrowed numbers, namesakes."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from withhold.identity.corroborate import IdentityPolicy, claim_of, corroborate
from withhold.model.vocabulary import IdentityOutcome
from withhold.population import make_sample
from withhold.records.registers import ParquetRegister

COVERS = ("withhold.identity.corroborate", "withhold.model.vocabulary")

TODAY = date(2026, 3, 1)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.trial) for seed in (2, 3))])
def test_nobody_is_confirmed_who_should_not_be_nor_the_other_way_round(seed: int, tmp_path: Path) -> None:
    make_sample(2_000, seed, today=TODAY).write(tmp_path / "sample")
    register = ParquetRegister(tmp_path / "sample" / "register.parquet")
    met: Counter[tuple[str, bool]] = Counter()
    for row, truth in zip(
        table(tmp_path / "sample" / "batch.csv"), table(tmp_path / "sample" / "truth.csv"), strict=True
    ):
        if truth["expected"] in ("confirmed", "not_confirmed"):
            claim = claim_of(row)
            found = corroborate(claim, register.records(claim.tin), IdentityPolicy(), today=TODAY)
            met[truth["expected"], found.outcome is IdentityOutcome.CONFIRMED] += 1
    assert set(met) == {("confirmed", True), ("not_confirmed", False)}
    assert min(met.values()) > 100
