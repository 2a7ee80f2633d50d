"""The generated pages say what the code says."""

from pathlib import Path

import pytest
from docs.architecture_pictures import layers, states_picture, with_pictures
from docs.generate import HERE, PAGES, main, out_of_date

import withhold
from withhold.model.cases.case import TRANSITIONS, State
from withhold.model.cases.permissions import COMMANDS
from withhold.model.kinds import Kind, public_kind

COVERS = ("withhold.model.cases.case", "withhold.model.cases.permissions")


def test_the_pages_are_up_to_date() -> None:
    assert out_of_date() == [], "run make docs"
    assert main(["--check"]) == 0


def test_pages_are_written_where_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], tmp_path) == 1
    assert "permissions.md is out of date" in capsys.readouterr().err
    assert main([], tmp_path) == 0
    assert main(["--check"], tmp_path) == 0
    assert {path.name for path in tmp_path.iterdir()} == {name for name, _ in PAGES}


def test_a_page_changed_by_hand_is_found_and_written_anew(tmp_path: Path) -> None:
    main([], tmp_path)
    page = tmp_path / "permissions.md"
    written = page.read_bytes()
    page.write_bytes(written.replace(b"disclosure officer", b"anyone", 1))
    assert out_of_date(tmp_path) == ["permissions.md"]
    assert main([], tmp_path) == 0
    assert page.read_bytes() == written


def test_the_permission_page_leaves_nothing_out() -> None:
    page = dict(PAGES)["permissions.md"]()
    for command in COMMANDS:
        assert f"| {command.__name__} | " in page
    for event in TRANSITIONS:
        assert f"| {event.__name__} | " in page
    for state in State:
        assert f"\n| `{state}` | " in page
    for kind in Kind:
        assert f"| {int(kind)} | {public_kind(kind)} | `{kind.name}` | " in page


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    for _, page in PAGES:
        for block in page().split("\n\n"):
            rows = [line.replace("\\|", "") for line in block.splitlines() if line.startswith("|")]
            assert len({row.count("|") for row in rows}) <= 1


ARCHITECTURE = (HERE / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("drawn", "changed"),
    [("        records\n", ""), ("docketed --> under_review: ReviewOpened", "docketed --> approved: Approved")],
)
def test_a_stale_picture_is_found_and_only_the_picture_is_written_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], drawn: str, changed: str
) -> None:
    main([], tmp_path)
    page = tmp_path / "architecture.md"
    assert drawn in ARCHITECTURE
    page.write_text(f"{ARCHITECTURE}By hand.\n".replace(drawn, changed), encoding="utf-8")
    assert main(["--check"], tmp_path) == 1
    assert "architecture.md is out of date" in capsys.readouterr().err
    assert main([], tmp_path) == 0
    assert page.read_text(encoding="utf-8") == f"{ARCHITECTURE}By hand.\n"


def test_a_page_without_the_markers_of_a_picture_is_an_error() -> None:
    with pytest.raises(ValueError, match="states"):
        with_pictures(ARCHITECTURE.replace("<!-- states: begin -->", ""))


def test_the_picture_of_packages_shows_each_package_once() -> None:
    (root,) = withhold.__path__
    drawn = [package for layer in layers() for package in layer]
    assert sorted(drawn) == sorted(path.parent.name for path in Path(root).glob("*/__init__.py"))


def test_the_picture_of_states_shows_each_state() -> None:
    for state in State:
        assert f"> {state}" in states_picture()
