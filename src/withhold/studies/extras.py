"""Libraries that only the study needs: asked for when it runs, with one line and the cure where they are missing."""

from importlib.util import find_spec

from withhold.studies.errors import MissingExtra

EXTRAS = {
    "evidence": ("duckdb", "matplotlib", "numpy", "scipy"),
    "spark": ("pyspark",),
    "pseudopeople": ("pandas", "pseudopeople"),
}
"""Extra -> the modules it brings."""


def need(extra: str) -> None:
    """Raise MissingExtra unless every module of that extra is there."""
    missing = [module for module in EXTRAS[extra] if find_spec(module) is None]
    if missing:
        raise MissingExtra(f"this needs {', '.join(missing)}: install with  pip install 'withhold[{extra}]'")
