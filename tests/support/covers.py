"""Which modules a test file is about: the names in its ``COVERS``, which `make quick ROOM=...` looks for."""

import ast
from pathlib import Path


def covers(test: Path) -> tuple[str, ...]:
    """Return the dotted names in a test file's COVERS, without importing the file. () if it has none.

    A package covers every module in it. For example, ``withhold.tlog`` covers ``withhold.tlog.verify``.
    """
    _, found, rest = test.read_text(encoding="utf-8").partition("\nCOVERS = (")
    return tuple(ast.literal_eval(f"({rest[: rest.index(')') + 1]}")) if found else ()


def within(name: str, package: str) -> bool:
    """Return whether a dotted name is that package or is in it."""
    return name == package or name.startswith(f"{package}.")


def is_about(test: Path, room: str) -> bool:
    """Whether a test file covers something in a room such as ``casework/review``, or the package around it."""
    wanted = "withhold." + room.strip("/").removesuffix(".py").replace("/", ".")
    return any(within(each, wanted) or within(wanted, each) for each in covers(test))
