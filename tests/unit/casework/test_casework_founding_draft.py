"""Before an instance is founded: codes, passkeys and signatures, and that nothing counts until all have signed."""

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from support.codes import raises
from support.drafted import PEOPLE, Drafted
from support.founding import HARDWARE, around
from support.home import configuration
from support.people import FOUNDERS, INSPECTORS, STEWARD, STEWARDS
from withhold.casework.audit.auditing import audit
from withhold.casework.configuration import FILE, load_configuration
from withhold.casework.instance import Instance
from withhold.casework.opening import draft as drafting
from withhold.casework.opening.draft import (
    begin_founding,
    finish_founding,
    is_draft,
    read_draft,
    register_founder,
    set_registration_challenge,
    sign_statement,
)
from withhold.casework.opening.instance import open_instance
from withhold.casework.sign_in.enrolling import Registration
from withhold.events.founding_file import founding_digest
from withhold.model.authority.founding import DRAFT, WAITS
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.model.vocabulary import Role
from withhold.records.database import SQLITE, close
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.passkey_record import RegisteredPasskey

COVERS = ("withhold.casework.opening.draft", "withhold.casework.opening.making")


@pytest.fixture
def drafted(tmp_path: Path) -> Drafted:
    return Drafted(tmp_path)


@pytest.fixture
def registered(drafted: Drafted) -> Drafted:
    """Everybody has registered."""
    for each in FOUNDERS:
        drafted.register(each)
    return drafted


@contextmanager
def founded(instance: Instance | None) -> Iterator[Instance]:
    assert instance is not None
    try:
        yield instance
    finally:
        close(instance.alias)


def test_before_the_founding_there_are_keys_and_a_private_draft_and_nothing_else(drafted: Drafted) -> None:
    path = drafted.home / DRAFT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert is_draft(drafted.home)
    assert not (drafted.home / SQLITE).exists()
    assert not (drafted.home / "log").exists()
    content = path.read_text()
    assert not any(code in content for code in drafted.begun.codes.values())
    assert drafted.begun.recovery.public.text() in content
    assert drafted.begun.recovery.text() not in content
    with raises(Unreadable, Code.INSTANCE_NOT_FOUNDED):
        open_instance(drafted.home, drafted.world)


def test_the_last_signature_founds_the_instance(registered: Drafted) -> None:
    for each in FOUNDERS[:-1]:
        assert registered.sign(each) is None
        with raises(Unreadable, Code.INSTANCE_NOT_FOUNDED):
            load_configuration(registered.home)
    with founded(registered.sign(FOUNDERS[-1])) as instance:
        assert instance.founding is not None
        assert not instance.demonstration
        assert instance.founding.waits == WAITS
        assert instance.configuration == load_configuration(registered.home)
    assert not is_draft(registered.home)
    assert not (registered.home / DRAFT).exists()
    with founded(open_instance(registered.home, registered.world)) as instance:
        assert audit(instance).findings == ()
        assert instance.people.known(STEWARD.person) is not None
        [passkey, _] = instance.people.passkeys(STEWARD.person)
        assert passkey.aaguid != ""


def test_a_founder_may_sign_again_and_that_counts_once(registered: Drafted) -> None:
    assert registered.sign(STEWARD) is None
    assert registered.sign(STEWARD) is None
    assert sum(each.signature is not None for each in read_draft(registered.home).founders) == 1


@pytest.mark.parametrize("code", ["", "A" * 32, "0"])
def test_a_code_of_nobody_registers_nothing(drafted: Drafted, code: str) -> None:
    made = drafted.made(STEWARD)
    with raises(Conflict, Code.FOUNDING_CODE_UNKNOWN):
        set_registration_challenge(drafted.home, code, drafted.world)
    with raises(Conflict, Code.FOUNDING_CODE_UNKNOWN):
        register_founder(drafted.home, code, made, drafted.world)
    assert not any(each.passkeys for each in read_draft(drafted.home).founders)


def test_a_code_registers_two_passkeys_however_it_is_typed_and_no_third(drafted: Drafted) -> None:
    code = drafted.code(STEWARD)
    register_founder(drafted.home, code.lower().replace("-", " "), drafted.made(STEWARD), drafted.world)
    made = drafted.made(STEWARD)
    register_founder(drafted.home, code, made, drafted.world)
    with raises(Conflict, Code.FOUNDING_CODE_USED):
        set_registration_challenge(drafted.home, code, drafted.world)
    with raises(Conflict, Code.FOUNDING_CODE_USED):
        register_founder(drafted.home, code, made, drafted.world)


def test_a_challenge_is_answered_once_in_time_and_with_its_own_code(drafted: Drafted) -> None:
    made = drafted.made(STEWARD)
    with raises(Conflict, Code.SIGN_IN_TOO_LATE):  # nobody asked for this one
        register_founder(drafted.home, drafted.code(STEWARDS[1]), made, drafted.world)
    register_founder(drafted.home, drafted.code(STEWARD), made, drafted.world)
    with raises(Conflict, Code.SIGN_IN_TOO_LATE):
        register_founder(drafted.home, drafted.code(STEWARD), made, drafted.world)
    late = drafted.made(STEWARD)
    drafted.clock.advance(minutes=6)
    with raises(Conflict, Code.SIGN_IN_TOO_LATE):
        register_founder(drafted.home, drafted.code(STEWARD), late, drafted.world)
    with raises(Conflict, Code.SIGN_IN_TOO_LATE):
        register_founder(drafted.home, drafted.code(STEWARD), Registration(b"{}", b""), drafted.world)


def test_one_passkey_belongs_to_one_founder(drafted: Drafted) -> None:
    """A registration without attestation is not signed, so the same key can be sent for another person."""
    first = drafted.made(STEWARD)
    register_founder(drafted.home, drafted.code(STEWARD), first, drafted.world)
    for other in (STEWARD, INSPECTORS[0]):
        theirs = drafted.made(other)
        with raises(PasskeyRejected, Code.FOUNDING_PASSKEY_TWICE):
            register_founder(
                drafted.home, drafted.code(other), replace(theirs, attestation=first.attestation), drafted.world
            )


def test_a_software_passkey_founds_nothing_but_a_demonstration(drafted: Drafted, tmp_path: Path) -> None:
    with raises(PasskeyRejected, Code.PASSKEY_DEMONSTRATION_ONLY):
        register_founder(drafted.home, drafted.code(STEWARD), drafted.made(STEWARD, software=True), drafted.world)
    (tmp_path / "another").mkdir()
    demonstration = Drafted(tmp_path / "another", demonstration=True)
    made = demonstration.made(STEWARD, software=True)
    assert register_founder(demonstration.home, demonstration.code(STEWARD), made, demonstration.world).passkeys


def test_only_allowed_models_of_authenticators_found_an_instance(tmp_path: Path) -> None:
    model = RegisteredPasskey(b"", b"", 0, b"", HARDWARE).model
    for name, models, allowed in (("one", (model,), True), ("two", ("00000000-0000-0000-0000-000000000000",), False)):
        (tmp_path / name).mkdir()
        drafted = Drafted(tmp_path / name, models)
        if allowed:
            drafted.register(STEWARD)
        else:
            with raises(PasskeyRejected, Code.FOUNDING_MODEL_NOT_ALLOWED):
                drafted.register(STEWARD)


def test_nobody_signs_before_everybody_has_registered(drafted: Drafted) -> None:
    drafted.register(STEWARD)
    with raises(Conflict, Code.FOUNDING_NOT_REGISTERED):
        sign_statement(drafted.home, drafted.signed(STEWARD, bytes(32)), drafted.world)
    assert finish_founding(drafted.home, drafted.world) is None


def test_a_signature_of_something_else_or_of_nobody_counts_for_nothing(registered: Drafted) -> None:
    with pytest.raises(PasskeyRejected):
        sign_statement(registered.home, registered.signed(STEWARD, bytes(32)), registered.world)
    signed = registered.signed(STEWARD)
    with raises(Conflict, Code.FOUNDING_NOT_A_FOUNDERS_PASSKEY):
        sign_statement(registered.home, replace(signed, credential_id="AAAA"), registered.world)
    other = registered.signed(STEWARDS[1])
    with pytest.raises(PasskeyRejected):
        sign_statement(registered.home, replace(signed, credential_id=other.credential_id), registered.world)
    assert not any(each.signature for each in read_draft(registered.home).founders)


def test_a_crash_at_the_last_signature_is_finished_at_the_next_start(
    registered: Drafted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in FOUNDERS[:-1]:
        registered.sign(each)
    assert finish_founding(registered.home, registered.world) is None
    with monkeypatch.context() as patch:
        patch.setattr(drafting, "found", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            registered.sign(FOUNDERS[-1])
    with founded(finish_founding(registered.home, registered.world)) as instance:
        statement = instance.founding
        assert statement is not None
        assert instance.trust.origin.endswith(founding_digest(statement).hex()[:32])
    assert not is_draft(registered.home)


def test_a_draft_that_was_altered_is_not_read(drafted: Drafted) -> None:
    path = drafted.home / DRAFT
    document = json.loads(path.read_text())
    for broken in ({**document, "more": 1}, {**document, "founders": "none"}, []):
        path.write_text(json.dumps(broken))
        with raises(Unreadable, Code.FOUNDING_DRAFT_MALFORMED):
            read_draft(drafted.home)


def test_too_few_founders_begin_nothing(tmp_path: Path) -> None:
    for people in (PEOPLE[:1], [each for each in PEOPLE if each[2] is Role.STEWARD], []):
        with raises(Unreadable, Code.FOUNDING_TOO_FEW):
            begin_founding(tmp_path / "home", configuration(), people, ("any",), around(tmp_path / "home"))
    assert not (tmp_path / "home").exists()


def test_a_place_that_is_taken_is_left_as_it_is(drafted: Drafted) -> None:
    before = sorted(path.name for path in drafted.home.rglob("*"))
    with raises(Conflict, Code.INSTANCE_IN_USE):
        begin_founding(drafted.home, configuration(), PEOPLE, ("any",), drafted.world)
    assert sorted(path.name for path in drafted.home.rglob("*")) == before
    assert not (drafted.home / FILE).exists()
