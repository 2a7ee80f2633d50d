import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from withhold.law.us_irc_6103_i_2 import FOLDER
from withhold.law.vectors import load_vectors
from withhold.model.errors import Unreadable
from withhold.model.vocabulary import Outcome

COVERS = ("withhold.law.us_irc_6103_i_2", "withhold.law.vectors")

BASE = json.loads((FOLDER / "vectors" / "base.json").read_text(encoding="utf-8"))
SOUND = {"kind": "met", "note": "n", "columns": {}}
WORDS = "suvatufa bubalafi casavovu capadenu buhunoka rupihove somevolu ruladefe"


def folder(tmp_path: Path, line: object, base: object = BASE) -> Path:
    shutil.rmtree(tmp_path / "vectors", ignore_errors=True)
    made = tmp_path / "vectors"
    made.mkdir()
    (made / "base.json").write_text(json.dumps(base), encoding="utf-8")
    (made / "name.jsonl").write_text(line if isinstance(line, str) else json.dumps(line), encoding="utf-8")
    return made


def test_a_row_differs_from_the_base_only_in_what_it_states(tmp_path: Path) -> None:
    line = {**SOUND, "kind": "not met", "columns": {"last_name": ""}, "deficient": ["name"], "outcome": "returned"}
    (vector,) = load_vectors(folder(tmp_path, line))
    (row,) = vector.rows
    assert (vector.element, vector.line, vector.kind, vector.today) == ("name", 1, "not met", date(2025, 11, 24))
    assert vector.standing is None
    assert row.columns == {
        **BASE["columns"],
        "last_name": "",
        "request_ref": "EX-0001",
        "tin": "900-70-1000",
        "address_line1": "40001 Larkspur Lane",
        "case_number": "INV-2025-0001",
        "reason": BASE["columns"]["reason"].replace(
            "{words}", "suvatufa bubalafi casavovu capadenu buhunoka rupihove somevolu ruladefe"
        ),
    }
    assert (row.deficient, row.outcome) == (("name",), Outcome.RETURNED)


def test_copies_and_rows_are_other_people(tmp_path: Path) -> None:
    line = {
        "kind": "edge",
        "note": "n",
        "rows": [{"columns": {}, "copies": 30}, {"columns": {"tin": "x"}}],
        "standing": {},
    }
    (vector,) = load_vectors(folder(tmp_path, line))
    assert len({row.columns["reason"] for row in vector.rows}) == 31
    assert vector.rows[-1].columns["request_ref"] == "EX-0031"
    assert vector.rows[0].outcome is Outcome.ELIGIBLE
    assert vector.standing is not None
    assert vector.standing.batch_signer == "SIG-0001"


def test_records_differ_from_the_base_only_in_what_is_stated(tmp_path: Path) -> None:
    given = {"docket_next": "2026-01-05", "open_matters": [["900700001", "A1"]], "stayed_tins": ["900700001"]}
    (vector,) = load_vectors(folder(tmp_path, {**SOUND, "standing": given}))
    assert vector.standing is not None
    assert vector.standing.docket_next == date(2026, 1, 5)
    assert vector.standing.open_matters == {("900700001", "A1")}
    assert vector.standing.stayed_tins == {"900700001"}
    assert vector.standing.officials == BASE["standing"]["officials"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        {**SOUND, "kind": "maybe"},
        {**SOUND, "note": ""},
        {**SOUND, "more": 1},
        {**SOUND, "copies": 1},
        {**SOUND, "columns": {"income": "1"}},
        {**SOUND, "deficient": ["name"]},
        {**SOUND, "deficient": ["name"], "outcome": "eligible"},
        {**SOUND, "outcome": "returned"},
        {**SOUND, "rows": [{"columns": {}}]},
        {"kind": "met", "note": "n", "rows": [{"columns": {}, "more": 1}]},
        {"kind": "met", "note": "n"},
        {**SOUND, "standing": {"override": True}},
        {**SOUND, "standing": {"docket_next": "soon"}},
        {**SOUND, "standing": {"open_matters": 1}},
    ],
)
def test_an_inexact_vector_is_an_error_that_names_the_file(tmp_path: Path, line: object) -> None:
    with pytest.raises(Unreadable, match=r"^(?:name\.jsonl|base)"):
        load_vectors(folder(tmp_path, line))


@pytest.mark.parametrize("base", [{**BASE, "today": "soon"}, {**BASE, "more": 1}, {**BASE, "standing": {"more": 1}}])
def test_an_inexact_base_is_an_error(tmp_path: Path, base: object) -> None:
    with pytest.raises(Unreadable, match=r"^base\.json"):
        load_vectors(folder(tmp_path, SOUND, base))
