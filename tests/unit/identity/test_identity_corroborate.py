from dataclasses import replace
from datetime import date

import pytest

from withhold.identity.corroborate import (
    FACTORS,
    Corroboration,
    IdentityPolicy,
    NoTin,
    Reason,
    WrongRegisterAnswer,
    claim_of,
    corroborate,
)
from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.model.vocabulary import Factor, IdentityOutcome

COVERS = ("withhold.identity.corroborate", "withhold.identity.names")

TODAY = date(2026, 3, 1)
STRICT = IdentityPolicy()

ROW = {
    "tin": "123-45-6789",
    "first_name": "José",
    "middle_name": "Antonio",
    "last_name": "García-López",
    "suffix": "Jr.",
    "date_of_birth": "1980-04-05",
    "address_line1": "123 North Main Street",
    "address_line2": "Apt 4",
    "city": "Springfield",
    "state": "IL",
    "zip": "62704",
}

HERE = FiledAddress("123 N MAIN ST", "APT 4", "SPRINGFIELD", "IL", "62704", date(2018, 1, 1))
THERE = FiledAddress("PO BOX 12", "", "PEORIA", "IL", "61602", date(2024, 1, 1))
RECORD = RegisterRecord(
    "123456789",
    "R-1",
    person_name("JOSE", "A", "GARCIA LOPEZ", "JR"),
    date(1980, 4, 5),
    False,
    (HERE, THERE),
)


def outcome(record: RegisterRecord = RECORD, policy: IdentityPolicy = STRICT, **changes: str) -> Corroboration:
    return corroborate(claim_of(ROW | changes), [record], policy, today=TODAY)


def test_one_record_agreeing_in_everything_is_confirmed() -> None:
    found = outcome()
    assert found.outcome is IdentityOutcome.CONFIRMED
    assert (found.reason, found.record_id) == (None, "R-1")
    assert tuple(found.factors) == FACTORS
    assert set(found.factors.values()) == {Factor.AGREES}


def test_a_past_address_agrees_as_well_as_the_present_one() -> None:
    moved = outcome(address_line1="P.O. Box 12", address_line2="", zip="61602")
    assert moved.outcome is IdentityOutcome.CONFIRMED


@pytest.mark.parametrize(
    ("factor", "changes"),
    [
        ("last_name", {"last_name": "García"}),
        ("first_name", {"first_name": "Pepe"}),
        ("date_of_birth", {"date_of_birth": "1980-05-04"}),
        ("address", {"address_line1": "125 North Main Street"}),
        ("address", {"zip": "62701"}),
        ("middle_initial", {"middle_name": "Blas"}),
        ("suffix", {"suffix": "Sr"}),
    ],
)
def test_one_factor_that_differs_is_enough(factor: str, changes: dict[str, str]) -> None:
    found = outcome(**changes)
    assert found.outcome is IdentityOutcome.NOT_CONFIRMED
    assert (found.reason, found.record_id) == (Reason.DIFFERS, None)
    assert [name for name in FACTORS if found.factors[name] is Factor.DIFFERS] == [factor]


@pytest.mark.parametrize(
    ("factor", "changes"),
    [
        ("first_name", {"first_name": "FNU"}),
        ("date_of_birth", {"date_of_birth": ""}),
        ("address", {"address_line1": "Failed to Provide", "address_line2": ""}),
        ("address", {"zip": ""}),
    ],
)
def test_a_required_factor_that_is_absent_is_enough(factor: str, changes: dict[str, str]) -> None:
    found = outcome(**changes)
    assert found.outcome is IdentityOutcome.NOT_CONFIRMED
    assert found.factors[factor] is Factor.ABSENT


@pytest.mark.parametrize("changes", [{"middle_name": ""}, {"suffix": ""}, {"middle_name": "NMN"}])
def test_middle_initial_and_suffix_count_only_if_both_sides_have_them(changes: dict[str, str]) -> None:
    assert outcome(**changes).outcome is IdentityOutcome.CONFIRMED


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORD, name=person_name("JOSE", "A", "", "JR")),
        replace(RECORD, date_of_birth=None),
        replace(RECORD, addresses=()),
        replace(RECORD, addresses=(FiledAddress("somewhere", "", "", "", "", None),)),
    ],
)
def test_what_the_register_lacks_does_not_agree(record: RegisterRecord) -> None:
    assert outcome(record).reason is Reason.DIFFERS


def test_no_names_at_all_agree_on_nothing() -> None:
    nameless = replace(RECORD, name=person_name("", "", "", ""))
    assert outcome(nameless, first_name="FNU", last_name="LNU").factors["last_name"] is Factor.ABSENT


def test_a_person_with_one_name() -> None:
    record = replace(RECORD, name=person_name("", "", "SUKARNO", ""))
    one_name = {"middle_name": "", "last_name": "Sukarno", "suffix": ""}
    assert outcome(record, first_name="FNU", **one_name).outcome is IdentityOutcome.CONFIRMED
    assert outcome(record, first_name="Achmed", **one_name).outcome is IdentityOutcome.NOT_CONFIRMED


def test_the_address_must_agree_unless_the_pack_waives_it() -> None:
    lenient = IdentityPolicy(address_must_agree=False)
    elsewhere = {"address_line1": "9 Elsewhere Rd"}
    assert outcome(policy=lenient, **elsewhere).outcome is IdentityOutcome.CONFIRMED
    assert outcome(policy=lenient, **elsewhere).factors["address"] is Factor.DIFFERS
    assert outcome(policy=lenient, **elsewhere, suffix="Sr").outcome is IdentityOutcome.NOT_CONFIRMED


def negatives() -> dict[Reason, Corroboration]:
    """Return one corroboration for each reason, all from a claim that agrees with the record in everything else."""
    claim = claim_of(ROW)
    answers = {
        Reason.ABSENT: [],
        Reason.AMBIGUOUS: [RECORD, replace(RECORD, record_id="R-2")],
        Reason.DIFFERS: [replace(RECORD, date_of_birth=date(1981, 4, 5))],
        Reason.PROTECTED: [replace(RECORD, protected=True)],
    }
    return {why: corroborate(claim, records, STRICT, today=TODAY) for why, records in answers.items()}


def test_each_negative_has_its_own_reason() -> None:
    found = negatives()
    assert set(found) == set(Reason)
    assert all(corroboration.reason is why for why, corroboration in found.items())
    assert all(corroboration.record_id is None for corroboration in found.values())


def test_two_records_are_ambiguous() -> None:
    assert negatives()[Reason.AMBIGUOUS].outcome is IdentityOutcome.AMBIGUOUS


@pytest.mark.parametrize("why", [Reason.ABSENT, Reason.AMBIGUOUS, Reason.PROTECTED])
def test_a_record_that_may_not_be_compared_shows_no_factor(why: Reason) -> None:
    assert set(negatives()[why].factors.values()) == {Factor.ABSENT}


@pytest.mark.parametrize(
    ("born", "today", "minor"),
    [
        (date(2008, 3, 1), date(2026, 3, 1), False),
        (date(2008, 3, 2), date(2026, 3, 1), True),
        (date(2004, 2, 29), date(2022, 2, 28), True),
        (date(2004, 2, 29), date(2022, 3, 1), False),
    ],
)
def test_a_minor_is_protected(born: date, today: date, minor: bool) -> None:
    claim = claim_of(ROW | {"date_of_birth": born.isoformat()})
    found = corroborate(claim, [replace(RECORD, date_of_birth=born)], STRICT, today=today)
    assert (found.reason is Reason.PROTECTED) == minor
    assert (found.outcome is IdentityOutcome.CONFIRMED) != minor


def test_a_record_of_another_tin_is_a_fault_of_the_register() -> None:
    with pytest.raises(WrongRegisterAnswer):
        outcome(replace(RECORD, tin="123456780"))


@pytest.mark.parametrize("tin", ["", "000-12-3456", "12345678"])
def test_there_is_no_claim_without_a_possible_tin(tin: str) -> None:
    with pytest.raises(NoTin) as caught:
        claim_of(ROW | {"tin": tin})
    assert not tin or tin not in str(caught.value)


def test_a_claim_never_shows_in_a_representation() -> None:
    shown = repr(claim_of(ROW))
    assert not any(value in shown for value in ("123456789", "GARCIA", "1980", "MAIN"))


@pytest.mark.parametrize("word", ["N/A", "None", "-", "NULL", "nan", "NMN", "unknown"])
@pytest.mark.parametrize(("column", "factor"), [("middle_name", "middle_initial"), ("suffix", "suffix")])
def test_a_filler_is_absent_whichever_side_wrote_it(word: str, column: str, factor: str) -> None:
    by_request = outcome(**{column: word})
    assert by_request.outcome is IdentityOutcome.CONFIRMED
    assert by_request.factors[factor] is Factor.ABSENT
    parts = {"middle_name": "A", "suffix": "JR", column: word}
    filed = person_name("JOSE", parts["middle_name"], "GARCIA LOPEZ", parts["suffix"])
    for middle in ("Antonio", "Nancy", "Nora", "Ulla"):
        by_register = outcome(replace(RECORD, name=filed), middle_name=middle if column == "middle_name" else "A")
        assert by_register.factors[factor] is Factor.ABSENT


@pytest.mark.parametrize("word", ["NA", "Nan", "No", "N. A."])
def test_a_word_that_may_be_a_name_never_supports_a_disclosure(word: str) -> None:
    filed = replace(RECORD, name=person_name("JOSE", "NORA", "GARCIA LOPEZ", "JR"))
    assert outcome(filed, middle_name=word).factors["middle_initial"] is Factor.ABSENT
    uncertain = replace(RECORD, name=person_name("JOSE", word, "GARCIA LOPEZ", "JR"))
    assert outcome(uncertain, middle_name="Nora").factors["middle_initial"] is Factor.ABSENT
    assert outcome(uncertain, middle_name="").factors["middle_initial"] is Factor.ABSENT
    # It may be a person's name. Then another initial differs, and nothing is disclosed.
    assert outcome(uncertain, middle_name="Antonio").outcome is IdentityOutcome.NOT_CONFIRMED


@pytest.mark.parametrize(
    ("given", "filed", "factor"),
    [
        ("Jr MD", "JR", Factor.ABSENT),
        ("Jr", "JUNIOR, M.D.", Factor.ABSENT),
        ("Jr MD", "SR", Factor.DIFFERS),
        ("MD", "JR", Factor.ABSENT),
        ("III", "III", Factor.AGREES),
        ("XYZ", "JR", Factor.DIFFERS),
    ],
)
def test_a_degree_is_no_generation(given: str, filed: str, factor: Factor) -> None:
    record = replace(RECORD, name=person_name("JOSE", "A", "GARCIA LOPEZ", filed))
    assert outcome(record, suffix=given).factors["suffix"] is factor


@pytest.mark.parametrize("word", ["NONE", "N/A", "n / a", "Null", "Unknown", "TBA", "not provided", "nan"])
@pytest.mark.parametrize("column", ["first_name", "last_name"])
def test_two_fillers_for_a_first_or_last_name_do_not_agree(word: str, column: str) -> None:
    parts = {"first_name": "JOSE", "last_name": "GARCIA LOPEZ", column: word}
    record = replace(RECORD, name=person_name(parts["first_name"], "A", parts["last_name"], "JR"))
    found = outcome(record, **{column: word})
    assert found.outcome is IdentityOutcome.NOT_CONFIRMED
    assert found.factors[column] is Factor.ABSENT
