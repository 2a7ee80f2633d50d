"""The statement that a signer signs has one form, and a text of any other form is none."""

import pytest

from support.codes import raises
from withhold.model.batch_statement import BatchRows, BatchStatement, statement_in
from withhold.model.errors import Code, Unreadable
from withhold.model.identifiers import AgencyId, BatchDigest, PersonId

COVERS = ("withhold.model.batch_statement",)

FILE = BatchRows(BatchDigest("9f" * 32), 3, "0a" * 32)
STATEMENT = BatchStatement("disclosures.example.gov/log", AgencyId("AGY-0001"), PersonId("SGN-0001"), FILE)


def test_the_text_has_seven_lines_and_is_read_again() -> None:
    assert STATEMENT.text() == (
        "withhold batch v2\n"
        "log disclosures.example.gov/log\n"
        "agency AGY-0001\n"
        "signer SGN-0001\n"
        f"sha256 {'9f' * 32}\n"
        "rows 3\n"
        f"root {'0a' * 32}\n"
    )
    assert statement_in(STATEMENT.text(), "batch.csv.sig") == STATEMENT
    assert STATEMENT.digest == FILE.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v2", "v1"),
        ("log ", "origin "),
        ("rows 3", "rows 03"),
        ("rows 3", "rows 0"),
        ("rows 3", "rows -3"),
        ("rows 3", f"rows {10**15}"),
        ("sha256 9f", "sha256 9F"),
        ("root 0a", "root "),
        ("signer SGN-0001\n", ""),
        ("agency AGY-0001\n", "agency AGY-0001\nagency AGY-0002\n"),
        (f"root {'0a' * 32}\n", f"root {'0a' * 32}\nmore\n"),
        (f"root {'0a' * 32}\n", f"root {'0a' * 32}"),
    ],
)
def test_another_text_is_no_statement(old: str, new: str) -> None:
    text = STATEMENT.text()
    assert old in text
    with raises(Unreadable, Code.SIGNATURE_NOT_OVER_BATCH) as refused:
        statement_in(text.replace(old, new), "batch.csv.sig")
    assert refused.value.file == "batch.csv.sig"
