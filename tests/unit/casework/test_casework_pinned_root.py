"""What an instance was founded on cannot be changed by whoever can write its files and its database."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.codes import raises
from support.founding import around, found_home
from support.home import LittleHome, configuration
from support.people import INSPECTORS, OFFICERS, STEWARD, STEWARDS, register_of
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.accreditation.row_against_events import require_recorded_accreditation
from withhold.casework.audit.auditing import audit
from withhold.casework.configuration import FILE
from withhold.casework.opening.founding import Pin, proven_founding
from withhold.casework.opening.instance import open_instance
from withhold.casework.opening.making import found, make_keys
from withhold.casework.publication.proving import LedgerProofs
from withhold.events.founding_file import (
    dump_founding,
    founding_digest,
    grouped,
    parse_founding,
    verified_digest,
    verify_founded,
)
from withhold.model.authority.founding import FILE as FOUNDING
from withhold.model.authority.founding import Founded, FounderSignature, Statement, founded_by
from withhold.model.errors import Code, Conflict, Fault, Unreadable, WithholdError
from withhold.model.kinds import Kind
from withhold.sealing.keytext import Use
from withhold.tlog.errors import ProofFails

COVERS = (
    "withhold.casework.accreditation.founders",
    "withhold.casework.opening.agreement",
    "withhold.casework.opening.founding",
    "withhold.casework.opening.making",
    "withhold.events.founding_file",
)


def founded_in(little: LittleHome) -> Founded:
    return parse_founding((little.home / FOUNDING).read_bytes())


def test_the_log_is_named_after_the_statement_and_every_checkpoint_names_it(little: LittleHome) -> None:
    statement = little.instance.founding
    assert isinstance(statement, Statement)
    digest = founding_digest(statement).hex()
    assert little.instance.configuration.origin == f"little.home.example/log/{digest[:32]}"
    assert (little.home / "log/checkpoint").read_text().splitlines()[0] == little.instance.configuration.origin
    assert verified_digest((little.home / FOUNDING).read_bytes()).hex() == digest
    assert grouped(bytes.fromhex(digest)).replace(" ", "") == digest
    assert little.kinds()[0] == Kind.DEMONSTRATION_FOUNDED
    assert statement.demonstration
    assert {each.person for each in statement.founders} == {each.person for each in (*STEWARDS, *INSPECTORS)}


def test_the_founders_are_in_the_tables_without_an_event_of_their_own(little: LittleHome) -> None:
    for actor in (*STEWARDS, *INSPECTORS):
        row = little.instance.people.known(actor.person)
        assert row is not None
        assert row.role == actor.role
        assert len(little.instance.people.passkeys(actor.person)) == 2
        assert little.instance.journal.stream(f"person/{actor.person}") == []
        require_recorded_accreditation(little.instance, actor.person, LedgerProofs(little.instance))
    assess_safeguards(little.instance, STEWARDS[2], "AGY-TEST", True, "Assessed by the third steward.")
    assert audit(little.instance).findings == ()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("quorum", "0"),
        ("quorum", "2"),
        ("witnesses", "[]"),
        ("attempts_window_days", "0"),
        ("attempts_window_days", "91"),
        ("attempts_per_person", "6"),
        ("attempts_per_official", "1000"),
        ("disposal_days", "100000"),
        ("disposal_days", "365"),
        ("reviews_per_day", "26"),
        ("docket_days", "30"),
        ("retention_years", "6"),
        ("demonstration", "false"),
        ("custodian", '"Somebody else (fictional)"'),
        ("passkey_origin", '"https://other.reviews.example"'),
        ("origin", '"little.home.example/log"'),
    ],
)
def test_a_binding_setting_that_was_edited_opens_no_instance(little: LittleHome, setting: str, value: str) -> None:
    path = little.home / FILE
    lines = [line for line in path.read_text().splitlines() if not line.startswith(f"{setting} = ")]
    path.write_text("\n".join([*lines, f"{setting} = {value}", ""]))
    with pytest.raises(WithholdError) as refused:
        little.reopen()
    assert isinstance(refused.value, Unreadable | Fault) or setting == "origin"
    if isinstance(refused.value, Unreadable):
        assert refused.value.column == setting or (setting, value) in {("witnesses", "[]"), ("quorum", "2")}


def test_witnesses_that_were_exchanged_in_the_file_open_no_instance(little: LittleHome) -> None:
    other = configuration().witnesses
    settled = replace(little.instance.configuration, witnesses=other)
    (little.home / FILE).write_text(settled.dump())
    with raises(Unreadable, Code.SETTING_FOUNDED_OTHERWISE) as refused:
        little.reopen()
    assert refused.value.column == "witnesses"


def test_places_may_be_changed_in_the_file(little: LittleHome) -> None:
    [witness] = little.instance.configuration.witnesses
    moved = replace(witness, url="http://127.0.0.1:7")
    settled = replace(little.instance.configuration, witnesses=(moved,), register=str(little.home / "register.parquet"))
    (little.home / FILE).write_text(settled.dump())
    little.reopen()
    assert little.instance.configuration.witnesses == (moved,)


def set_member(*path: str | int, value: object) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        document: Any = json.loads(content)
        at = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        return json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()

    return changed


@pytest.mark.parametrize(
    "edit",
    [
        set_member("statement", "quorum", value=5),
        set_member("statement", "custodian", value="Somebody else"),
        set_member("statement", "founders", 0, "name", value="Somebody else"),
        set_member("signatures", value=[]),
        lambda content: content + b"\n",
        lambda _: b"",
    ],
)
def test_a_founding_file_that_was_edited_opens_no_instance(little: LittleHome, edit: Callable[[bytes], bytes]) -> None:
    path = little.home / FOUNDING
    path.write_bytes(edit(path.read_bytes()))
    with raises(Unreadable, Code.FOUNDING_FILE_DIFFERS):
        little.reopen()
    path.unlink()
    with raises(Unreadable, Code.FOUNDING_FILE_MISSING):
        little.reopen()


def test_the_founding_of_others_in_place_of_the_first_entry_opens_no_instance(
    little: LittleHome, tmp_path: Path
) -> None:
    """Signed by other people, complete and consistent in itself: the log is named after the first one."""
    (tmp_path / "theirs").mkdir()
    register_of().write_parquet(tmp_path / "theirs/register.parquet")
    theirs = found_home(tmp_path / "theirs", configuration(), around(tmp_path / "theirs"), tmp_path / "founders")
    forged = parse_founding((theirs.home / FOUNDING).read_bytes())
    stored = little.instance.journal.stream("founding")[0]
    payload = {**little.instance.recorder.payload(stored), "event": json.loads(dump_founding(forged))}
    content = json.dumps(payload, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    sealed = little.instance.at_rest.seal(content, b"payload founding#1", label=f"events-{stored.recorded_at:%Y-%m}")
    with little.database() as database:
        database.execute("UPDATE records_event SET payload = ? WHERE stream = 'founding'", (sealed,))
    shutil.copy(theirs.home / FOUNDING, little.home / FOUNDING)
    with pytest.raises((Fault, ProofFails)):
        little.reopen()


def test_a_founding_with_a_signature_missing_or_anothers_is_none(little: LittleHome) -> None:
    founded = founded_in(little)
    first, second, *others = founded.signatures
    swapped = (FounderSignature(first.person, second.assertion), second, *others)
    for signatures in ((second, *others), (first, first, *others), (*founded.signatures, first), ()):
        with raises(Fault, Code.FOUNDING_SIGNATURE_MISSING):
            verify_founded(founded_by(founded.statement, tuple(signatures)))
    with raises(Fault, Code.FOUNDING_SIGNATURE_FAILS):
        verify_founded(founded_by(founded.statement, swapped))
    with raises(Fault, Code.FOUNDING_SIGNATURE_FAILS):
        verify_founded(founded_by(replace(founded.statement, custodian="Another"), founded.signatures))
    with raises(Fault, Code.FOUNDING_DIFFERS):
        verify_founded(Founded(founded.statement, founded.signatures))
    verify_founded(founded)


def changed_passkey(statement: Statement, **changed: object) -> Statement:
    first, *others = statement.founders
    record = {**first.passkeys[0], **changed}
    return replace(statement, founders=(replace(first, passkeys=(record, *first.passkeys[1:])), *others))  # type: ignore[arg-type]


def test_a_statement_with_a_key_that_is_no_such_key_is_none(little: LittleHome) -> None:
    founded, instance = founded_in(little), little.instance
    statement = founded.statement
    with pytest.raises(Unreadable):
        replace(statement, founders=(*statement.founders, replace(statement.founders[0], person="CUS-9")))
    for broken in (
        replace(statement, recovery_key=statement.vault_key),
        replace(statement, vault_key="no key"),
        replace(statement, witnesses=(str(instance.trust.keys[0]),)),
        replace(statement, witnesses=("no key",)),
        replace(statement, models=("00000000-0000-0000-0000-000000000001",)),
        changed_passkey(statement, public_key="AA"),
        changed_passkey(statement, user_handle="AA"),
    ):
        with raises(Fault, Code.FOUNDING_SIGNATURE_FAILS):
            verify_founded(founded_by(broken, founded.signatures))


def test_a_passkey_of_a_founder_that_was_exchanged_in_the_table_is_named(little: LittleHome) -> None:
    [theirs, _] = little.instance.people.passkeys(STEWARDS[1].person)
    [ours] = little.instance.people.passkeys(OFFICERS[0].person)
    little.alter(
        "UPDATE records_passkey SET public_key = ? WHERE credential_id = ?", ours.public_key, theirs.credential_id
    )
    little.reopen()
    assert f"person {STEWARDS[1].person}" in {each.where for each in audit(little.instance).findings}
    with raises(Fault, Code.ACCREDITATION_DIFFERS):
        require_recorded_accreditation(little.instance, STEWARDS[1].person, LedgerProofs(little.instance))


def test_a_founder_whose_row_was_deleted_or_invented_is_named(little: LittleHome) -> None:
    with little.database() as database:
        database.execute("DELETE FROM records_passkey WHERE person_id = ?", (STEWARDS[2].person,))
        database.execute("DELETE FROM records_person WHERE person_id = ?", (STEWARDS[2].person,))
        database.execute("UPDATE records_person SET role = 'steward' WHERE person_id = ?", (INSPECTORS[1].person,))
    little.reopen()
    found = {each.where for each in audit(little.instance).findings}
    assert {f"person {STEWARDS[2].person}", f"person {INSPECTORS[1].person}"} <= found


def pinned(path: Path, content: str) -> Pin:
    path.write_text(content)
    path.chmod(0o644)
    return Pin(path, os.getuid())


def test_a_pinned_instance_is_the_only_one_that_opens(little: LittleHome, tmp_path: Path) -> None:
    assert little.instance.founding is not None
    digest, other = founding_digest(little.instance.founding), "ab" * 32
    for content in (digest.hex(), f"{other}\n{grouped(digest)}\n\n"):
        assert proven_founding(little.instance, pinned(tmp_path / "pin", content))
    with raises(Fault, Code.FOUNDING_PIN_DIFFERS):
        open_instance(little.home, around(little.home, pin=pinned(tmp_path / "pin", other)))
    for content in ("", "no digest\n", f"{digest.hex()}\n{digest.hex()[:32]}\n"):
        with raises(Unreadable, Code.FOUNDING_PIN_MALFORMED):
            proven_founding(little.instance, pinned(tmp_path / "pin", content))
    with raises(Unreadable, Code.FOUNDING_PIN_MALFORMED):
        proven_founding(little.instance, Pin(tmp_path, os.getuid()))
    pin = pinned(tmp_path / "pin", digest.hex())
    with raises(Unreadable, Code.FOUNDING_PIN_NOT_ROOTS):
        proven_founding(little.instance, replace(pin, owner=os.getuid() + 1))
    pin.path.chmod(0o666)
    with raises(Unreadable, Code.FOUNDING_PIN_NOT_ROOTS):
        proven_founding(little.instance, pin)
    assert proven_founding(little.instance, Pin(tmp_path / "absent"))


def test_records_of_another_instance_are_not_founded_again(little: LittleHome, tmp_path: Path) -> None:
    """The same founding can be finished any number of times. Another one never goes into the same records."""
    founded, settled = founded_in(little), configuration()
    settled = replace(settled, witnesses=little.instance.configuration.witnesses)
    size = little.instance.sequencer.size()
    again = found(little.home, settled, around(little.home), founded)
    assert again.sequencer.size() == size
    assert again.trust == little.instance.trust
    with raises(Conflict, Code.INSTANCE_IN_USE):
        make_keys(little.home, settled)
    with raises(Fault, Code.FOUNDING_SIGNATURE_MISSING):
        found(little.home, settled, around(little.home), founded_by(founded.statement, ()))
    little.reopen()


def test_the_vaults_key_is_made_and_the_recovery_key_is_not_kept(little: LittleHome) -> None:
    assert little.instance.founding is not None
    keys = {path.name: path.read_text() for path in (little.home / "keys").glob("*.key")}
    assert f"use: {Use.VAULT}" in keys["vault.key"]
    assert little.instance.founding.vault_key.split()[3] in keys["vault.key"]
    recovery = little.instance.founding.recovery_key.split()[3]
    assert not any(recovery in text or f"use: {Use.RECOVERY}" in text for text in keys.values())


def test_nobody_acts_for_a_founder_who_is_none(little: LittleHome) -> None:
    with pytest.raises(WithholdError):
        assess_safeguards(little.instance, replace(STEWARD, person="CUS-STEWARD-9"), "AGY-TEST", True, "Forged.")
