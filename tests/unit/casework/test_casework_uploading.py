"""Uploads: parts in their order, one signer's own, signed by passkey, filed by the worker."""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.accounts import answered
from support.codes import raises
from support.filing import found
from support.home import LittleHome, little_home
from support.people import OFFICERS, OFFICIALS, SIGNERS
from withhold.casework.acts.registered_passkeys import PasskeyNotRegistered
from withhold.casework.audit.auditing import audit
from withhold.casework.intake.answer_files import refused_rows
from withhold.casework.intake.batch_signature import claimed_statement
from withhold.casework.intake.single_request import check_request, earlier_request, file_of_one
from withhold.casework.intake.uploading import (
    MOST,
    add_part,
    begin_upload,
    discard_upload,
    own_upload,
    sign_upload,
    upload_challenge,
    upload_path,
    upload_statement,
)
from withhold.casework.publication.publishing import publish
from withhold.casework.work import work_once
from withhold.model.errors import Code, Conflict, Forbidden, Unreadable
from withhold.sealing.errors import PasskeyRejected

COVERS = (
    "withhold.casework.intake.answer_files",
    "withhold.casework.intake.batch_passkey",
    "withhold.casework.intake.single_request",
    "withhold.casework.intake.uploading",
    "withhold.casework.sign_in.enrolling",
    "withhold.casework.work",
)

SIGNER = SIGNERS[0]


@pytest.fixture
def home() -> Iterator[LittleHome]:
    with little_home() as little:
        yield little


def sent(home: LittleHome, content: bytes) -> str:
    upload_id = begin_upload(home.instance, SIGNER, ".csv", len(content))
    add_part(home.instance, SIGNER, upload_id, 0, io.BytesIO(content), len(content))
    return upload_id


def content(home: LittleHome, *subjects: str) -> bytes:
    return home.batch([home.row(each) for each in subjects]).read_bytes()


def signed(home: LittleHome, upload_id: str) -> None:
    challenge = upload_challenge(home.instance, SIGNER, upload_id)
    sign_upload(home.instance, SIGNER, upload_id, answered(home, SIGNER.person, challenge))


def work(home: LittleHome) -> None:
    while work_once(home.instance):
        pass


def state(home: LittleHome, upload_id: str) -> str:
    return own_upload(home.instance, SIGNER, upload_id).state


def test_a_request_of_the_form_is_signed_filed_and_reviewed(home: LittleHome) -> None:
    upload_id = file_of_one(home.instance, SIGNER, home.row("robin"))
    assert state(home, upload_id) == "received"
    signed(home, upload_id)
    work(home)
    assert state(home, upload_id) == "filed"
    assert not upload_path(home.instance, own_upload(home.instance, SIGNER, upload_id)).exists()
    (case_id,) = home.instance.cases.list_all()
    assert home.instance.case(case_id).request.signer_id == SIGNER.person
    home.decide(OFFICERS[0], case_id)
    publish(home.instance)
    assert audit(home.instance).findings == ()


def test_parts_come_in_their_order(home: LittleHome) -> None:
    whole = content(home, "robin")
    size = len(whole)
    upload_id = begin_upload(home.instance, SIGNER, ".csv", size)
    for offset, part in ((3, b"abc"), (0, b""), (0, whole + b"x")):
        with pytest.raises(Conflict):
            add_part(home.instance, SIGNER, upload_id, offset, io.BytesIO(part), len(part))
    assert add_part(home.instance, SIGNER, upload_id, 0, io.BytesIO(whole[:5]), 5).received == 5
    with raises(Conflict, Code.UPLOAD_DOES_NOT_FOLLOW):
        add_part(home.instance, SIGNER, upload_id, 0, io.BytesIO(b"01234"), 5)
    with raises(Conflict, Code.UPLOAD_PART_CUT_SHORT):
        add_part(home.instance, SIGNER, upload_id, 5, io.BytesIO(b"5"), 5)
    done = add_part(home.instance, SIGNER, upload_id, 5, io.BytesIO(whole[5:]), size - 5)
    assert (done.state, done.rows) == ("received", 1)
    assert upload_path(home.instance, done).read_bytes() == whole
    with raises(Conflict, Code.UPLOAD_DOES_NOT_FOLLOW):
        add_part(home.instance, SIGNER, upload_id, size, io.BytesIO(b""), 0)


def test_a_file_that_was_not_read_to_its_end_is_read_again_by_an_empty_part(home: LittleHome) -> None:
    whole = content(home, "robin", "kit")
    upload_id = sent(home, whole)
    read = own_upload(home.instance, SIGNER, upload_id)
    home.alter("UPDATE records_upload SET state='receiving', digest='', root='', rows=0")
    again = add_part(home.instance, SIGNER, upload_id, len(whole), io.BytesIO(b""), 0)
    assert (again.state, again.digest, again.rows, again.root) == ("received", read.digest, 2, read.root)


def test_the_page_and_the_command_sign_the_same_root(home: LittleHome) -> None:
    whole = content(home, "robin", "kit", "jules")
    path = home.root / "same.csv"
    path.write_bytes(whole)
    upload = own_upload(home.instance, SIGNER, sent(home, whole))
    assert upload_statement(home.instance, upload) == claimed_statement(home.sign(path), path.name)


def test_what_an_earlier_try_wrote_past_the_end_is_replaced(home: LittleHome) -> None:
    whole = content(home, "robin")
    upload_id = begin_upload(home.instance, SIGNER, ".csv", len(whole))
    upload = add_part(home.instance, SIGNER, upload_id, 0, io.BytesIO(whole[:3]), 3)
    with upload_path(home.instance, upload).open("ab") as file:
        file.write(b"written before the process was killed" * 100)
    add_part(home.instance, SIGNER, upload_id, 3, io.BytesIO(whole[3:]), len(whole) - 3)
    assert upload_path(home.instance, upload).read_bytes() == whole


@pytest.mark.parametrize(("suffix", "size"), [(".exe", 5), (".csv", 0), (".csv", 1 << 40), ("../x", 5)])
def test_a_file_that_will_not_be_taken_is_not_begun(home: LittleHome, suffix: str, size: int) -> None:
    with pytest.raises(Conflict):
        begin_upload(home.instance, SIGNER, suffix, size)


def test_nobody_begins_without_end(home: LittleHome) -> None:
    for _ in range(MOST):
        last = begin_upload(home.instance, SIGNER, ".csv", 5)
    with raises(Conflict, Code.UPLOAD_TOO_MANY):
        begin_upload(home.instance, SIGNER, ".csv", 5)
    discard_upload(home.instance, SIGNER, last)
    begin_upload(home.instance, SIGNER, ".csv", 5)


def test_an_upload_is_its_signers_alone(home: LittleHome) -> None:
    upload_id = sent(home, b"x")
    for other in (SIGNERS[1], OFFICIALS[0], OFFICERS[0]):
        with pytest.raises(Forbidden):
            own_upload(home.instance, other, upload_id)
        with pytest.raises(Forbidden):
            add_part(home.instance, other, upload_id, 0, io.BytesIO(b"x"), 1)


def test_a_signature_is_over_this_file(home: LittleHome) -> None:
    first, second = sent(home, content(home, "robin")), sent(home, content(home, "kit"))
    challenge = upload_challenge(home.instance, SIGNER, first)
    with pytest.raises(PasskeyRejected):
        sign_upload(home.instance, SIGNER, second, answered(home, SIGNER.person, challenge))
    assert state(home, second) == "received"


def test_a_file_exchanged_after_it_was_signed_is_not_filed(home: LittleHome) -> None:
    upload_id = file_of_one(home.instance, SIGNER, home.row("robin"))
    signed(home, upload_id)
    path = upload_path(home.instance, own_upload(home.instance, SIGNER, upload_id))
    path.write_bytes(path.read_bytes().replace(b"INV-", b"INX-"))
    work(home)
    found = own_upload(home.instance, SIGNER, upload_id)
    assert found.state == "failed"
    assert found.problem.endswith(" is not the file that was signed. Sign it again.")
    assert home.instance.batches.list_all() == []


def test_a_file_signed_with_a_passkey_that_is_gone_is_not_filed(home: LittleHome) -> None:
    upload_id = file_of_one(home.instance, SIGNER, home.row("robin"))
    signed(home, upload_id)
    home.alter("DELETE FROM records_passkey WHERE person_id=?", SIGNER.person)
    work(home)
    found = own_upload(home.instance, SIGNER, upload_id)
    assert (found.state, found.problem) == ("failed", str(PasskeyNotRegistered(Code.PASSKEY_NOT_REGISTERED)))
    assert home.instance.batches.list_all() == []


def test_what_cannot_be_read_is_named_in_one_line_without_the_path(home: LittleHome) -> None:
    upload_id = sent(home, b"surname\nExample\n")
    found = own_upload(home.instance, SIGNER, upload_id)
    with raises(Conflict, Code.UPLOAD_NOT_WAITING):
        upload_challenge(home.instance, SIGNER, upload_id)
    assert not upload_path(home.instance, found).exists()
    assert found.state == "failed"
    assert found.problem.startswith("the file")
    assert str(home.home) not in found.problem
    assert "Example" not in found.problem


def test_a_part_is_not_written_into_a_pipe_a_link_or_a_directory(home: LittleHome, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for put in (
            os.mkfifo,
            Path.mkdir,
            lambda path: path.symlink_to(tmp_path / "other"),
            lambda path: pipe.rename(path),
        ):
            upload_id = begin_upload(home.instance, SIGNER, ".csv", 3)
            put(upload_path(home.instance, own_upload(home.instance, SIGNER, upload_id)))
            with pytest.raises(Unreadable, match="This is not a regular file"):
                add_part(home.instance, SIGNER, upload_id, 0, io.BytesIO(b"abc"), 3)
    finally:
        os.close(reader)
    assert (tmp_path / "other").read_bytes() == b""


def test_a_file_recorded_before_the_worker_was_killed_counts_as_filed(home: LittleHome) -> None:
    upload_id = file_of_one(home.instance, SIGNER, home.row("robin"))
    signed(home, upload_id)
    work(home)
    from withhold.records.models import Upload

    Upload.objects.using(home.instance.alias).filter(upload_id=upload_id).update(state="signed")
    work(home)
    assert state(home, upload_id) == "filed"
    assert len(home.instance.batches.list_all()) == 1


def test_the_form_shows_the_finding_of_each_element_and_records_nothing(home: LittleHome) -> None:
    before = home.kinds()
    found = {each.element: each.met for each in check_request(home.instance, SIGNER, home.row("robin")).elements}
    assert all(found.values())
    checked = check_request(home.instance, SIGNER, home.row("robin", reason="Because."))
    found = {each.element: each.met for each in checked.elements}
    assert [element for element, met in found.items() if not met] == ["reason"]
    assert checked.notes == []
    thin = "He is a witness whose address is needed so that agents can interview him about the loan."
    checked = check_request(home.instance, SIGNER, home.row("robin", reason=thin))
    assert all(each.met for each in checked.elements)
    assert checked.notes == [f"{mark.title}. {mark.text}" for mark in home.instance.pack.marks_named(["reason_score"])]
    assert home.kinds() == before
    with pytest.raises(Forbidden):
        check_request(home.instance, OFFICIALS[0], {})


def test_what_went_back_is_given_to_its_signer_to_correct(home: LittleHome) -> None:
    row = home.row("kit", address_line1="Failed to Provide")
    upload_id = file_of_one(home.instance, SIGNER, row)
    signed(home, upload_id)
    work(home)
    batch = home.instance.batches.list_all()[0].digest
    assert earlier_request(home.instance, SIGNER, batch, 1)["address_line1"] == "Failed to Provide"
    corrected = home.row("kit")
    again = file_of_one(home.instance, SIGNER, corrected, (batch, 1))
    signed(home, again)
    work(home)
    (case_id,) = home.instance.cases.list_all()
    case = home.instance.case(case_id)
    assert case.asked.earlier == (f"{batch[:16]}-1",)
    assert json.loads(case.dossier)["earlier"] == [{"case": f"{batch[:16]}-1", "state": "returned"}]
    with pytest.raises(Forbidden):
        file_of_one(home.instance, SIGNER, corrected, ("0" * 64, 1))
    for who, digest, number in ((SIGNERS[1], batch, 1), (SIGNER, "0" * 64, 1), (SIGNER, batch, 2)):
        with pytest.raises(Forbidden):
            earlier_request(home.instance, who, digest, number)


def test_a_correction_is_attested_again(home: LittleHome) -> None:
    filed = home.file([home.row("kit", address_line1="Failed to Provide")])
    batch = home.instance.batches.list_all()[0].digest
    earlier = earlier_request(home.instance, SIGNER, batch, 1)
    assert earlier["sole_use"] == ""
    assert earlier["request_ref"] != ""
    assert not {each.element: each.met for each in check_request(home.instance, SIGNER, earlier).elements}["sole_use"]
    assert refused_rows(filed.answers, [1]) == frozenset()


def test_a_refused_row_is_not_corrected(home: LittleHome) -> None:
    row = home.row("kit")
    filed = home.file([row, {**row, "request_ref": "REF-AGAIN"}, home.row("robin", reason="Because.")])
    assert found(filed)["outcome"].to_list() == ["eligible", "refused", "returned"]
    batch = home.instance.batches.list_all()[0].digest
    assert refused_rows(filed.answers, [2, 3]) == {2}
    assert refused_rows(filed.answers / "gone", [2, 3]) == {2, 3}
    with raises(Conflict, Code.REQUEST_REFUSED_ROW):
        earlier_request(home.instance, SIGNER, batch, 2)
    with raises(Conflict, Code.REQUEST_REFUSED_ROW):
        file_of_one(home.instance, SIGNER, home.row("kit"), (batch, 2))
    with pytest.raises(Forbidden):
        earlier_request(home.instance, SIGNER, batch, 1)
    assert earlier_request(home.instance, SIGNER, batch, 3)["reason"] == "Because."


def test_a_field_of_the_form_cannot_contain_what_no_field_may(home: LittleHome) -> None:
    for value in ("x" * 5000, "two\nlines", "\x00"):
        with pytest.raises(Conflict):
            file_of_one(home.instance, SIGNER, home.row("robin", reason=value))
    with raises(Conflict, Code.REQUEST_REFERENCE_MISSING):
        file_of_one(home.instance, SIGNER, home.row("robin", request_ref=""))
