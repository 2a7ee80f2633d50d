"""An option with a value that cannot be used is named as people typed it, with what to give instead."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from support.home import SOME_WITNESS
from support.people import register_of
from withhold.casework.opening.draft import read_draft
from withhold.cli.instance import init as initial
from withhold.cli.main import withhold
from withhold.model.errors import Conflict, Unreadable

COVERS = ("withhold.cli.agency.screen", "withhold.cli.demonstration.story", "withhold.cli.instance.init")

WITNESS = ("--witness", str(SOME_WITNESS.key), SOME_WITNESS.url)
FOUNDERS = ("--steward", "CUS-1=Ada", "--steward", "CUS-2=Ben", "--inspector", "INS-1=Dee", "--model", "any")
INIT = ("init", "--origin", "example.gov/log", "--register", "register.parquet", *WITNESS, *FOUNDERS)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--origin", "a b", "It must be letters"),
        ("--register", " ", "It must name a place"),
        ("--custodian", "two\nlines", "It must be at most 200"),
        ("--domain", "10.0.0.1", "It must be a host name"),
        ("--url", "ftp://x", "It must be an origin"),
        ("--url", "https://elsewhere.example", "Its host must be the domain of the passkeys"),
        ("--quorum", "0", "It must be from 1"),
        ("--steward", "CUS-3", "write it as ID=NAME"),
        ("--inspector", "=Eve", "write it as ID=NAME"),
    ],
)
def test_init_names_the_option_and_makes_nothing(tmp_path: Path, option: str, value: str, reason: str) -> None:
    home = tmp_path / "home"
    ended = CliRunner().invoke(withhold, [*INIT, "--home", str(home), option, value])
    assert ended.exit_code == 2
    assert f"{option}: {reason}" in " ".join(ended.output.split())
    assert "home.toml" not in ended.output
    assert not home.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--witness", "no key", "https://w.example"), "--witness: "),
        (("--witness", str(SOME_WITNESS.key), "ftp://w.example"), "--witness: "),
        (("--quorum", "3"), "--witness, --quorum: "),
    ],
)
def test_init_names_a_witness_or_a_quorum_that_cannot_be(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    ended = CliRunner().invoke(withhold, [*INIT, *words, "--home", str(tmp_path / "home")])
    assert ended.exit_code == 2
    assert said in ended.output
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("left_out", ["--origin", "--register", "--steward", "--inspector", "--witness", "--model"])
def test_init_without_a_terminal_asks_for_nothing(tmp_path: Path, left_out: str) -> None:
    words = list(INIT)
    while left_out in words:
        at = words.index(left_out)
        del words[at : at + (3 if left_out == "--witness" else 2)]
    ended = CliRunner().invoke(withhold, [*words, "--home", str(tmp_path / "home")])
    assert ended.exit_code == 2
    assert f"Missing option '{left_out}'" in ended.output
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "words", [("--steward", "cus-1=Twice"), ("--model", "ANY"), ("--steward", "no id=Cy"), ("--origin", "x" * 90)]
)
def test_init_refuses_what_no_statement_can_have(tmp_path: Path, words: tuple[str, ...]) -> None:
    register_of().write_parquet(tmp_path / "register.parquet")
    given = [*INIT, "--register", str(tmp_path / "register.parquet"), *words, "--home", str(tmp_path / "home")]
    ended = CliRunner().invoke(withhold, given)
    assert isinstance(ended.exception, Unreadable)
    assert ended.exception.file == "founding statement"
    assert not (tmp_path / "home").exists()


def test_init_prints_a_code_for_each_founder_and_the_recovery_key_once(tmp_path: Path) -> None:
    register_of().write_parquet(tmp_path / "register.parquet")
    home = tmp_path / "home"
    words = [*INIT, "--register", str(tmp_path / "register.parquet"), "--home", str(home)]
    ended = CliRunner().invoke(withhold, words)
    assert ended.exit_code == 0, ended.output
    for name in ("CUS-1", "CUS-2", "INS-1"):
        assert f" for {name}\n" in ended.output
    assert ended.output.count("use: recovery\n") == 1
    assert ended.output.count("warning: ") == 2
    assert not any("use: recovery" in path.read_text(errors="replace") for path in home.rglob("*") if path.is_file())
    again = CliRunner().invoke(withhold, words)
    assert isinstance(again.exception, Conflict)


def test_on_a_terminal_init_asks_for_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register_of().write_parquet(tmp_path / "register.parquet")
    monkeypatch.setattr(initial, "_on_a_terminal", lambda: True)
    answers = [
        "example.gov/log",
        str(tmp_path / "register.parquet"),
        *("CUS-1=Ada", "CUS-2=Ben", "CUS-3=Cy", ""),
        *("INS-1=Dee", "INS-2=Eve", ""),
        *(str(SOME_WITNESS.key), SOME_WITNESS.url, "any"),
    ]
    words = ["init", "--home", str(tmp_path / "home")]
    ended = CliRunner().invoke(withhold, words, input="".join(f"{each}\n" for each in answers))
    assert ended.exit_code == 0, ended.output
    founders = [each.person for each in read_draft(tmp_path / "home").founders]
    assert founders == ["CUS-1", "CUS-2", "CUS-3", "INS-1", "INS-2"]
    assert "warning" not in ended.output


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
