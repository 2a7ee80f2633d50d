"""Intake: what is not signed, not whole or not new leaves no trace."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from support.filing import deficiencies, everything_in, no_trace
from support.home import LittleHome, rows_in
from support.intruder import flipped
from support.people import AGENCY, SIGNERS, STEWARD
from withhold.casework.accreditation.accrediting import revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.intake.batch_signature import file_digest, sign_batch
from withhold.casework.intake.filing import FiledBefore, file_batch
from withhold.cli.main import withhold
from withhold.model.batch_statement import BatchStatement
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Fault, Forbidden, Unreadable, WithholdError
from withhold.model.vocabulary import Role
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use

COVERS = ("withhold.casework.intake.batch_signature", "withhold.casework.intake.filing")

# The signature


@pytest.mark.parametrize(
    "signature", [b"", b"\xff\xfe", b"withhold batch v1\n", b"a\n\n", b"no note at all", b"\0" * 40]
)
def test_what_is_no_signature_is_not_read_as_one(little: LittleHome, signature: bytes) -> None:
    path = little.batch([little.row()])
    with no_trace(little, Unreadable):
        file_batch(little.instance, path, signature)


def test_another_signers_key_does_not_sign_for_this_one(little: LittleHome) -> None:
    path = little.batch([little.row()])
    with no_trace(little, Fault):
        file_batch(little.instance, path, little.sign(path, SIGNERS[0], key_of=SIGNERS[1]))


def test_a_key_of_the_same_name_that_is_not_the_accredited_one_does_not_sign(little: LittleHome) -> None:
    path = little.batch([little.row()])
    statement = BatchStatement(little.instance.trust.origin, AGENCY, SIGNERS[0].person, rows_in(path))
    forged = sign_batch(statement, SigningKey.generate(Use.SIGNER, SIGNERS[0].person))
    with no_trace(little, Fault):
        file_batch(little.instance, path, forged)


def test_a_file_changed_after_it_was_signed_is_not_taken(little: LittleHome) -> None:
    path = little.batch([little.row()])
    signature = little.sign(path)
    path.write_bytes(path.read_bytes().replace(b"INV-2025", b"INV-2026"))
    with no_trace(little, Fault):
        file_batch(little.instance, path, signature)


def test_every_byte_of_a_signature_counts(little: LittleHome) -> None:
    path = little.batch([little.row()])
    signature = little.sign(path)
    before = everything_in(little.home)
    for place in range(0, len(signature), 7):
        with pytest.raises(WithholdError):
            file_batch(little.instance, path, flipped(signature, place))
    assert everything_in(little.home) == before
    assert len(file_batch(little.instance, path, signature).cases) == 1


def test_a_signature_over_another_file_does_not_serve_this_one(little: LittleHome) -> None:
    first, second = little.batch([little.row()]), little.batch([little.row()])
    with no_trace(little, Fault):
        file_batch(little.instance, second, little.sign(first))


@pytest.mark.parametrize(
    "signer",
    [
        Actor("SGN-9", Role.SIGNER, AGENCY),
        Actor("SGN-1", Role.SIGNER, "AGY-OTHER"),
        Actor("OFF-1", Role.SIGNER, AGENCY),
    ],
)
def test_an_unknown_signer_may_not_file(little: LittleHome, signer: Actor) -> None:
    path = little.batch([little.row()])
    with no_trace(little, Forbidden):
        file_batch(little.instance, path, little.sign(path, signer, key_of=SIGNERS[0]))


def test_an_expired_signer_may_not_file(little: LittleHome) -> None:
    little.clock.advance(days=60)
    path = little.batch([little.row(signer_id=SIGNERS[1].person)])
    with no_trace(little, Forbidden):
        file_batch(little.instance, path, little.sign(path, SIGNERS[1]))


def test_a_revoked_signer_may_not_file(little: LittleHome) -> None:
    revoke(little.instance, STEWARD, SIGNERS[0].person, "Office given up.")
    path = little.batch([little.row()])
    with no_trace(little, Forbidden):
        file_batch(little.instance, path, little.sign(path))


def test_a_row_may_name_no_other_signer_than_who_signed_the_file(little: LittleHome) -> None:
    filed = little.file([little.row(signer_id=SIGNERS[1].person), little.row()])
    assert deficiencies(filed) == [["signer"], []]


# The file


def test_a_file_is_filed_once(little: LittleHome) -> None:
    path = little.batch([little.row(), little.row("jules", reason="")])
    signature = little.sign(path)
    file_batch(little.instance, path, signature)
    with no_trace(little, FiledBefore):
        file_batch(little.instance, path, signature)
    copied = path.with_name("again.csv")
    shutil.copy(path, copied)
    with no_trace(little, FiledBefore):
        file_batch(little.instance, copied, signature)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b"tin,", b"tin,status,", 1),
        lambda content: content.replace(b"tin,", b"", 1),
        lambda content: content[:-10] + b"\xff\xfe\n",
        lambda content: content.split(b"\r\n")[0][:40],
        lambda content: b"",
    ],
    ids=["unknown column", "missing column", "not UTF-8", "cut short", "empty"],
)
def test_a_signed_file_that_cannot_be_read_leaves_no_trace(
    little: LittleHome, change: Callable[[bytes], bytes]
) -> None:
    path = little.batch([little.row(), little.row("jules")])
    path.write_bytes(change(path.read_bytes()))
    with no_trace(little, Unreadable):
        file_batch(little.instance, path, little.sign(path))


def test_a_file_that_is_gone_leaves_no_trace(little: LittleHome) -> None:
    path = little.batch([little.row()])
    signature = little.sign(path)
    path.unlink()
    with no_trace(little, Unreadable):
        file_batch(little.instance, path, signature)


def fifo(path: Path) -> Path:
    """A named pipe. Whoever waits for its writer gets one that writes nothing, so that a test fails and never waits."""
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    Thread(target=lambda: os.close(os.open(path, os.O_WRONLY)), daemon=True).start()
    return path


def test_a_pipe_in_a_batchs_place_is_refused_and_not_waited_for(little: LittleHome) -> None:
    path = little.batch([little.row()])
    signature = little.sign(path)
    fifo(path)
    with pytest.raises(Unreadable, match="This is not a regular file") as refused:
        file_digest(path)
    assert refused.value.file == path.name
    with no_trace(little, Unreadable):
        file_batch(little.instance, path, signature)


def test_sign_and_intake_refuse_a_pipe(little: LittleHome, tmp_path: Path) -> None:
    batch = little.batch([little.row()])
    pipe = fifo(tmp_path / "batch.csv")
    key = tmp_path / "key"
    SigningKey.generate(Use.SIGNER, "SIG-1").write(key)
    words = ["sign", str(pipe), "--log", "an.example/log", "--agency", AGENCY, "--signer", "SIG-1", "--key", str(key)]
    ended = CliRunner().invoke(withhold, words)
    assert isinstance(ended.exception, Unreadable), ended.output
    pipe = fifo(tmp_path / "batch.csv.sig")
    ended = CliRunner().invoke(withhold, ["intake", str(batch), "--home", str(little.home), "--signature", str(pipe)])
    assert isinstance(ended.exception, Unreadable), ended.output
    assert "There is no signature here" in str(ended.exception)


def test_intake_refuses_a_signature_of_any_length(little: LittleHome, tmp_path: Path) -> None:
    batch, long = little.batch([little.row()]), tmp_path / "long.sig"
    long.write_bytes(b"")
    os.truncate(long, 1024 * 1024 + 1)
    ended = CliRunner().invoke(withhold, ["intake", str(batch), "--home", str(little.home), "--signature", str(long)])
    assert isinstance(ended.exception, Unreadable), ended.output
    assert "too large for a signature" in str(ended.exception)


def test_a_batch_whose_rows_are_all_held_back_makes_no_case(little: LittleHome) -> None:
    filed = little.file([little.row(reason=""), little.row("jules", sole_use="false")])
    assert filed.cases == ()
    assert little.instance.cases.list_all() == []
    assert audit(little.instance).findings == ()
