"""No key serves two people: not by the page, not by a file, not by a passkey, not once it is retired."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from support.accounts import custodian, made_passkey
from support.acts import act, touch
from support.codes import raises
from support.founding import around, found_home
from support.home import DOMAIN, ORIGIN, REGISTER, LittleHome, _accreditation, configuration
from support.homes import copy_of
from support.people import AGENCY, COUNSEL, OFFICERS, OFFICIALS, SIGNERS, STEWARD, register_of
from support.story import places
from withhold.casework.accreditation.accrediting import (
    accredit_agency,
    accredit_all,
    accredit_person,
    assess_safeguards,
    change_term,
    revoke,
)
from withhold.casework.audit.auditing import audit
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.publishing import publish
from withhold.casework.releasing import retrieve
from withhold.casework.review.determining import determination, determine, view_dossier
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.sign_in.enrolling import open_enrollment, recover, register_with_code
from withhold.casework.subject.suspending import suspend_accounting
from withhold.model.cases import commands
from withhold.model.cases.determination import Decision
from withhold.model.errors import Code, Conflict, Fault, Unreadable, WithholdError
from withhold.model.kinds import Kind
from withhold.model.occurrences import PersonAccredited
from withhold.model.people.accreditation import Accreditation, Agency, NotAccreditable, Term
from withhold.model.vocabulary import Role
from withhold.records.database import close
from withhold.records.models import Person, UsedKey
from withhold.records.writing import write_transaction
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.keys import RecipientKey, ReleaseKey, SigningKey, key_pair_id
from withhold.sealing.keytext import Use, parse_public, public_text
from withhold.sealing.passkeys import verify_registration

COVERS = (
    "withhold.casework.accreditation.row_against_events",
    "withhold.casework.instance",
    "withhold.casework.review.acting",
    "withhold.casework.review.determining",
    "withhold.casework.review.identifying",
    "withhold.casework.sign_in.enrolling",
    "withhold.casework.sign_in.key_ownership",
    "withhold.casework.subject.suspending",
)

TERM = ("2025-01-01", "2027-12-31")


@dataclass(frozen=True)
class House:
    instance: Instance
    people: Accreditation
    keys: Path


def make_house(root: Path, database_url: str) -> Accreditation:
    for name in ("home", "people"):
        (root / name).mkdir(mode=0o700)
    register_of().write_parquet(root / "home" / REGISTER)
    people = _accreditation(root / "people")
    instance = found_home(root / "home", configuration(), Environment(database_url), root / "people")
    accredit_all(instance, STEWARD, people)
    close(instance.alias)
    return people


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    people = copy_of(make_house, tmp_path, database_url)
    instance = open_instance(tmp_path / "home", around(tmp_path / "home", database_url))
    yield House(instance, people, tmp_path / "people")
    close(instance.alias)


def official(person: str, sealing: str, **more: Any) -> PersonAccredited:
    entered = PersonAccredited(
        person,
        "New Official (fictional)",
        "Agent",
        Role.OFFICIAL,
        AGENCY,
        "",
        "Desk 9",
        {"sealing": sealing},
        (),
        *TERM,
    )
    return replace(entered, **more)


def relabeled(text: str, name: str) -> str:
    """The same key under another's name: the id of a key does not cover the name."""
    return public_text(replace(parse_public(text, "key"), name=name))


def passkey(place: Path, person: str, registered: str = "") -> Mapping[str, str | int]:
    challenge = os.urandom(32)
    made = SoftwareAuthenticator(place / f"{registered or person}.passkey").register(
        rp_id=DOMAIN, origin=ORIGIN, challenge=challenge, user_handle=person.encode()
    )
    return verify_registration(
        challenge=challenge,
        rp_id=DOMAIN,
        origin=ORIGIN,
        user_handle=person.encode(),
        client_data_json=made.client_data_json,
        attestation_object=made.attestation_object,
    ).record()


def test_no_official_is_accredited_with_anothers_sealing_key(house: House) -> None:
    theirs = house.people.officials[0].sealing_key
    before = len(house.instance.people.everyone())
    with raises(Conflict, Code.KEY_ANOTHER_NAME):
        accredit_person(house.instance, STEWARD, official("OFF-9", theirs))
    with raises(Conflict, Code.KEY_REGISTERED_ALREADY, Code.PASSKEY_REGISTERED_ALREADY):
        accredit_person(house.instance, STEWARD, official("OFF-9", relabeled(theirs, "OFF-9")))
    revoke(house.instance, STEWARD, OFFICIALS[0].person, "Left.")
    with raises(Conflict, Code.KEY_REGISTERED_ALREADY, Code.PASSKEY_REGISTERED_ALREADY):
        accredit_person(house.instance, STEWARD, official("OFF-9", relabeled(theirs, "OFF-9")))
    assert len(house.instance.people.everyone()) == before
    accredit_person(house.instance, STEWARD, official("OFF-9", ReleaseKey.generate("OFF-9").public.text()))
    publish(house.instance)
    assert audit(house.instance).findings == ()


@pytest.mark.parametrize("name_too", [True, False])
def test_no_file_gives_one_key_to_two_people(house: House, tmp_path: Path, name_too: bool) -> None:
    """`init --accreditation` comes this way."""
    (tmp_path / "second").mkdir()
    register_of().write_parquet(tmp_path / "second" / REGISTER)
    first, second, *others = house.people.officials
    shared = relabeled(first.sealing_key, second.id) if name_too else first.sealing_key
    people = replace(house.people, officials=(first, replace(second, sealing_key=shared), *others))
    register_of().write_parquet(tmp_path / REGISTER)
    second_home = found_home(tmp_path / "second", configuration(), Environment(), tmp_path / "founders")
    with raises(Conflict, Code.KEY_REGISTERED_ALREADY if name_too else Code.KEY_ANOTHER_NAME):
        accredit_all(second_home, STEWARD, people)
    close(second_home.alias)


def test_a_signing_key_is_the_signers_own_and_of_its_kind(house: House) -> None:
    signer = PersonAccredited("SGN-9", "New Signer", "Head", "signer", AGENCY, "agency_head", "", {}, (), *TERM)
    theirs = house.people.signers[0].signing_key
    for text in (theirs, relabeled(theirs, "SGN-9")):
        with pytest.raises(Conflict):
            accredit_person(house.instance, STEWARD, replace(signer, keys={"signing": text}))
    for use in (Use.LOG, Use.WITNESS):
        key = SigningKey.generate(use, "SGN-9").public.text()
        with raises(Conflict, Code.KEY_OF_LOG_OR_WITNESS):
            accredit_person(house.instance, STEWARD, replace(signer, keys={"signing": key}))
    own = SigningKey.generate(Use.SIGNER, "SGN-9").public.text()
    accredit_person(house.instance, STEWARD, replace(signer, keys={"signing": own}))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "no key",
        "withhold-public-key-1 release OFF-9 00 00",
        SigningKey.generate(Use.SIGNER, "OFF-9").public.text(),
        RecipientKey(Use.RELEASE, "OFF-9", bytes(32)).text(),
    ],
)
def test_a_sealing_key_that_is_none_is_refused(little: LittleHome, key: str) -> None:
    with pytest.raises((Unreadable, Conflict)):
        accredit_person(little.instance, STEWARD, official("OFF-9", key))
    with pytest.raises(NotAccreditable, match=r"keys\.sealing"):
        accredit_person(little.instance, STEWARD, official("OFF-9", key, keys={}))


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "machine"},
        {"role": "record_subject"},
        {"role": "janitor"},
        {"valid_until": ""},
        {"valid_from": "2027-12-31", "valid_until": "2025-01-01"},
        {"person": "off-1"},
        {"person": "OFF 9"},
        {"agency": ""},
        {"agency": "AGY-NOBODY"},
    ],
)
def test_what_only_the_page_refused_the_use_case_refuses(little: LittleHome, changed: dict[str, str]) -> None:
    entered = official("OFF-9", ReleaseKey.generate("OFF-9").public.text())
    before = little.kinds()
    with pytest.raises(Conflict):
        accredit_person(little.instance, STEWARD, replace(entered, **changed))
    assert little.kinds() == before


def test_a_passkey_is_one_persons_by_key_and_by_credential(house: House) -> None:
    new = custodian("CUS-9", Role.OFFICER)
    theirs = dict(house.people.custodians[1].passkeys[0])
    other = passkey(house.keys, "CUS-9", "fresh")
    for taken in (
        theirs,
        {**theirs, "user_handle": other["user_handle"]},
        {**theirs, "user_handle": other["user_handle"], "credential_id": other["credential_id"]},
        {**other, "credential_id": theirs["credential_id"]},
        {**other, "user_handle": theirs["user_handle"]},
    ):
        with pytest.raises((Conflict, PasskeyRejected)):
            accredit_person(house.instance, STEWARD, replace(new, passkeys=(taken,)))
    with raises(Conflict, Code.KEY_REGISTERED_ALREADY, Code.PASSKEY_REGISTERED_ALREADY):
        accredit_person(house.instance, STEWARD, replace(new, passkeys=(other, other)))
    accredit_person(house.instance, STEWARD, replace(new, passkeys=(other,)))


def test_a_retired_passkey_is_nobody_elses(little: LittleHome) -> None:
    accredit_person(little.instance, STEWARD, custodian("CUS-9", Role.OFFICER))
    retired = little.instance.people.passkeys(OFFICERS[0].person)[0]
    recover(little.instance, STEWARD, OFFICERS[0].person, "Lost.")
    second = replace(STEWARD, person="CUS-STEWARD-2")
    recover(little.instance, second, OFFICERS[0].person, "Lost.")
    assert little.instance.people.passkeys(OFFICERS[0].person) == []
    record = passkey(little.root / "people", "CUS-8")
    for name, value in (("public_key", retired.public_key), ("credential_id", retired.credential_id)):
        entered = replace(custodian("CUS-8", Role.OFFICER), passkeys=({**record, name: value},))
        with raises(Conflict, Code.KEY_REGISTERED_ALREADY, Code.PASSKEY_REGISTERED_ALREADY):
            accredit_person(little.instance, STEWARD, entered)
    code = open_enrollment(little.instance, STEWARD, "CUS-9")
    register_with_code(little.instance, code, made_passkey(little, "CUS-9"))
    publish(little.instance)
    assert audit(little.instance).findings == ()


def test_every_form_of_one_key_pair_is_one_key() -> None:
    own = ReleaseKey.generate("OFF-1").public.raw
    top = own[:31] + bytes([own[31] | 0x80])
    assert key_pair_id(Use.RELEASE, own) == key_pair_id(Use.RELEASE, top)
    signing = SigningKey.generate(Use.SIGNER, "SGN-1").public.raw
    negated = signing[:31] + bytes([signing[31] ^ 0x80])
    assert key_pair_id(Use.SIGNER, signing) == key_pair_id(Use.SIGNER, negated) != key_pair_id(Use.RELEASE, own)


def _swap(little: LittleHome, text: str) -> None:
    """Somebody with the database gives the official another key."""
    row = Person.objects.using(little.instance.alias).get(person_id=OFFICIALS[0].person)
    row.keys = {**row.keys, "sealing": text}
    row.save(using=little.instance.alias)


def test_a_release_is_sealed_to_no_key_but_the_officials_own(little: LittleHome) -> None:
    case_id = little.approved()
    theirs = str(little.instance.people.known(OFFICIALS[1].person).keys["sealing"])  # type: ignore[union-attr]
    for text in (theirs, relabeled(theirs, OFFICIALS[0].person)):
        _swap(little, text)
        with pytest.raises(Fault):
            retrieve(little.instance, OFFICIALS[0], case_id)
    assert Kind.RELEASED not in little.kinds()


def test_an_accreditation_that_was_recorded_with_anothers_key_releases_nothing(little: LittleHome) -> None:
    """As it could be before: by the events, and in the table."""
    theirs = str(little.instance.people.known(OFFICIALS[1].person).keys["sealing"])  # type: ignore[union-attr]
    entered = official("OFF-9", theirs)
    with write_transaction(little.instance.alias):
        little.instance.people.add(entered)
        stream = little.instance.recorder.tail("person/OFF-9")
        little.instance.recorder.record(stream, [entered], STEWARD, little.instance.now())
    nine = replace(OFFICIALS[0], person="OFF-9")
    (filed,) = little.file([little.row("robin", nine)]).cases
    confirm_docketed(little.instance, [filed])
    little.approve(filed)
    with raises(Fault, Code.ACCREDITATION_KEY_FOREIGN):
        retrieve(little.instance, nine, filed)
    assert "person OFF-9" in places(little)
    assert "person/OFF-9" in places(little)


@pytest.mark.parametrize("change", ["gone", "another", "surplus"])
def test_the_audit_names_a_key_whose_owner_was_altered(little: LittleHome, change: str) -> None:
    rows = UsedKey.objects.using(little.instance.alias)
    if change == "surplus":
        rows.create(digest="f" * 64, person="OFF-1")
    elif change == "gone":
        rows.filter(person="OFF-1").delete()
    else:
        rows.filter(person="OFF-1").update(person="OFF-2")
    assert places(little) == {"person OFF-1"}


# Reasons and other rules that only a page had


@pytest.mark.parametrize("reason", [" ", "x" * 4001])
def test_reasons_are_asked_for_by_every_use_case(little: LittleHome, reason: str) -> None:
    case_id, instance = little.approved(), little.instance
    before, day = little.kinds(), little.instance.now().date()
    for step in (
        lambda: act(instance, OFFICERS[0], case_id, commands.Recall(reason)),
        lambda: act(instance, SIGNERS[0], case_id, commands.Withdraw(reason)),
        lambda: suspend_accounting(instance, COUNSEL[0], case_id, day, reason),
        lambda: assess_safeguards(instance, STEWARD, AGENCY, True, reason),
        lambda: revoke(instance, STEWARD, "OFF-3", reason),
        lambda: change_term(instance, STEWARD, "OFF-3", Term(day, day), reason),
        lambda: recover(instance, STEWARD, "OFF-3", reason),
    ):
        with pytest.raises(Conflict, match="reason"):
            step()
    assert little.kinds() == before


def test_a_disposal_is_returned_or_destroyed_and_nothing_else(little: LittleHome) -> None:
    case_id = little.approved()
    little.retrieve(case_id)
    for manner in ("lost on a train", "", "Destroyed."):
        with raises(Conflict, Code.DISPOSAL_UNKNOWN):
            act(little.instance, OFFICIALS[0], case_id, commands.CertifyDisposal(manner))  # type: ignore[arg-type]
    assert Kind.DISPOSED not in little.kinds()


def test_an_answer_has_its_reason_in_full(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    with pytest.raises(WithholdError, match="reason"):
        _answer(little, case_id, "x" * 4001)


def _answer(little: LittleHome, case_id: str, reason: str) -> None:
    seen = view_dossier(little.instance, OFFICERS[0], case_id)
    answers = tuple(replace(each, reason=reason) for each in little.answers(Decision.REFUSE))
    made = determination(little.instance, OFFICERS[0], seen, Decision.REFUSE, answers)
    touched = touch(little.instance, OFFICERS[0], made)
    determine(little.instance, OFFICERS[0], seen, Decision.REFUSE, answers, touched)


def test_no_id_is_a_persons_and_an_agencys(little: LittleHome) -> None:
    people = len(little.instance.people.everyone())
    for taken in (AGENCY, AGENCY.lower()):
        with raises(NotAccreditable, Code.ACCREDITATION_ID_OF_AGENCY):
            accredit_person(little.instance, STEWARD, custodian(taken, Role.OFFICER))
    for taken in (OFFICERS[0].person, OFFICERS[0].person.lower()):
        with raises(NotAccreditable, Code.ACCREDITATION_ID_OF_PERSON):
            accredit_agency(
                little.instance, STEWARD, Agency(taken, "Bureau of Others (fictional)", "1 Plaza", True, "Good.")
            )
    assert len(little.instance.people.everyone()) == people
    assert [each.agency_id for each in little.instance.people.agencies()] == [AGENCY]
