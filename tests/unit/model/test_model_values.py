"""Requests, errors, vocabularies and the facts that screening gets."""

import pytest

from support.histories import REQUEST
from withhold.model.cases.request import COLUMNS, Request
from withhold.model.errors import (
    Code,
    Conflict,
    Fault,
    Forbidden,
    InWords,
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
        (InWords("f", "r"), 3),
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
        (InWords("batch.csv", "is empty"), "batch.csv: is empty"),
        (InWords("batch.csv", "is cut short", row=3), "batch.csv, row 3: is cut short"),
        (InWords("batch.csv", "is unknown", column="color"), "batch.csv, column color: is unknown"),
        (
            InWords("batch.csv", "is not a year", row=1, column="tin"),
            "batch.csv, row 1, column tin: is not a year",
        ),
    ],
)
def test_unreadable_names_the_place(error: Unreadable, message: str) -> None:
    assert str(error) == message


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
