"""The engines that count: DuckDB (one machine, with its disk), Spark (a cluster) and Polars (in memory)."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import narwhals as nw

from withhold.studies.extras import need

MEMORY: Final = "4GB"
"""How much DuckDB keeps in memory before it writes to disk. The whole process then stays below 6 GB."""

Row = tuple[Any, ...]


class Engine(ABC):
    """Opens Parquet files as a lazy frame, and returns the few rows of an aggregate."""

    @abstractmethod
    def open(self, files: Path) -> nw.LazyFrame[Any]:
        """Return the rows of every ``*.parquet`` in a folder."""

    @abstractmethod
    def rows(self, frame: nw.LazyFrame[Any]) -> Sequence[Row]:
        """Run the query, and return all rows."""


class DuckDb(Engine):
    """DuckDB, with a folder for what does not fit in memory."""

    def __init__(self, spill: Path, threads: int = 2) -> None:
        import duckdb

        self.connection = duckdb.connect(
            config={
                "memory_limit": MEMORY,
                "threads": threads,
                "temp_directory": str(spill),
                "preserve_insertion_order": False,
            }
        )

    def open(self, files: Path) -> nw.LazyFrame[Any]:
        """See `Engine.open`."""
        return nw.from_native(self.connection.read_parquet(str(files / "*.parquet"))).lazy()

    def rows(self, frame: nw.LazyFrame[Any]) -> Sequence[Row]:
        """See `Engine.rows`."""
        fetched: Sequence[Row] = frame.to_native().fetchall()
        return fetched


class Spark(Engine):
    """Spark. The environment configures the session, which by default runs on this machine."""

    def __init__(self, spill: Path) -> None:
        from pyspark.sql import SparkSession

        self.session: Any = (
            SparkSession.builder.appName("withhold evidence")
            .config("spark.local.dir", str(spill))
            .config("spark.sql.shuffle.partitions", "64")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )

    def open(self, files: Path) -> nw.LazyFrame[Any]:
        """See `Engine.open`."""
        frame: nw.LazyFrame[Any] = nw.from_native(self.session.read.parquet(str(files)))
        return frame

    def rows(self, frame: nw.LazyFrame[Any]) -> Sequence[Row]:
        """See `Engine.rows`."""
        return [tuple(row) for row in frame.to_native().collect()]


class Polars(Engine):
    """Polars, for populations that fit in memory, and to compare the other engines with."""

    def open(self, files: Path) -> nw.LazyFrame[Any]:
        """See `Engine.open`."""
        import polars as pl

        return nw.from_native(pl.scan_parquet(str(files / "*.parquet")))

    def rows(self, frame: nw.LazyFrame[Any]) -> Sequence[Row]:
        """See `Engine.rows`."""
        return frame.collect("polars").rows()


@contextmanager
def engine(name: str, spill: Path) -> Iterator[Engine]:
    """Open the engine of that name, and close it after the block. Raises MissingExtra if ``spark`` is not installed."""
    if name == "spark":
        need("spark")
        spark = Spark(spill)
        try:
            yield spark
        finally:
            spark.session.stop()
        return
    duck = DuckDb(spill)
    try:
        yield duck
    finally:
        duck.connection.close()
