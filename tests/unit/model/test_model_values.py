"""Requests, errors, vocabularies and the facts that screening gets."""

import pickle

import pytest

from support.histories import REQUEST
from withhold.model.cases.request import COLUMNS, Request
from withhold.model.errors import (
    Code,
    Conflict,
    Fault,
    Forbidden,
    TemporarilyUnable,
    Unreadable,
    WithholdError,
)
from withhold.model.standing import Standing
from withhold.model.vocabulary import IdentityOutcome, Outcome, Role

COVERS = ("withhold.model.cases.request", "withhold.model.standing")


def test_a_request_has_the_twenty_columns_of_the_contract() -> None:
    assert COLUMNS == (
        "request_ref", "tin", "first_name", "middle_name", "last_name", "suffix", "date_of_birth",
        "address_line1", "address_line2", "city", "state", "zip", "taxable_periods", "statute", "proceeding",
        "case_number", "reason", "official_id", "signer_id", "sole_use",
    )  # fmt: skip


def test_a_request_as_text_is_the_request() -> None:
    text = {column: f"{column} as written" for column in COLUMNS}
    assert Request(**text).as_text() == text
    assert tuple(REQUEST.as_text()) == COLUMNS


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (Fault(Code.LEDGER_MOVED), 1),
        (Unreadable(Code.FILE_NOT_JSON, file="f"), 3),
        (Forbidden(), 2),
        (Conflict(Code.LEDGER_MOVED), 2),
        (WithholdError(Code.LEDGER_MOVED), 2),
        (TemporarilyUnable(Code.LEDGER_MOVED), 4),
    ],
)
def test_each_error_has_its_exit_code(error: WithholdError, exit_code: int) -> None:
    assert isinstance(error, WithholdError)
    assert error.exit_code == exit_code


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (Unreadable(Code.FILE_DIRECTORY, file="a.csv"), "a.csv: This is a directory, not a file. Name a file."),
        (
            Unreadable(Code.FILE_ENCODING, file="a.csv", row=3),
            "a.csv, row 3: The text here is not UTF-8. Save the file as UTF-8. "
            "In Excel the format is called CSV UTF-8.",
        ),
        (
            Unreadable(Code.FIELD_EMPTY, file="a.json", column="agency.id"),
            "a.json, column agency.id: The value is empty. Give one.",
        ),
        (
            Unreadable(Code.FILE_TOO_LONG, file="a.csv", row=1, column="tin", limit=4_000),
            "a.csv, row 1, column tin: The file is longer than the 4,000 bytes that such a file can have. "
            "Check that it is the right file.",
        ),
    ],
)
def test_unreadable_names_the_place(error: Unreadable, message: str) -> None:
    assert str(error) == message


def test_unreadable_keeps_its_place_under_another_name_and_in_another_process() -> None:
    error = Unreadable(Code.FILE_TOO_LONG, file="a.csv", row=1, column="tin", limit=4_000)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert str(error.in_file("b.csv")) == str(error).replace("a.csv", "b.csv")
    assert error.reason == str(error).removeprefix("a.csv, row 1, column tin: ")


def test_the_vocabularies_have_exactly_these_words() -> None:
    assert {each.value for each in Outcome} == {"eligible", "returned", "refused"}
    assert {each.value for each in IdentityOutcome} == {"confirmed", "not_confirmed", "ambiguous"}
    assert len(Role) == 8


def test_a_standing_has_no_facts_by_default() -> None:
    standing = Standing("AGY-1", "SGN-1")
    assert not standing.signers
    assert not standing.officials
    assert standing.docket_room == 0
    assert standing.docket_next is None
