"""Sessions, enrollment and recovery: who somebody is takes a passkey, and a lost one takes two stewards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from support.accounts import answered, custodian, made_passkey, signed_in_as
from support.codes import raises
from support.home import LittleHome, little_home
from support.people import COUNSEL, OFFICERS, OFFICIALS, STEWARD, STEWARDS
from withhold.casework.accreditation.accrediting import accredit_person, change_term, revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.publishing import publish
from withhold.casework.releasing import retrieve
from withhold.casework.sign_in.enrolling import (
    open_enrollment,
    recover,
    register,
    register_with_code,
)
from withhold.casework.sign_in.signing_in import (
    challenge_anew,
    confirm,
    session_digest,
    sign_in,
    sign_in_challenge,
    sign_out,
    signed_in,
)
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Forbidden, Unreadable
from withhold.model.kinds import Kind
from withhold.model.people.accreditation import Term
from withhold.model.vocabulary import Role
from withhold.records.writing import write_transaction
from withhold.sealing.errors import PasskeyRejected

COVERS = ("withhold.casework.sign_in.enrolling", "withhold.casework.sign_in.signing_in")

OFFICER = OFFICERS[0].person
NEW = "CUS-OFFICER-9"


@pytest.fixture
def home() -> Iterator[LittleHome]:
    with little_home() as little:
        yield little


def test_a_session_identifies_a_person_and_signing_in_is_an_event(home: LittleHome) -> None:
    token = signed_in_as(home, OFFICER)
    assert signed_in(home.instance, token) == OFFICERS[0]
    assert home.kinds()[-1] == Kind.SIGNED_IN
    sign_out(home.instance, token)
    assert signed_in(home.instance, token) is None
    assert signed_in(home.instance, "") is None
    assert signed_in(home.instance, "x" * 43) is None


def test_a_row_of_a_session_that_no_sign_in_wrote_is_none(home: LittleHome) -> None:
    """Whoever can write the database inserts a session, or makes one of their own into somebody else's."""
    token, genuine = "chosen", signed_in_as(home, COUNSEL[0].person)
    with home.database() as connection:
        (begun, seen, proof) = connection.execute("SELECT begun_at, seen_at, proof FROM records_session").fetchone()
        insert = "INSERT INTO records_session (token, person, begun_at, seen_at, proof) VALUES (?, ?, ?, ?, ?)"
        connection.execute(insert, (session_digest(token), OFFICERS[0].person, begun, seen, proof))
    assert signed_in(home.instance, token) is None
    with raises(Conflict, Code.SIGN_IN_AGAIN):
        register(home.instance, OFFICERS[0], token, made_passkey(home, OFFICERS[0].person, "intruder"))
    assert signed_in(home.instance, genuine) == COUNSEL[0]
    home.alter("UPDATE records_session SET person=? WHERE person=?", OFFICERS[1].person, COUNSEL[0].person)
    assert signed_in(home.instance, genuine) is None


@pytest.mark.parametrize(("minutes", "holds"), [(19, True), (21, False)])
def test_a_session_ends_when_it_is_not_used(home: LittleHome, minutes: int, holds: bool) -> None:
    token = signed_in_as(home, OFFICER)
    home.clock.advance(minutes=minutes)
    assert (signed_in(home.instance, token) is not None) is holds


def test_a_session_ends_after_eight_hours_however_much_it_is_used(home: LittleHome) -> None:
    token = signed_in_as(home, OFFICER)
    for _ in range(8 * 4 - 1):
        home.clock.advance(minutes=15)
        assert signed_in(home.instance, token) is not None
    home.clock.advance(minutes=16)
    assert signed_in(home.instance, token) is None


def test_a_revocation_ends_sessions_at_once(home: LittleHome) -> None:
    token = signed_in_as(home, OFFICER)
    revoke(home.instance, STEWARD, OFFICER, "Left the office.")
    assert signed_in(home.instance, token) is None
    with pytest.raises(Forbidden):
        signed_in_as(home, OFFICER)


def test_a_challenge_is_answered_once_in_time_and_for_its_purpose(home: LittleHome) -> None:
    challenge = sign_in_challenge(home.instance)
    sign_in(home.instance, answered(home, OFFICER, challenge))
    with raises(Conflict, Code.SIGN_IN_SENT_BEFORE):
        sign_in(home.instance, answered(home, OFFICER, challenge))
    late = sign_in_challenge(home.instance)
    home.clock.advance(minutes=6)
    with raises(Conflict, Code.SIGN_IN_TOO_LATE):
        sign_in(home.instance, answered(home, OFFICER, late))
    for other in (challenge_anew(home.instance, OFFICERS[0], "steward"), b"\0" * 56, b"\0" * 16):
        with raises(Conflict, Code.SIGN_IN_TOO_LATE):
            sign_in(home.instance, answered(home, OFFICER, other))


def test_a_confirmation_is_of_one_person_and_one_purpose(home: LittleHome) -> None:
    challenge = challenge_anew(home.instance, OFFICERS[0], "retrieve\n1")
    signed = answered(home, OFFICER, challenge)
    with pytest.raises(Conflict):
        confirm(home.instance, OFFICERS[0], signed, "retrieve\n2")
    with pytest.raises(Conflict):
        confirm(home.instance, COUNSEL[0], signed, "retrieve\n1")
    confirm(home.instance, OFFICERS[0], signed, "retrieve\n1")


def test_what_is_no_assertion_signs_nobody_in(home: LittleHome) -> None:
    signed = answered(home, OFFICER, sign_in_challenge(home.instance))
    for broken in ({"client_data": "!"}, {"client_data": "e30"}, {"client_data": "W10"}):
        with pytest.raises(Conflict):
            sign_in(home.instance, replace(signed, **broken))
    with pytest.raises(Forbidden):
        sign_in(home.instance, replace(signed, credential_id="AAAA"))
    signed = answered(home, OFFICER, sign_in_challenge(home.instance))
    with pytest.raises(PasskeyRejected):
        sign_in(home.instance, replace(signed, signature=signed.authenticator_data))


def test_a_code_registers_two_passkeys_and_no_third(home: LittleHome) -> None:
    accredit_person(home.instance, STEWARD, custodian(NEW, Role.OFFICER))
    code = open_enrollment(home.instance, STEWARD, NEW)
    for name in ("first", "second"):
        assert register_with_code(home.instance, code.lower().replace("-", " "), made_passkey(home, NEW, name)) == NEW
        assert signed_in(home.instance, signed_in_as(home, NEW, name)) == Actor(NEW, Role.OFFICER)
    with raises(Forbidden, Code.ENROLLMENT_CODE_INVALID):
        register_with_code(home.instance, code, made_passkey(home, NEW, "third"))
    with raises(Conflict, Code.ENROLLMENT_HAS_PASSKEYS):
        open_enrollment(home.instance, STEWARD, NEW)
    publish(home.instance)
    assert audit(home.instance).findings == ()


def test_a_code_runs_out_and_a_new_one_ends_it(home: LittleHome) -> None:
    accredit_person(home.instance, STEWARD, custodian(NEW, Role.OFFICER))
    first = open_enrollment(home.instance, STEWARD, NEW)
    second = open_enrollment(home.instance, STEWARD, NEW)
    home.clock.advance(days=6)
    with pytest.raises(Forbidden):
        register_with_code(home.instance, first, made_passkey(home, NEW))
    home.clock.advance(days=2)
    with pytest.raises(Forbidden):
        register_with_code(home.instance, second, made_passkey(home, NEW))


def test_a_code_registers_for_its_person_alone(home: LittleHome) -> None:
    accredit_person(home.instance, STEWARD, custodian(NEW, Role.OFFICER))
    code = open_enrollment(home.instance, STEWARD, NEW)
    with pytest.raises(Conflict):
        register_with_code(home.instance, code, made_passkey(home, COUNSEL[0].person, "other"))
    assert home.instance.people.passkeys(NEW) == []


def test_only_a_steward_gives_codes_and_only_to_who_is_accredited(home: LittleHome) -> None:
    with pytest.raises(Forbidden):
        open_enrollment(home.instance, OFFICERS[0], OFFICIALS[0].person)
    with raises(Conflict, Code.PERSON_NOT_IN_FORCE):
        open_enrollment(home.instance, STEWARD, "NOBODY")
    with raises(Conflict, Code.ENROLLMENT_HAS_PASSKEYS):
        open_enrollment(home.instance, STEWARD, STEWARDS[1].person)


def test_another_passkey_takes_a_session_that_was_just_begun(home: LittleHome) -> None:
    token = signed_in_as(home, OFFICER)
    register(home.instance, OFFICERS[0], token, made_passkey(home, OFFICER, "another"))
    assert len(home.instance.people.passkeys(OFFICER)) == 2
    home.clock.advance(minutes=11)
    with raises(Conflict, Code.SIGN_IN_AGAIN):
        register(home.instance, OFFICERS[0], token, made_passkey(home, OFFICER, "stolen"))


def test_a_recovery_takes_two_other_stewards(home: LittleHome) -> None:
    second = STEWARDS[1]
    token = signed_in_as(home, OFFICER)
    with raises(Conflict, Code.REASON_MISSING):
        recover(home.instance, STEWARD, OFFICER, " ")
    with raises(Conflict, Code.RECOVERY_OWN):
        recover(home.instance, STEWARD, STEWARD.person, "Lost.")
    assert recover(home.instance, STEWARD, OFFICER, "Lost; recognized in person.") == ""
    assert signed_in(home.instance, token) == OFFICERS[0]  # nothing has changed yet
    with raises(Conflict, Code.RECOVERY_SECOND_STEWARD):
        recover(home.instance, STEWARD, OFFICER, "Once more.")
    code = recover(home.instance, second, OFFICER, "I saw them too.")
    assert signed_in(home.instance, token) is None
    with pytest.raises(Forbidden):
        signed_in_as_lost(home)
    register_with_code(home.instance, code, made_passkey(home, OFFICER, "new"))
    assert signed_in(home.instance, signed_in_as(home, OFFICER, "new")) == OFFICERS[0]
    publish(home.instance)
    assert audit(home.instance).findings == ()


def signed_in_as_lost(home: LittleHome) -> str:
    """Sign in with the passkey that was registered when the home was made."""
    from support.home import DOMAIN, ORIGIN
    from withhold.sealing.authenticator import SoftwareAuthenticator

    held = SoftwareAuthenticator(home.passkey(OFFICERS[0]))
    signed = held.sign(
        rp_id=DOMAIN, origin=ORIGIN, challenge=sign_in_challenge(home.instance), allowed=list(held._credentials)
    )
    return sign_in(home.instance, signed)


def test_what_a_recovered_reviewer_had_approved_is_not_released(home: LittleHome) -> None:
    second = STEWARDS[1]
    case_id = home.approved("robin")
    recover(home.instance, STEWARD, OFFICER, "Lost.")
    recover(home.instance, second, OFFICER, "Lost.")
    publish(home.instance)
    with pytest.raises(Forbidden):
        retrieve(home.instance, OFFICIALS[0], case_id)


def test_a_passkey_slipped_into_the_table_is_found(home: LittleHome) -> None:
    accredit_person(home.instance, STEWARD, custodian(NEW, Role.OFFICER))
    register_with_code(home.instance, open_enrollment(home.instance, STEWARD, NEW), made_passkey(home, NEW))
    publish(home.instance)
    home.alter("UPDATE records_passkey SET person_id=? WHERE person_id=?", OFFICER, NEW)
    found = {each.where for each in audit(home.instance).findings}
    assert {f"person {NEW}", f"person {OFFICER}"} <= found


def test_another_term_takes_effect_at_the_next_step_and_is_on_record(home: LittleHome) -> None:
    case_id = home.approved("robin")
    today = home.clock().date()
    for begins, ends, reason in ((today, today - timedelta(days=1), "Ends."), (today, today, " ")):
        with pytest.raises(Conflict):
            change_term(home.instance, STEWARD, OFFICIALS[0].person, Term(begins, ends), reason)
    with raises(Conflict, Code.PERSON_WITHOUT_TERM):
        change_term(home.instance, STEWARD, OFFICER, Term(today, today), "They have none.")
    begun = today - timedelta(days=9)
    change_term(home.instance, STEWARD, OFFICIALS[0].person, Term(begun, today - timedelta(days=1)), "Left.")
    with pytest.raises(Forbidden):
        retrieve(home.instance, OFFICIALS[0], case_id)
    change_term(home.instance, STEWARD, OFFICIALS[0].person, Term(begun, today), "Stayed after all.")
    assert retrieve(home.instance, OFFICIALS[0], case_id).sealed
    assert audit(home.instance).findings == ()


def test_a_home_stays_what_it_was_made_as(home: LittleHome) -> None:
    path = home.home / "home.toml"
    path.write_text(path.read_text().replace("demonstration = true", "demonstration = false"))
    home.close()
    with pytest.raises(Unreadable, match="no edit of this file changes that"):
        open_instance(home.home, Environment(clock=home.clock))
    path.write_text(path.read_text().replace("demonstration = false", "demonstration = true"))
    home.instance = open_instance(home.home, Environment(clock=home.clock))
    with write_transaction(home.instance.alias):
        pass
