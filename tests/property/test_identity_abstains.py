"""No disclosure unless everything agrees: over drawn claims and records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from support.fillers import FILLERS
from withhold.identity.address import agrees, canonical_address
from withhold.identity.corroborate import Claim, IdentityPolicy, corroborate
from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.model.vocabulary import Factor, IdentityOutcome

COVERS = ("withhold.identity.address", "withhold.identity.corroborate", "withhold.identity.names")

TODAY = date(2026, 3, 1)
TIN = "123456789"
LINES = ("1 Oak St", "1 Oak St Apt 2", "1 Oak St Apt 3", "PO Box 9", "RR 1 Box 9", "General Delivery", "Unknown")

names = st.builds(
    person_name,
    st.sampled_from(["Ana", "Eva", "FNU", ""]),
    st.sampled_from(["", "M", "Maria", "Luz"]),
    st.sampled_from(["Ruiz", "Ruiz-Soto", ""]),
    st.sampled_from(["", "Jr", "II"]),
)
births = st.sampled_from([None, date(1980, 1, 2), date(1980, 2, 1), date(2015, 1, 1)])
filed = st.builds(
    FiledAddress, st.sampled_from(LINES), st.just(""), st.just("X"), st.just("IL"), st.sampled_from(["62704", "62701"]),
    st.just(date(2020, 1, 1)),
)  # fmt: skip
records = st.builds(
    RegisterRecord, st.just(TIN), st.sampled_from(["R-1", "R-2"]), names, births, st.booleans(),
    st.lists(filed, max_size=3).map(tuple),
)  # fmt: skip
claims = st.builds(
    lambda name, born, line, zip_code: Claim(TIN, name, born, canonical_address(line, "", zip_code)),
    names, births, st.sampled_from(LINES), st.sampled_from(["62704", "62701"]),
)  # fmt: skip


def claim_from(record: RegisterRecord) -> Claim:
    """The claim of someone who knows everything on file."""
    address = record.addresses[0].canonical() if record.addresses else None
    return Claim(record.tin, record.name, record.date_of_birth, address)


drawn = st.one_of(
    st.tuples(claims, st.lists(records, max_size=2)),
    records.map(lambda record: (claim_from(record), [record])),
)


@given(drawn, st.booleans())
def test_confirmed_means_that_everything_agrees(drawn: tuple[Claim, list[RegisterRecord]], strict: bool) -> None:
    claim, answer = drawn
    found = corroborate(claim, answer, IdentityPolicy(address_must_agree=strict), today=TODAY)
    if found.outcome is not IdentityOutcome.CONFIRMED:
        assert found.record_id is None
        return
    (record,) = answer
    assert found.record_id == record.record_id
    assert not record.protected
    assert (
        record.date_of_birth == claim.date_of_birth == date(1980, record.date_of_birth.month, record.date_of_birth.day)
    )
    assert (claim.name.last, claim.name.first) == (record.name.last, record.name.first)
    assert claim.name.last
    for claimed, on_file in (
        (claim.name.middle[:1], record.name.middle[:1]),
        (claim.name.suffix, record.name.suffix),
    ):
        assert not claimed or not on_file or claimed == on_file
    if strict:
        assert Factor.AGREES in [agrees(claim.address, address.canonical()) for address in record.addresses]


@given(drawn)
def test_a_lenient_pack_is_lenient_about_the_address_alone(drawn: tuple[Claim, list[RegisterRecord]]) -> None:
    claim, answer = drawn
    strict = corroborate(claim, answer, IdentityPolicy(), today=TODAY)
    lenient = corroborate(claim, answer, IdentityPolicy(address_must_agree=False), today=TODAY)
    assert strict.factors == lenient.factors
    if strict.outcome is not lenient.outcome:
        assert strict.factors["address"] is not Factor.AGREES


@given(records, st.sampled_from(["last", "first", "suffix", "middle", "born", "protected", "twice", "gone"]))
def test_one_change_undoes_a_confirmation(record: RegisterRecord, change: str) -> None:
    whole = replace(
        record,
        protected=False,
        name=person_name("Ana", "M", "Ruiz", "Jr"),
        date_of_birth=date(1980, 1, 2),
        addresses=(FiledAddress("1 Oak St", "", "X", "IL", "62704", None), *record.addresses),
    )
    claim, policy = claim_from(whole), IdentityPolicy()
    assert corroborate(claim, [whole], policy, today=TODAY).outcome is IdentityOutcome.CONFIRMED
    answers = {
        "last": [replace(whole, name=person_name("Ana", "M", "Ruis", "Jr"))],
        "first": [replace(whole, name=person_name("Anna", "M", "Ruiz", "Jr"))],
        "suffix": [replace(whole, name=person_name("Ana", "M", "Ruiz", "Sr"))],
        "middle": [replace(whole, name=person_name("Ana", "L", "Ruiz", "Jr"))],
        "born": [replace(whole, date_of_birth=date(1980, 2, 1))],
        "protected": [replace(whole, protected=True)],
        "twice": [whole, whole],
        "gone": [],
    }
    assert corroborate(claim, answers[change], policy, today=TODAY).outcome is not IdentityOutcome.CONFIRMED


@given(
    st.sampled_from(FILLERS),
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", "  "]),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=9),
    st.booleans(),
)
def test_a_filler_never_agrees_or_differs(
    filler: str, written: Callable[[str], str], space: str, other: str, by_request: bool
) -> None:
    # `Nan` is a name. Only as programs write it, `nan` or `NaN`, is it a filler.
    word = space + (filler if filler in ("nan", "NaN") else written(filler)) + space
    unsure, plain = person_name("Ana", word, "Ruiz", word), person_name("Ana", other, "Ruiz", other)
    claimed, filed = (unsure, plain) if by_request else (plain, unsure)
    record = RegisterRecord(TIN, "R-1", filed, date(1980, 1, 2), False, ())
    found = corroborate(Claim(TIN, claimed, date(1980, 1, 2), None), [record], IdentityPolicy(False), today=TODAY)
    assert found.outcome is IdentityOutcome.CONFIRMED
    assert found.factors["middle_initial"] is found.factors["suffix"] is Factor.ABSENT
