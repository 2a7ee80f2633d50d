"""A verifier key that a command cannot use: the message names the option, the file, and what to give instead."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from withhold.cli.main import withhold
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.errors import Unreadable
from withhold.tlog.notes.vkey import KeyType, VerifierKey

COVERS = ("withhold.cli.ledger.changing_keys", "withhold.cli.ledger.places")

LOG = VerifierKey("log.example/keys", KeyType.ED25519, bytes(range(32)))
WITNESS = VerifierKey("witness.example/w1", KeyType.COSIGNATURE, bytes(range(32)))
CURE = "a verifier key (NAME+ID+KEY), or a file that contains one."


@pytest.fixture
def readme(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_text("# Read me\n")
    return path


def ledger(*words: object) -> Result:
    return CliRunner().invoke(withhold, ["ledger", *map(str, words)])


def commands(option: str, key: object, log: Path) -> list[object]:
    """Return a command that gets the key with that option."""
    reason = ("--person", "CUS-0001", "--reason", "Key replaced.")
    return {
        "--vkey": ["verify", log, "--vkey", key],
        "--witness": ["verify", log, "--vkey", LOG, "--witness", key],
        "--old": ["change-witness", "--old", key, "--new", WITNESS, *reason],
        "--new": ["change-witness", "--old", WITNESS, "--new", key, *reason],
        "--log": ["witness", "--key", log / "key", "--db", log / "db", "--port", 0, "--log", key],
    }[option]


OPTIONS = ("--vkey", "--witness", "--old", "--new", "--log")


@pytest.mark.parametrize("option", OPTIONS)
def test_a_file_without_a_key_is_named_with_its_option_and_the_cure(readme: Path, option: str) -> None:
    for path in (readme, readme.with_name("nothing")):
        refused = ledger(*commands(option, path, readme.parent)).exception
        assert isinstance(refused, Unreadable)
        assert str(refused).startswith(f"{path}: ")
        assert str(refused).endswith(f"Give {option} {CURE}")


@pytest.mark.parametrize("option", OPTIONS)
def test_a_text_that_is_no_key_is_named_by_its_option(readme: Path, option: str) -> None:
    refused = ledger(*commands(option, "log.example+1+2", readme.parent)).exception
    assert isinstance(refused, Unreadable)
    assert str(refused).startswith(f"{option}: This is not a verifier key")
    assert str(refused).endswith(f"Give {option} {CURE}")


@pytest.mark.parametrize("option", OPTIONS)
def test_a_witnesss_key_and_a_logs_key_are_not_taken_for_each_other(readme: Path, option: str) -> None:
    of_log = option in {"--vkey", "--log"}
    ended = ledger(*commands(option, WITNESS if of_log else LOG, readme.parent))
    assert ended.exit_code == 2
    assert f"{option} {WITNESS if of_log else LOG} is a" in ended.output
    assert ("Give the log's `vkey` file" in ended.output) == of_log


@pytest.mark.parametrize("keys", [f"{WITNESS}\n", f"{LOG}\n{LOG} 7\n"])
def test_an_accounting_refuses_keys_that_are_not_of_one_log(readme: Path, keys: str) -> None:
    readme.write_text(keys)
    words = ["accounting", "--log", str(readme.parent), "--vkey", str(readme)]
    ended = CliRunner().invoke(withhold, words, input=AccountingCode(2026, bytes(32)).encode())
    assert ended.exit_code == 2
    assert f"--vkey {readme} " in ended.output
