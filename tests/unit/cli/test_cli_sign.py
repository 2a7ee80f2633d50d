"""``withhold sign`` and ``withhold intake`` refuse a key or a signature file that is not the signer's, and name it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from withhold.cli.agency.intake import signature_path
from withhold.cli.main import withhold
from withhold.model.errors import Code, Conflict
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use

COVERS = ("withhold.cli.agency.intake",)


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    path = tmp_path / "batch.csv"
    path.write_text("tin\n")
    return path


def test_a_key_of_another_signer_signs_nothing(batch: Path) -> None:
    key = batch.with_name("mine.key")
    SigningKey.generate(Use.SIGNER, "SGN-0001").write(key)
    words = ["sign", str(batch), "--agency", "AGY-0001", "--key", str(key), "--signer"]
    refused = CliRunner().invoke(withhold, [*words, "SGN-0002"]).exception
    assert isinstance(refused, Conflict)
    assert refused.code == Code.SIGN_KEY_OF_ANOTHER
    assert all(each in str(refused) for each in ("mine.key", "SGN-0001", "SGN-0002"))
    assert not signature_path(batch).exists()
    assert CliRunner().invoke(withhold, [*words, "sgn-0001"]).exit_code == 0
    assert signature_path(batch).exists()
