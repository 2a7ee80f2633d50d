"""``withhold sign`` and ``withhold intake`` refuse a key or a signature file that is not the signer's, and name it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from support.home import little_home
from withhold.casework.intake.batch_rows import rows_of
from withhold.casework.intake.batch_signature import claimed_statement
from withhold.cli.agency.intake import signature_path
from withhold.cli.main import withhold
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use

COVERS = ("withhold.cli.agency.intake",)


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "batch.csv"
    rows = [",".join(COLUMNS), *(f"REF-{number}{',' * (len(COLUMNS) - 1)}" for number in range(3))]
    path.write_text("\n".join(rows))
    return path


def test_a_key_of_another_signer_signs_nothing(batch: Path) -> None:
    key = batch.with_name("mine.key")
    SigningKey.generate(Use.SIGNER, "SGN-0001").write(key)
    words = ["sign", str(batch), "--log", "an.example/log", "--agency", "AGY-0001", "--key", str(key), "--signer"]
    refused = CliRunner().invoke(withhold, [*words, "SGN-0002"]).exception
    assert isinstance(refused, Conflict)
    assert refused.code == Code.SIGN_KEY_OF_ANOTHER
    assert all(each in str(refused) for each in ("mine.key", "SGN-0001", "SGN-0002"))
    assert not signature_path(batch).exists()
    signed = CliRunner().invoke(withhold, [*words, "sgn-0001"])
    assert signed.exit_code == 0
    statement = claimed_statement(signature_path(batch).read_bytes(), "")
    assert (statement.log, statement.agency, statement.signer) == ("an.example/log", "AGY-0001", "sgn-0001")
    assert statement.file == rows_of(batch)
    assert statement.file.rows == 3
    assert all(each in signed.output for each in (statement.file.digest, statement.file.root))


@pytest.mark.parametrize("content", ["# Read me\n", "Not a batch's statement\n\n\u2014 name AAAAAAA=\n", '{"v":1}'])
def test_intake_names_the_signature_file_that_was_given(tmp_path: Path, content: str) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(content)
    with little_home(tmp_path) as little:
        batch = little.batch([little.row()])
        words = ["intake", str(batch), "--home", str(little.home), "--signature", str(readme)]
        refused = CliRunner().invoke(withhold, words).exception
    assert isinstance(refused, Unreadable)
    assert str(readme) in str(refused)
    assert f"{batch.name}.sig" not in str(refused)
