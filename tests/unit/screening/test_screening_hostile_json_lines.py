"""JSON Lines that are not flat objects of strings."""

import json
from pathlib import Path

import pytest

from support.batches import SOUND, frame_of, row
from support.refusals import refused
from withhold.screening import read_batch

COVERS = ("withhold.screening",)


@pytest.mark.parametrize(
    ("line", "column", "saying"),
    [
        pytest.param(json.dumps({**SOUND, "tin": 123456789}), "tin", "not a string", id="number"),
        pytest.param(json.dumps({**SOUND, "sole_use": True}), "sole_use", "not a string", id="boolean"),
        pytest.param(json.dumps({**SOUND, "reason": ["SECRET"]}), "reason", "not a string", id="list"),
        pytest.param(json.dumps({**SOUND, "reason": {"a": "SECRET"}}), "reason", "not a string", id="object"),
        pytest.param(json.dumps(SOUND)[:-1] + ', "tin": "SECRET"}', "tin", "given twice", id="key given twice"),
        pytest.param(json.dumps(SOUND)[:-9], None, "not a complete", id="cut off"),
        pytest.param("[" * 200_000, None, "not a complete", id="nested without end"),
        pytest.param('["SECRET"]', None, "JSON, but not an object", id="a list"),
        pytest.param("NaN", None, "JSON, but not an object", id="not a number"),
        pytest.param("", None, "not a complete", id="blank line"),
    ],
)
def test_malformed_json_lines_are_named_by_row(tmp_path: Path, line: str, column: str | None, saying: str) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(json.dumps(row(1)) + "\n" + line + "\n")
    refused(path, row=2, column=column, saying=saying)


def test_null_is_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(json.dumps({**SOUND, "middle_name": None}) + "\n")
    assert read_batch(path).equals(frame_of([SOUND]))
