"""The kinds of entries. Their numbers are public and permanent: no number is reused or renamed."""

from dataclasses import is_dataclass
from inspect import getmembers, isclass
from typing import get_args

from withhold.model import occurrences
from withhold.model.authority import events as authority
from withhold.model.authority import founding
from withhold.model.cases import events
from withhold.model.kinds import STEPS, Kind, public_kind

COVERS = ("withhold.model.authority.events", "withhold.model.cases.events", "withhold.model.kinds")

NUMBERS = {
    "INTERVAL_CLOSED": 3,
    "LOG_KEY_CHANGED": 4,
    "WITNESS_CHANGED": 5,
    "FOUNDED": 6,
    "DEMONSTRATION_FOUNDED": 7,
    "BATCH_RECEIVED": 10,
    "ROW_RETURNED": 11,
    "ROW_REFUSED": 12,
    "REQUEST_DOCKETED": 20,
    "IDENTITY_NOT_CONFIRMED": 21,
    "REVIEW_OPENED": 22,
    "DOSSIER_VIEWED": 23,
    "DETERMINATION_MADE": 24,
    "REQUEST_REFUSED": 25,
    "REQUEST_APPROVED": 26,
    "RELEASED": 30,
    "RETRIEVED": 31,
    "DISPOSED": 32,
    "WITHDRAWN": 33,
    "RECALLED": 34,
    "STAY_PLACED": 40,
    "STAY_LIFT_PROPOSED": 41,
    "STAY_LIFTED": 42,
    "AGENCY_ACCREDITED": 50,
    "PERSON_ACCREDITED": 51,
    "ACCREDITATION_REVOKED": 52,
    "SAFEGUARDS_ASSESSED": 53,
    "ERASURE_PROPOSED": 60,
    "ERASED": 61,
    "ENROLLMENT_OPENED": 54,
    "PASSKEY_REGISTERED": 55,
    "RECOVERY_PROPOSED": 56,
    "SIGNED_IN": 57,
    "TERM_CHANGED": 58,
    "ENTRY_CONTESTED": 70,
    "ACCOUNTING_SUSPENDED": 71,
    "STEP": 80,
    "GRANT_PROPOSED": 100,
    "KEYS_OFFERED": 101,
    "GRANT_APPROVED": 102,
    "RECOVERED": 103,
    "PERSON_SUSPENDED": 104,
    "SUSPENSION_CONFIRMED": 105,
    "SUSPENSION_LIFTED": 106,
    "TERM_SHORTENED": 107,
    "SAFEGUARDS_FOUND_POOR": 108,
    "SETTING_TIGHTENED": 109,
}
"""Append only. Copies of logs that other people have contain these numbers."""

RETIRED = {1, 2, 13, 14}
"""Numbers of kinds that no longer exist. Nothing else gets them."""

KIND_OF = {
    "IntervalClosed": 3,
    "LogKeyChanged": 4,
    "WitnessChanged": 5,
    "Founded": 6,
    "DemonstrationFounded": 7,
    "BatchReceived": 10,
    "Docketed": 20,
    "IdentityNotConfirmed": 21,
    "ReviewOpened": 22,
    "DossierViewed": 23,
    "DeterminationMade": 24,
    "Refused": 25,
    "Approved": 26,
    "Released": 30,
    "Retrieved": 31,
    "Disposed": 32,
    "Withdrawn": 33,
    "Recalled": 34,
    "StayPlaced": 40,
    "StayLiftProposed": 41,
    "StayLifted": 42,
    "AgencyAccredited": 50,
    "PersonAccredited": 51,
    "AccreditationRevoked": 52,
    "SafeguardsAssessed": 53,
    "ErasureProposed": 60,
    "Erased": 61,
    "EnrollmentOpened": 54,
    "PasskeyRegistered": 55,
    "RecoveryProposed": 56,
    "SignedIn": 57,
    "TermChanged": 58,
    "EntryContested": 70,
    "AccountingSuspended": 71,
    "GrantProposed": 100,
    "KeysOffered": 101,
    "GrantApproved": 102,
    "Recovered": 103,
    "PersonSuspended": 104,
    "SuspensionConfirmed": 105,
    "SuspensionLifted": 106,
    "TermShortened": 107,
    "SafeguardsFoundPoor": 108,
    "SettingTightened": 109,
}
"""Event type -> the number it has on every ledger. Append only."""

IN_BATCHES = {Kind.ROW_RETURNED, Kind.ROW_REFUSED}
"""Kinds of rows that are returned or refused. These rows are in their batch's evidence file and have no events."""

PUBLIC = {
    *("FOUNDED", "DEMONSTRATION_FOUNDED", "INTERVAL_CLOSED", "LOG_KEY_CHANGED", "WITNESS_CHANGED"),
    *("BATCH_RECEIVED", "ROW_RETURNED", "ROW_REFUSED", "ERASURE_PROPOSED", "ERASED"),
    *("AGENCY_ACCREDITED", "PERSON_ACCREDITED", "ACCREDITATION_REVOKED", "SAFEGUARDS_ASSESSED", "TERM_CHANGED"),
    *("ENROLLMENT_OPENED", "PASSKEY_REGISTERED", "RECOVERY_PROPOSED", "SIGNED_IN"),
    *("GRANT_PROPOSED", "KEYS_OFFERED", "GRANT_APPROVED", "RECOVERED", "PERSON_SUSPENDED", "SUSPENSION_CONFIRMED"),
    *("SUSPENSION_LIFTED", "TERM_SHORTENED", "SAFEGUARDS_FOUND_POOR", "SETTING_TIGHTENED"),
    "STEP",
}
"""What a leaf may show: kinds of offices and of batches, for which no record of a person was touched."""


def event_types() -> list[type]:
    """Every event type that the modules define. What else they define is the content of one of them."""
    return [
        each
        for module in (events, occurrences, authority, founding)
        for _, each in getmembers(module, isclass)
        if each.__module__ == module.__name__ and is_dataclass(each) and hasattr(each, "kind")
    ]


def test_no_number_of_a_kind_changes() -> None:
    assert {name: int(kind) for name, kind in Kind.__members__.items()} == NUMBERS
    assert not set(Kind) & RETIRED


def test_every_event_type_has_a_kind_of_its_own() -> None:
    assert {each.__name__: int(each.kind) for each in event_types()} == KIND_OF
    assert {each.kind for each in event_types()} == set(Kind) - IN_BATCHES - {Kind.STEP}


def test_every_event_type_is_in_its_union() -> None:
    assert set(event_types()) == {*get_args(events.CaseEvent), *get_args(occurrences.Occurrence)}


def test_a_kind_fits_the_one_byte_a_leaf_has_for_it() -> None:
    assert all(0 < kind <= 0xFF for kind in Kind)


def test_a_leaf_shows_one_kind_for_whatever_is_about_a_case_a_stay_or_a_persons_accounting() -> None:
    shown = {kind.name for kind in Kind if public_kind(kind) == kind}
    assert shown == PUBLIC
    assert {public_kind(kind) for kind in STEPS} == {Kind.STEP}
    assert {each.kind for each in get_args(events.CaseEvent)} <= STEPS
    assert public_kind(255) == 255  # of a newer version
