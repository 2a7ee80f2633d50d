"""What screening makes of the labelled sets. The same code measures either part; see ``docs.quality``."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
from tests.quality.lists.families import NAMES

from support.batches import SOUND
from withhold.law.registry import pack
from withhold.law.specificity.said import CIVIL
from withhold.law.specificity.score import MODEL
from withhold.law.us_irc_6103_i_2.elements.matter.reason_checks import of_thin_batch, says_nothing
from withhold.screening import COLUMNS, screen
from withhold.screening.frame.canonical import canonical_frame

FOLDER = Path(__file__).parent
INDEPENDENT = FOLDER / "independent"
"""A set by another hand, which saw neither the rules nor the lists of this folder."""
WRITERS = FOLDER / "writers"
"""Texts by five writers, with a folder for each."""
HANDS = tuple(f"hand-{number}" for number in range(1, 6))
PACK = pack("us-irc-6103-i-2")
TODAY = PACK.in_force_from
ADDRESS = ("address_line1", "address_line2", "city", "state", "zip")


@dataclass(frozen=True, slots=True)
class Judged:
    """One text of a set, and whether screening held it back."""

    id: str
    category: str
    deficient: bool
    """By its label."""
    returned: bool


@dataclass(frozen=True, slots=True)
class LeftOut(Judged):
    """One text, as a model judged it that learned nothing from its writer."""

    writer: str
    kind: str
    """The file that the text is of: ``reasons``, ``offices`` or ``families``."""
    hard: bool
    marked: bool
    """Whether the text would have a mark, or was returned."""
    together: bool
    """Whether it is returned if all texts of its family or office name one official."""
    length: int
    """Characters."""


def addresses(part: str, folder: Path = FOLDER) -> list[Judged]:
    """Every address of a part, judged by the element ``address``, all else about its row being sound."""
    return list(_singly(folder / "addresses.csv", part, ADDRESS, "address"))


def reasons(part: str, folder: Path = FOLDER) -> list[Judged]:
    """Every reason of a part, judged by the element ``reason``."""
    return list(_singly(folder / "reasons.csv", part, ("reason",), "reason"))


def reasons_left_out() -> list[LeftOut]:
    """Every reason by a writer, judged by the element ``reason`` with the row score of a model without that writer.

    The score and its thresholds are those that `tools/train_reason_score.py` wrote. All other rules are as they are.
    """
    scores = json.loads((WRITERS / "left_out.json").read_text(encoding="utf-8"))
    found = []
    for writer, given in zip((*HANDS, "independent"), scores.values(), strict=True):
        rows = list(_texts_of(writer))
        frame = batch_of(pl.DataFrame({"reason": [row["text"] for row in rows]}), ("reason",))
        score, unseen = zip(*(given["texts"][row["id"]] for row in rows), strict=True)
        facts = canonical_frame(frame, PACK, TODAY).with_columns(
            pl.Series("reason_score", score), pl.Series("reason_unseen", unseen)
        )
        model = replace(MODEL, strict=given["strict"], short=given["short"], loose=given["loose"])
        thin = (pl.col("reason_score") > model.loose).cast(pl.Int64)
        groups = pl.Series("group", [row["group"] for row in rows])
        facts = facts.with_columns(groups).with_columns(
            pl.len().over("group").cast(pl.Int64).alias("official_rows"),
            thin.sum().over("group").alias("official_thin_reasons"),
        )
        alone = says_nothing(PACK.parameters, model)
        marked = (nw.col("reason_score") > model.loose) | (nw.col("reason_said") == CIVIL)
        judged = nw.from_native(facts).select(alone=alone, marked=alone | marked, together=alone | of_thin_batch(model))
        for row, (short, also, together) in zip(rows, judged.to_native().iter_rows(), strict=True):
            deficient = row["label"] == "deficient"
            own = row["id"], row["category"], deficient, short, writer, row["kind"], row["hard"]
            found.append(LeftOut(*own, also, together, len(row["text"])))
    return found


def near_duplicates(writer: str) -> list[Judged]:
    """Every clear text by a writer, judged by ``boilerplate``. The category of a text of a family is its style.

    Three batches are screened: the families together, the reasons of offices, and the other sound reasons.
    """
    clear = [row for row in _texts_of(writer) if not row["hard"]]
    found = []
    for kind, label in (("families", "deficient"), ("offices", "sound"), ("reasons", "sound")):
        rows = [row for row in clear if row["kind"] == kind and row["label"] == label]
        short = falls_short(pl.DataFrame({"reason": [row["text"] for row in rows]}), ("reason",), "boilerplate")
        for row, held in zip(rows, short, strict=True):
            style = row["category"] if kind == "families" else kind
            found.append(Judged(row["id"], style, label == "deficient", held))
    return found


def _texts_of(writer: str) -> Iterator[Mapping[str, Any]]:
    if writer == "independent":
        for row in _set(INDEPENDENT / "reasons.csv", "independent").iter_rows(named=True):
            yield {**row, "text": row["reason"], "kind": "reasons", "hard": False, "group": row["id"]}
        return
    for kind in ("reasons", "offices", "families"):
        for line in (WRITERS / writer / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            group = row.get("family") or row.get("office") or row["id"]
            yield {"category": row.get("style", kind), **row, "kind": kind, "group": group}


def batches(part: str, folder: Path = FOLDER) -> list[Judged]:
    """Every reason of the batches of a part, judged by ``boilerplate``, each family a batch of its own."""
    found = []
    for (batch,), texts in _set(folder / "reason_batches.csv", part).group_by("batch", maintain_order=True):
        cells = tuple(name for name in ("first_name", "last_name", "reason") if name in texts.columns)
        short = falls_short(texts, cells, "boilerplate")
        found += [
            Judged(f"{batch}-{number}", family, label == "boilerplate", held)
            for number, (family, label, held) in enumerate(zip(texts["family"], texts["label"], short, strict=True), 1)
        ]
    return found


def _singly(file: Path, part: str, cells: tuple[str, ...], element: str) -> Iterator[Judged]:
    texts = _set(file, part)
    short = falls_short(texts, cells, element)
    for name, category, label, held in zip(texts["id"], texts["category"], texts["label"], short, strict=True):
        yield Judged(name, category, label == "deficient", held)


def _set(file: Path, part: str) -> pl.DataFrame:
    whole = pl.read_csv(file, infer_schema=False, missing_columns="raise", empty_string_is_null=False)
    return whole.filter(pl.col("part") == part)


def falls_short(texts: pl.DataFrame, cells: tuple[str, ...], element: str) -> list[bool]:
    """Whether each row falls short of the element."""
    found = screen(batch_of(texts, cells), PACK, today=TODAY).findings
    return found.select(pl.col("deficiencies").list.contains(element)).to_series().to_list()


def batch_of(texts: pl.DataFrame, cells: tuple[str, ...]) -> pl.DataFrame:
    """A batch of these texts. Each row has its own person, case and official, so that no pattern interferes."""
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
    return pl.DataFrame([[row[name] for name in COLUMNS] for row in rows], schema=list(COLUMNS), orient="row")
