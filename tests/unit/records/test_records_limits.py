"""What one database takes, the other takes too: the same length, the same characters, or the same refusal."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from support.founding import software_passkey
from support.home import LittleHome, configuration, term_of
from support.homes import home_on
from support.people import AGENCY, OFFICIALS, STEWARD
from withhold.casework.accreditation.accrediting import accredit_person, revoke
from withhold.model import limits
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Unreadable
from withhold.model.occurrences import PersonAccredited
from withhold.model.vocabulary import Role
from withhold.sealing import base64url
from withhold.sealing.keys import ReleaseKey

COVERS = (
    "withhold.model.limits",
    "withhold.records.migrations",
    "withhold.records.models",
    "withhold.sealing.base64url",
)


@pytest.fixture
def home(tmp_path: Path, database_url: str) -> Iterator[LittleHome]:
    """A home whose records are on either database."""
    with home_on(tmp_path, database_url) as little:
        yield little


def test_the_longest_reference_is_filed_and_a_longer_one_is_refused_with_its_place(home: LittleHome) -> None:
    longest = "😀" * limits.REQUEST_REF  # characters count, not bytes
    (case_id,) = home.file([home.row("robin", request_ref=longest)]).cases
    assert home.instance.case(case_id).request.request_ref == longest
    for rows in (
        [home.row("kit"), home.row("jules", request_ref="R" * 201)],
        [home.row("kit"), home.row("jules", request_ref=" " * 80 + "R")],
    ):
        with pytest.raises(Unreadable, match="longer than 80 characters") as refused:
            home.file(rows)
        assert (refused.value.row, refused.value.column) == (2, "request_ref")
    assert len(home.instance.batches.list_all()) == 1
    home.file([home.row("kit")])  # nobody is blocked


def person(**changed: object) -> PersonAccredited:
    begins, ends = (each.isoformat() for each in term_of(OFFICIALS[0]))
    named = str(changed.get("person", "NEW-1"))
    keys = {"sealing": ReleaseKey.generate(named).public.text()}
    made = PersonAccredited(
        "NEW-1", "Nova Example", "Agent", Role.OFFICIAL.value, AGENCY, "", "Desk 2", keys, (), begins, ends
    )
    return replace(made, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "most"),
    [("person", limits.IDENTIFIER), ("name", limits.NAME), ("title", limits.NAME), ("address", limits.ADDRESS)],
)
def test_an_accreditation_has_the_same_limits_on_both(home: LittleHome, field: str, most: int) -> None:
    letter = "N" if field == "person" else "é"  # an id is plain ASCII
    accredit_person(home.instance, STEWARD, person(**{field: letter * most}))
    with pytest.raises(Conflict, match=f"longer than {most} characters|at most {most}"):
        accredit_person(home.instance, STEWARD, person(**{"person": "NEW-2", field: letter * (most + 1)}))


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_what_one_database_refuses_is_refused_before_either(home: LittleHome, text: str) -> None:
    for changed in ({"name": text}, {"keys": {"sealing": text}}, {"keys": {text: ""}}):
        with pytest.raises(Conflict):
            accredit_person(home.instance, STEWARD, person(**changed))
    with pytest.raises(Conflict):
        revoke(home.instance, STEWARD, OFFICIALS[1].person, text)
    assert home.instance.people.known("NEW-1") is None


def test_the_longest_passkey_id_is_recorded(home: LittleHome, tmp_path: Path) -> None:
    actor = Actor("NEW-1", Role.OFFICIAL, AGENCY)
    long = base64url.encode(os.urandom(limits.CREDENTIAL_ID_BYTES))
    record = {**software_passkey(actor, tmp_path, configuration()), "credential_id": long, "counter": 2**32 - 1}
    accredit_person(home.instance, STEWARD, person(passkeys=(record,)))
    assert home.instance.people.holder_of(long) == "NEW-1"


def test_every_column_of_text_takes_its_limit_and_both_databases_have_the_same(home: LittleHome) -> None:
    with connections[home.instance.alias].cursor() as cursor:
        described = {
            (table, column.name): column.display_size
            for table in ("records_caseindex", "records_person", "records_passkey", "records_stay", "records_upload")
            for column in connections[home.instance.alias].introspection.get_table_description(cursor, table)
        }
    assert described["records_caseindex", "request_ref"] == limits.REQUEST_REF
    assert described["records_passkey", "credential_id"] == limits.CREDENTIAL_ID
    assert described["records_stay", "value"] == limits.STAY_VALUE
    assert described["records_person", "name"] == limits.NAME
    assert described["records_upload", "signer"] == limits.IDENTIFIER
