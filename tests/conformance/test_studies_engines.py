"""Engines agree exactly on canonical input: the same groups, the same sizes, on strings chosen to part them.

DuckDB and Polars always. Spark where pyspark and Java are there; where they are not, the run's last lines say so
(tests/conformance/conftest.py).
"""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.extras import SPARK
from withhold.identity.names import person_name
from withhold.studies.collisions import collision_counts as counting
from withhold.studies.collisions.engines import DuckDb, Engine, Polars, engine

COVERS = ("withhold.studies.collisions.collision_counts", "withhold.studies.collisions.engines")

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # sockets that Spark's bridge leaves
    pytest.mark.filterwarnings("ignore:distutils Version classes"),  # which Spark 3.5 compares versions by
]

ADVERSARIAL = (
    *("straße", "STRASSE", "STRAẞE", "Strasse", "strasse "),
    *("İstanbul", "istanbul", "ISTANBUL", "ıstanbul", "i̇stanbul"),
    *("O'Brien", "O’Brien", "OBRIEN", "o`brien", "O Brien", "Ó Briain"),
    *("García López", "GARCIA-LOPEZ", "Garci\u0301a Lo\u0301pez", "garcia\u00a0lopez", "Garcia\u2003Lopez"),
    *("GARCÍA\tLÓPEZ", "garci\u0301a\u200b lo\u0301pez"),
    *("ﬁsher", "FISHER", "Ｆｉｓｈｅｒ", "fisher", "Fis\u00adher", "Fish\u200ber"),
    *("Müller", "Mu\u0308ller", "Mueller", "MÜLLER", "müller"),
    *("Ærø", "AERO", "Åse", "A\u030ase", "ÅSE", "Ångström", "Łukasz", "Lukasz"),
    *("ΣΊΣΥΦΟΣ", "σίσυφος", "Иванов", "李", "🙂", "²", "Ⅳ", "IV", "①", "1"),
    *("NULL", "null", "None", "NaN", "nan", "", " ", "\u00a0", "\u3000", "\x00", "\ufeff", ),
    *("'", '"', "\\", ";", "--", "%", "_"),
    *("a" * 300, "A" * 300, "-", "–", "—", "Jr.", "JR", "d’Angelo", "D'Angelo", "de la Cruz", "De La Cruz"),
)  # fmt: skip


def canonical(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names as the gateway compares them: made once, in Python, before any engine sees them."""
    return [(name.last, name.first) for name in (person_name(first, "", last, "") for last, first in texts)]


def counted(counter: Engine, folder: Path, names: list[tuple[str, str]]) -> Counter[tuple[int, int]]:
    """Sizes and who is alone, as the study counts them."""
    table = pl.DataFrame(names, schema={"last": pl.String, "first": pl.String}, orient="row")
    folder.mkdir(exist_ok=True)
    strata = pl.Series("stratum", [number % 60 for number in range(len(names))], dtype=pl.UInt8)
    table.with_columns(strata).write_parquet(folder / "part-0.parquet")
    rows = counter.rows(counting.classes(counter.open(folder), ("last", "first")))
    return Counter({(size, lone): classes for size, lone, classes in rows})


def by_python(names: list[tuple[str, str]]) -> Counter[tuple[int, int]]:
    """The same, counted by hand."""
    sizes = Counter(names)
    return Counter(
        (size, names.index(name) % 60 if size == 1 else -1) for name, size in sizes.items()
    )  # the stratum of a name that comes once is that of its only place


def pairs() -> list[tuple[str, str]]:
    """Every adversarial text as a last name and as a first name, most of them more than once."""
    texts = list(ADVERSARIAL)
    return [(text, other) for text in texts for other in ("Ann", "ANN", text)] + [(text, text[::-1]) for text in texts]


@pytest.mark.parametrize("name", ["polars", "duckdb", *(pytest.param(each, marks=pytest.mark.trial) for each in SPARK)])
def test_evidence_engines_agree_on_adversarial_strings(name: str, tmp_path: Path) -> None:
    names = canonical(pairs())
    if name == "polars":
        found = counted(Polars(), tmp_path / "people", names)
    else:
        with engine(name, tmp_path) as counter:
            found = counted(counter, tmp_path / "people", names)
    assert found == by_python(names)


def test_evidence_raw_strings_are_why_names_are_made_canonical_first(tmp_path: Path) -> None:
    """Upper case is not one thing: an engine's own would part the engines. Nothing here uses one."""
    import duckdb

    texts = pl.DataFrame({"text": ["straße"]})
    by_polars = texts.select(pl.col("text").str.to_uppercase()).item()
    by_duckdb = duckdb.sql("SELECT upper('straße')").fetchall()[0][0]
    assert by_polars != by_duckdb
    assert person_name("", "", by_polars, "") == person_name("", "", by_duckdb, "")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=6), st.sampled_from(ADVERSARIAL)), min_size=1, max_size=60))
def test_evidence_engines_agree_on_any_strings(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    folder, names = tmp_path_factory.mktemp("engines"), canonical(texts)
    duck = DuckDb(folder)
    assert counted(Polars(), folder / "a", names) == counted(duck, folder / "b", names) == by_python(names)
    duck.connection.close()
