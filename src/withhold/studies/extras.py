"""The libraries that only the studies need. If one is missing, the message has the command that installs it."""

from importlib.util import find_spec

from withhold.model.errors import Code
from withhold.studies.errors import MissingExtra

EXTRAS = {
    "evidence": ("duckdb", "matplotlib", "numpy", "scipy"),
    "spark": ("pyspark",),
    "pseudopeople": ("pandas", "pseudopeople"),
}
"""Extra → its modules."""


def need(extra: str) -> None:
    """Raise MissingExtra unless every module of that extra is installed."""
    missing = [module for module in EXTRAS[extra] if find_spec(module) is None]
    if missing:
        raise MissingExtra(Code.STUDY_EXTRA_MISSING, modules=", ".join(missing), extra=extra)
