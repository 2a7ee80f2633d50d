"""An option with a value that cannot be used is named as people typed it, with what to give instead."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from withhold.cli.main import withhold
from withhold.model.errors import Unreadable

COVERS = ("withhold.cli.agency.screen", "withhold.cli.demonstration.story", "withhold.cli.instance.init")

INIT = ("init", "--origin", "example.gov/log", "--register", "register.parquet")


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--origin", "a b", "It must be letters"),
        ("--register", " ", "It must name a place"),
        ("--custodian", "two\nlines", "It must be at most 200"),
        ("--domain", "10.0.0.1", "It must be a host name"),
        ("--url", "ftp://x", "It must be an origin"),
        ("--url", "https://elsewhere.example", "Its host must be the domain of the passkeys"),
    ],
)
def test_init_names_the_option_and_makes_nothing(tmp_path: Path, option: str, value: str, reason: str) -> None:
    home = tmp_path / "home"
    ended = CliRunner().invoke(withhold, [*INIT, "--home", str(home), option, value])
    assert ended.exit_code == 2
    assert f"{option}: {reason}" in " ".join(ended.output.split())
    assert "home.toml" not in ended.output
    assert not home.exists()


def test_init_reports_that_there_is_no_accreditation_file(tmp_path: Path) -> None:
    words = [*INIT, "--home", str(tmp_path / "home"), "--accreditation", str(tmp_path / "nofile.json")]
    refused = CliRunner().invoke(withhold, words).exception
    assert isinstance(refused, Unreadable)
    assert (
        str(refused)
        == "nofile.json: The file cannot be read (No such file or directory). Check its path and who may read it."
    )


def test_screen_writes_to_no_file(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("# Read me")
    ended = CliRunner().invoke(withhold, ["screen", "batch.csv", "--out", str(readme)])
    assert ended.exit_code == 2
    assert f"--out {readme} is not a directory. Name a directory." in " ".join(ended.output.split())


def test_a_demonstration_is_made_in_an_empty_directory_only(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    refused = CliRunner().invoke(withhold, ["demo", "--home", str(tmp_path)]).exception
    assert isinstance(refused, Unreadable)
    assert (
        str(refused)
        == f"{tmp_path}: The directory has other files in it. Name an empty or a new directory with --home."
    )
    assert (tmp_path / "mine").exists()
