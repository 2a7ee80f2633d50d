"""The files to begin a batch with agree with what withhold reads, and with each other."""

import csv
import io
import json
import zipfile
from pathlib import Path

import fastexcel
import jsonschema
import pytest
from click.testing import CliRunner

from support.batches import SOUND, row
from withhold.cli.main import withhold
from withhold.model.errors import Conflict, Unreadable
from withhold.screening import COLUMNS, read_batch
from withhold.screening.contract.described import DESCRIBED
from withhold.screening.contract.schemas import json_schema, table_schema
from withhold.screening.contract.templates import TEMPLATES

COVERS = ("withhold.screening.contract", "withhold.cli.agency.template")

NAMES = ["requests.csv", "requests.schema.json", "requests.table-schema.json", "requests.xlsx"]


def valid(request: dict[str, str]) -> bool:
    return jsonschema.Draft202012Validator(json_schema()).is_valid(request)


@pytest.mark.parametrize("name", ["requests.csv", "requests.xlsx"])
def test_an_empty_template_is_refused_only_for_its_missing_rows(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(TEMPLATES[name][1]())
    with pytest.raises(Unreadable, match="no rows below the header"):
        read_batch(tmp_path / name)


def test_a_filled_csv_template_is_read(tmp_path: Path) -> None:
    filled = io.StringIO(newline="")
    csv.DictWriter(filled, COLUMNS).writerow(SOUND)
    path = tmp_path / "requests.csv"
    path.write_bytes(TEMPLATES["requests.csv"][1]() + filled.getvalue().encode())
    assert read_batch(path).row(0, named=True) == SOUND


def test_every_column_of_the_workbook_is_text_and_offers_its_values(tmp_path: Path) -> None:
    path = tmp_path / "requests.xlsx"
    path.write_bytes(TEMPLATES[path.name][1]())
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None)
    assert sheet.to_polars().row(0) == COLUMNS
    with zipfile.ZipFile(path) as parts:
        xml, styles = (parts.read(f"xl/{each}.xml").decode() for each in ("worksheets/sheet1", "styles"))
    assert 'numFmtId="49"' in styles  # 49 is text, ECMA-376 part 1, 18.8.30
    offered = [",".join(each.choices) for each in DESCRIBED.values() if each.choices]
    assert [each for each in offered if f'<formula1>"{each}"</formula1>' not in xml] == []


def test_each_file_is_the_same_each_time() -> None:
    assert {name: make() for name, (_, make) in TEMPLATES.items()} == {
        name: make() for name, (_, make) in TEMPLATES.items()
    }


def test_the_json_schema_accepts_a_sound_request_and_no_other_shape() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert valid(row(1))
    assert valid(row(1, middle_name="", suffix="", address_line2=""))
    wrong = [
        {"tin": "12345"}, {"date_of_birth": "3/4/1980"}, {"zip": "8701"}, {"state": "Texas"}, {"sole_use": "yes"},
        {"proceeding": "audit"}, {"reason": ""}, {"reason": "x" * 4_001}, {"request_ref": "x" * 81}, {"salary": "1"},
    ]  # fmt: skip
    assert [each for each in wrong if valid(row(1, **each))] == []
    assert not valid({name: text for name, text in row(1).items() if name != "statute"})


def test_the_table_schema_has_the_same_columns_and_rules() -> None:
    fields = table_schema()["fields"]
    assert [each["name"] for each in fields] == list(COLUMNS) == json_schema()["required"]
    for each in fields:
        rules = json_schema()["properties"][each["name"]]
        limits = each["constraints"]
        assert limits["maxLength"] == rules["maxLength"]
        assert limits.get("required", False) == (rules.get("minLength") == 1)
        assert (limits.get("pattern"), limits.get("enum")) == (rules.get("pattern"), rules.get("enum"))


def test_the_command_writes_all_and_overwrites_none(tmp_path: Path) -> None:
    done = CliRunner().invoke(withhold, ["template", "--out", str(tmp_path / "new")], catch_exceptions=False)
    assert done.exit_code == 0
    assert sorted(each.name for each in (tmp_path / "new").iterdir()) == NAMES
    assert json.loads((tmp_path / "new" / "requests.schema.json").read_bytes()) == json_schema()
    (tmp_path / "new" / "requests.csv").write_text("mine")
    with pytest.raises(Conflict, match=r"requests\.csv exists"):
        CliRunner().invoke(withhold, ["template", "--out", str(tmp_path / "new")], catch_exceptions=False)
    assert (tmp_path / "new" / "requests.csv").read_text() == "mine"
