"""Which optional libraries are installed, and what a test run prints about those that are not."""

import shutil
from importlib.util import find_spec
from typing import Final

MISSING_FOR_SPARK: Final = tuple(
    name for name, there in (("pyspark", find_spec("pyspark")), ("java", shutil.which("java"))) if not there
)
SPARK: Final = () if MISSING_FOR_SPARK else ("spark",)
SIMULATED: Final = find_spec("pseudopeople") is not None


def said() -> tuple[str, ...]:
    """One line for each."""
    without = f"not asked: no {' and no '.join(MISSING_FOR_SPARK)} here" if MISSING_FOR_SPARK else "asked"
    tried = "tried" if SIMULATED else "not tried: no pseudopeople here"
    return (f"engines held against each other: DuckDB, Polars; Spark {without}", f"simulated tax filers: {tried}")
