"""Who gets which receipts. They verify offline, and reveal to nobody more than they are entitled to."""

from dataclasses import replace
from pathlib import Path

import pytest

from support.acts import act
from support.called import called
from support.codes import raises
from support.further import OneCase
from support.home import LittleHome
from support.intruder import put, stored_of
from support.people import COUNSEL, EVERYONE, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from withhold.casework.accreditation.accrediting import revoke
from withhold.casework.opening.instance import log_key
from withhold.casework.parties.receipts import ANSWERED, case_receipts
from withhold.casework.publication.proving import signed_checkpoint
from withhold.casework.subject.accounting import issue_code
from withhold.ledger.leaf import Leaf
from withhold.model.cases import commands
from withhold.model.cases.determination import Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Fault, Forbidden
from withhold.model.kinds import Kind
from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.receipt import verify_receipt

COVERS = (
    "withhold.casework.parties.receipts",
    "withhold.casework.review.acting",
    "withhold.casework.subject.accounting",
    "withhold.cli.ledger.checking",
)


@pytest.fixture
def little(retrieved: OneCase) -> LittleHome:
    return retrieved[0]


@pytest.fixture
def case_id(retrieved: OneCase) -> str:
    """A case that went the whole way to the official."""
    return retrieved[1]


def kinds(little: LittleHome, actor: Actor, case_id: str) -> list[Kind]:
    return [each.kind for each in case_receipts(little.instance, actor, case_id)]


WHOLE = [
    Kind.REQUEST_DOCKETED,
    Kind.REVIEW_OPENED,
    Kind.DOSSIER_VIEWED,
    Kind.DETERMINATION_MADE,
    Kind.DOSSIER_VIEWED,
    Kind.DETERMINATION_MADE,
    Kind.REQUEST_APPROVED,
    Kind.RELEASED,
    Kind.RETRIEVED,
]


def test_every_receipt_verifies_offline_and_is_for_its_event(little: LittleHome, case_id: str) -> None:
    stated = tuple(each.key for each in little.instance.configuration.witnesses)
    trust = LogTrust((log_key(little.home),), refuse_unknown=True, stated=stated)
    stored = little.instance.journal.stream(f"case/{case_id}")
    made = case_receipts(little.instance, INSPECTORS[0], case_id)
    assert [each.kind for each in made] == WHOLE
    for event, each in zip(stored, made, strict=True):
        proven = verify_receipt(each.receipt.encode(), trust, check_ed25519, event.leaf)
        assert proven.index == event.position
        assert each.name == f"{event.position}-{each.kind.name.lower()}.tlog-proof"


def test_the_agency_gets_receipts_for_what_its_answer_reveals(little: LittleHome, case_id: str) -> None:
    told = [kind for kind in WHOLE if kind in ANSWERED]
    assert told == [*WHOLE[:1], Kind.REQUEST_APPROVED, Kind.RETRIEVED]
    assert kinds(little, SIGNERS[0], case_id) == kinds(little, OFFICIALS[0], case_id) == told


def test_the_agency_learns_nothing_of_a_review_under_way(little: LittleHome) -> None:
    confirmed, absent = little.docket("robin", "absent")
    little.decide(OFFICERS[0], confirmed, Decision.REFUSE)
    assert kinds(little, SIGNERS[0], confirmed) == WHOLE[:1]
    assert kinds(little, SIGNERS[0], absent) == [*WHOLE[:1], Kind.IDENTITY_NOT_CONFIRMED]


def test_a_receipt_of_the_agency_carries_the_entry_and_no_more(little: LittleHome, case_id: str) -> None:
    for each in case_receipts(little.instance, SIGNERS[0], case_id):
        assert each.receipt.extra is not None
        assert Leaf.parse(each.receipt.extra).kind == Kind.STEP


def test_a_reviewer_gets_what_they_did_and_not_what_the_other_did(little: LittleHome, case_id: str) -> None:
    mine = [Kind.DOSSIER_VIEWED, Kind.DETERMINATION_MADE]
    officer = case_receipts(little.instance, OFFICERS[0], case_id)
    counsel = case_receipts(little.instance, COUNSEL[0], case_id)
    assert [each.kind for each in officer[:2]] == [each.kind for each in counsel[:2]] == mine
    assert not {each.receipt.index for each in officer} & {each.receipt.index for each in counsel}


def test_who_has_no_part_in_the_case_is_refused_as_for_one_that_does_not_exist(
    little: LittleHome, case_id: str
) -> None:
    strangers = (OFFICERS[1], COUNSEL[1], SIGNERS[1], OFFICIALS[1], STEWARD)
    for actor in (*strangers, replace(SIGNERS[0], agency="AGY-OTHER")):
        for each in (case_id, f"{'0' * 16}-1"):
            with pytest.raises(Forbidden) as raised:
                case_receipts(little.instance, actor, each)
            assert str(raised.value) == str(Forbidden()), actor


def test_nobody_gets_receipts_of_a_case_that_does_not_exist(little: LittleHome) -> None:
    for actor in EVERYONE:
        with pytest.raises(Forbidden):
            case_receipts(little.instance, actor, f"{'0' * 16}-1")


def test_a_revoked_signer_gets_none(little: LittleHome, case_id: str) -> None:
    revoke(little.instance, STEWARD, SIGNERS[0].person, "Left.")
    with pytest.raises(Forbidden):
        case_receipts(little.instance, SIGNERS[0], case_id)


def test_what_is_not_published_yet_has_no_receipt_yet(little: LittleHome, case_id: str) -> None:
    act(little.instance, OFFICIALS[0], case_id, commands.CertifyDisposal(Manner.DESTROYED))
    assert kinds(little, INSPECTORS[0], case_id) == WHOLE


def test_an_event_that_is_not_what_the_ledger_has_gets_no_receipt(little: LittleHome, case_id: str) -> None:
    stored = stored_of(little, f"case/{case_id}", Kind.REQUEST_APPROVED)
    put(little, replace(stored, leaf=stored.leaf[:-1] + bytes([stored.leaf[-1] ^ 1])))
    with raises(Fault, Code.RECEIPT_EVENT_DIFFERS, Code.ACCREDITATION_DIFFERS):
        case_receipts(little.instance, INSPECTORS[0], case_id)


# As commands


def test_the_custodian_writes_them_for_a_person(little: LittleHome, case_id: str, tmp_path: Path) -> None:
    little.close()
    words = ("ledger", "receipts", case_id, "--home", little.home, "--out", tmp_path / "out", "--person")
    written = called(*words, SIGNERS[0].person)
    assert written.stdout.startswith("3 receipts"), written.stderr
    receipt = next((tmp_path / "out").glob("*-retrieved.tlog-proof"))
    verified = called("ledger", "verify", receipt, "--receipt", "--vkey", little.home / "log" / "vkey")
    assert (verified.returncode, "receipt verified" in verified.stdout) == (0, True)
    assert called(*words, SIGNERS[1].person).returncode == 2


def test_an_index_behind_the_end_of_the_ledger_is_a_wrong_argument(little: LittleHome, tmp_path: Path) -> None:
    size, out = signed_checkpoint(little.instance).checkpoint.size, tmp_path / "proof"
    little.close()
    words = ("ledger", "proof", "--home", little.home, "--out", out)
    for index in (size, 99_999_999):
        refused = called(*words, index)
        assert (refused.returncode, f"It has {size} entries" in refused.stderr) == (2, True), refused.stderr
        assert not out.exists()
    assert called(*words, size - 1).returncode == 0


def test_a_person_makes_their_own_from_a_copy_of_the_log(little: LittleHome, case_id: str, tmp_path: Path) -> None:
    code = issue_code(little.instance, SUBJECTS["robin"].tin, little.instance.now().year)
    stored = little.instance.journal.stream(f"case/{case_id}")
    trust = LogTrust((log_key(little.home),))
    log = little.home / "log"
    little.close()
    words = ("accounting", "--log", log, "--receipts", tmp_path / "mine")
    assert called(*words, typed=code).returncode == 2
    written = called(*words, "--vkey", log / "vkey", typed=code)
    assert f"{len(stored)} receipts" in written.stdout, written.stderr
    made = {int(path.stem): path for path in (tmp_path / "mine").iterdir()}
    assert made.keys() == {each.position for each in stored}
    for each in stored:
        assert each.position is not None
        verify_receipt(made[each.position].read_bytes(), trust, check_ed25519, each.leaf)


def test_an_accounting_is_asked_of_a_log_or_of_a_home(little: LittleHome) -> None:
    code = issue_code(little.instance, SUBJECTS["robin"].tin, 2025)
    little.close()
    assert called("accounting", typed=code).returncode == 2
    assert called("accounting", "--log", little.home / "log", "--home", little.home, typed=code).returncode == 2
    assert called("accounting", "--home", little.home, typed=code).returncode == 0
    as_argument = called("accounting", "--code", code, "--home", little.home)
    assert as_argument.returncode == 2
    assert code not in as_argument.stderr
    assert called("accounting", "--home", little.home, typed="\n").returncode == 2
    mistyped = called("accounting", "--home", little.home, typed=f"{code[:-1]}\u00e9")
    assert mistyped.returncode == 3
    assert code[:-1] not in mistyped.stderr
