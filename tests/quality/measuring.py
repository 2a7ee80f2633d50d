"""What screening makes of the labelled sets. The same code measures either part; see ``docs.quality``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from tests.quality.lists.families import NAMES

from support.batches import SOUND
from withhold.law.registry import pack
from withhold.screening import COLUMNS, screen

FOLDER = Path(__file__).parent
INDEPENDENT = FOLDER / "independent"
"""A set by another hand, which saw neither the rules nor the lists of this folder."""
PACK = pack("us-irc-6103-i-2")
TODAY = PACK.in_force_from
_ADDRESS = ("address_line1", "address_line2", "city", "state", "zip")


@dataclass(frozen=True, slots=True)
class Judged:
    """One text of a set, and whether screening held it back."""

    id: str
    category: str
    deficient: bool
    """By its label."""
    returned: bool


def addresses(part: str, folder: Path = FOLDER) -> list[Judged]:
    """Every address of a part, judged by the element ``address``, all else about its row being sound."""
    return list(_singly(folder / "addresses.csv", part, _ADDRESS, "address"))


def reasons(part: str, folder: Path = FOLDER) -> list[Judged]:
    """Every reason of a part, judged by the element ``reason``."""
    return list(_singly(folder / "reasons.csv", part, ("reason",), "reason"))


def batches(part: str, folder: Path = FOLDER) -> list[Judged]:
    """Every reason of the batches of a part, judged by ``boilerplate``, each family a batch of its own."""
    found = []
    for (batch,), texts in _set(folder / "reason_batches.csv", part).group_by("batch", maintain_order=True):
        cells = tuple(name for name in ("first_name", "last_name", "reason") if name in texts.columns)
        short = _short(texts, cells, "boilerplate")
        found += [
            Judged(f"{batch}-{number}", family, label == "boilerplate", held)
            for number, (family, label, held) in enumerate(zip(texts["family"], texts["label"], short, strict=True), 1)
        ]
    return found


def _singly(file: Path, part: str, cells: tuple[str, ...], element: str) -> Iterator[Judged]:
    texts = _set(file, part)
    short = _short(texts, cells, element)
    for name, category, label, held in zip(texts["id"], texts["category"], texts["label"], short, strict=True):
        yield Judged(name, category, label == "deficient", held)


def _set(file: Path, part: str) -> pl.DataFrame:
    whole = pl.read_csv(file, infer_schema=False, missing_columns="raise", empty_string_is_null=False)
    return whole.filter(pl.col("part") == part)


def _short(texts: pl.DataFrame, cells: tuple[str, ...], element: str) -> list[bool]:
    """Whether each row falls short of the element: its own person, case and official, so that no pattern interferes."""
    rows = []
    for number, given in enumerate(texts.select(cells).iter_rows(), 1):
        own = {
            "request_ref": f"Q-{number}",
            "tin": f"{100 + number % 500}-{10 + number // 500}-{1000 + number}",
            "case_number": f"INV-{number:05d}",
            "official_id": f"OFF-{number}",
        }
        named = next((name for name in NAMES if name in re.findall(r"\w+", given[0])), SOUND["first_name"])
        rows.append({**SOUND, "first_name": named, **own, **dict(zip(cells, given, strict=True))})
    frame = pl.DataFrame([[row[name] for name in COLUMNS] for row in rows], schema=list(COLUMNS), orient="row")
    found = screen(frame, PACK, today=TODAY).findings
    return found.select(pl.col("deficiencies").list.contains(element)).to_series().to_list()
