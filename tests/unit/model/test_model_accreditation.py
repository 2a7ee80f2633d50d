import json
from datetime import date
from pathlib import Path

import pytest

from withhold.model.errors import Code, Fault, Unreadable
from withhold.model.people.accreditation import Accreditation, Agency, Custodian, Official, Passkey, Signer, Term
from withhold.model.people.accreditation_file import dump_accreditation, load_accreditation, parse_accreditation
from withhold.model.vocabulary import Role

COVERS = ("withhold.model.people.accreditation", "withhold.model.people.accreditation_file")

TERM = Term(date(2025, 1, 1), date(2026, 12, 31))
SAMPLE = Accreditation(
    agency=Agency("AGY-1", "Bureau of Examples (fictional)", "1 Example Plaza", True, ""),
    signers=(Signer("SGN-1", "Inez Éxample", "Head", "agency_head", "key", ({"id": "a", "count": 3},), TERM),),
    officials=(Official("OFF-1", "Avery Example", "Agent", "Desk 1", "", "", (), TERM),),
    custodians=(Custodian("CUS-1", "Sage Model", Role.OFFICER, ()),),
)


def broken(*place: str | int, value: object = None, drop: bool = False) -> str:
    document = json.loads(dump_accreditation(SAMPLE))
    part = document
    for step in place[:-1]:
        part = part[step]
    if drop:
        del part[place[-1]]
    else:
        part[place[-1]] = value
    return json.dumps(document)


def test_accreditation_reads_back_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "accreditation.json"
    path.write_text(dump_accreditation(SAMPLE), encoding="utf-8")
    assert load_accreditation(path) == SAMPLE


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        (broken("agency", drop=True), "agency", "is missing"),
        (broken("agency", value=[]), "agency", "is not an object"),
        (broken("agency", "color", value="x"), "agency.color", "A file of this kind has no such field."),
        (broken("extra", value=1), "extra", "A file of this kind has no such field."),
        (broken("agency", "safeguards_good", value="yes"), "agency.safeguards_good", "is not true or false"),
        (broken("agency", "safeguards_good", value=1), "agency.safeguards_good", "is not true or false"),
        (broken("agency", "name", value=" "), "agency.name", "is empty"),
        (broken("signers", value={}), "signers", "is not a list"),
        (broken("signers", 0, value="x"), "signers[0]", "is not an object"),
        (broken("signers", 0, "title", drop=True), "signers[0].title", "is missing"),
        (broken("signers", 0, "passkeys", value=["x"]), "signers[0].passkeys[0]", "is not an object"),
        (
            broken("signers", 0, "valid_from", value="2025-02-30"),
            "signers[0].valid_from",
            "is not a date. Write it as YYYY-MM-DD.",
        ),
        (
            broken("signers", 0, "valid_from", value="20250101"),
            "signers[0].valid_from",
            "is not a date. Write it as YYYY-MM-DD.",
        ),
        (broken("officials", 0, "valid_until", value="2024-01-01"), "officials[0].valid_until", "before valid_from"),
        (broken("officials", 0, "sealing_key", value=None), "officials[0].sealing_key", "is not text"),
        (broken("agency", "name", value="x" * 201), "agency.name", "200 characters"),
        (broken("signers", 0, "title", value="a\0b"), "signers[0].title", "NUL"),
        (
            broken("signers", 0, "passkeys", value=[{"id": "a\0b"}]),
            "signers[0].passkeys",
            "The id contains a NUL character",
        ),
        (broken("signers", 0, "id", value="two words"), "signers[0].id", "must be letters"),
        (broken("agency", "id", value="x" * 81), "agency.id", "longer than 80"),
        (
            broken("signers", 0, "passkeys", value=[{"id": "a\0"}]),
            "signers[0].passkeys",
            "The id contains a NUL character",
        ),
        (
            broken("custodians", 0, "role", value="machine"),
            "custodians[0].role",
            "is not a role on the custodian's side",
        ),
        (
            broken("custodians", 0, "role", value="intake_clerk"),
            "custodians[0].role",
            "is not a role on the custodian's side",
        ),
        (broken("custodians", 0, "id", value="OFF-1"), "id", "Two people have the same id"),
        (broken("custodians", 0, "id", value="AGY-1"), "agency.id", "is a person's id already"),
        (broken("custodians", 0, "id", value="agy-1"), "agency.id", "is a person's id already"),
        *(
            (broken("custodians", 0, "name", value=blank), "custodians[0].name", "must be one line of text")
            for blank in ("\u2800", " \u3164", "\uffa0\u115f", "\u034f", "\ufe0f\u1160")
        ),
    ],
)
def test_accreditation_names_the_field_at_fault(text: str, column: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=r"^file") as caught:
        parse_accreditation(text, "file")
    assert caught.value.column == column
    assert reason in caught.value.reason


@pytest.mark.parametrize("text", ["", "{", "[1]", "7", "[" * 100_000, f'{{"agency": {"9" * 5_000}}}'])
def test_text_that_is_not_a_json_object_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match=r"is not (JSON|an object)"):
        parse_accreditation(text, "file")


def test_a_fault_in_a_passkey_names_its_field() -> None:
    asked: list[object] = []

    def check(passkey: Passkey) -> None:
        asked.append(passkey)
        if "count" not in passkey:
            raise Fault(Code.PASSKEY_RECORD_FIELDS)

    assert parse_accreditation(dump_accreditation(SAMPLE), "file", check) == SAMPLE
    assert asked == [{"id": "a", "count": 3}]
    text = broken("signers", 0, "passkeys", value=[{"id": "a", "count": 3}, {"id": "b"}])
    with pytest.raises(Unreadable, match="does not have the fields of one") as caught:
        parse_accreditation(text, "file", check)
    assert caught.value.column == "signers[0].passkeys[1]"


def test_a_field_that_is_given_twice_is_refused() -> None:
    text = dump_accreditation(SAMPLE).replace('"id": "AGY-1"', '"id": "AGY-1", "id": "AGY-2"')
    with pytest.raises(Unreadable, match="given twice"):
        parse_accreditation(text, "file")


def test_a_file_that_cannot_be_opened_or_decoded_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^absent\.json: The file cannot be read \(No such file"):
        load_accreditation(tmp_path / "absent.json")
    with pytest.raises(Unreadable, match="The file cannot be read"):
        load_accreditation(tmp_path)
    path = tmp_path / "latin.json"
    path.write_bytes(dump_accreditation(SAMPLE).encode("latin-1"))
    with pytest.raises(Unreadable, match=r"is not UTF-8\. Save the file as UTF-8\."):
        load_accreditation(path)
