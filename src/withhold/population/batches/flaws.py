"""Ways to spoil a sound request so that it does not meet one element and meets all others."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from withhold.model.vocabulary import Outcome
from withhold.population.batches.request_writer import RequestWriter
from withhold.population.batches.truth import Row, Shortfall
from withhold.population.people.addresses import Place
from withhold.population.people.tins import ADVERTISED

Change = Callable[[Row, RequestWriter], None]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A way to spoil a row: the label of its share, the element that the row then does not meet, and the change."""

    share: str
    shortfall: Shortfall
    change: Change


def spoil_name(row: Row, writer: RequestWriter) -> None:
    """Leave the name out, or replace it by words that are not a name."""
    row["first_name"], row["last_name"] = writer.rng.choice(
        (
            ("", ""),
            ("Unknown", "Unknown"),
            (row["first_name"], ""),
            ("", row["last_name"]),
            (row["first_name"], "Unknown"),
        )
    )


LINES = (
    "",
    "Failed to Provide",
    "FAILED TO PROVIDE",
    "failed-to-provide",
    "Unknown Address",
    "UNKNOWN",
    "Unknown {zip}",
    "Don't Care {zip}",
    "Not Provided",
    "Not Available",
    "No Address",
    "None",
    "N/A",
    "n.a.",
    "NULL",
    "TBD",
    "Refused",
    "Same",
    "See File",
    "Address",
    "Street",
    "xxx",
    "000",
    "Test Test",
    "{zip}",
    "{city}, {state}",
    "Maple Street",
    "PO Box",
    "123 Unknown",
    "{zip} Failed to Provide",
)
"""Placeholders for the street. The ZIP in the row is a real one."""


def placeholder(row: Row, writer: RequestWriter) -> None:
    """Replace the street by a placeholder, and leave the real city, state and ZIP."""
    row["address_line1"] = writer.rng.choice(LINES).format(**row)
    row["address_line2"] = ""


def spoil_address(row: Row, writer: RequestWriter) -> None:
    """Replace the street by a placeholder, or make the city, the state or the ZIP missing or wrong."""
    rng = writer.rng
    drawn = rng.random()
    if drawn < 0.6:
        placeholder(row, writer)
    elif drawn < 0.8:
        row["zip"] = rng.choice(("", "00000", row["zip"][:4], _elsewhere(row, writer).zip))
    elif drawn < 0.9:
        row["state"] = rng.choice(("", "ZZ", _elsewhere(row, writer).state))
    else:
        row["city"] = rng.choice(("", "Unknown", "N/A"))


def spoil_periods(row: Row, writer: RequestWriter) -> None:
    """Give no taxable period, an implausible one, or too many."""
    year = writer.today.year
    row["taxable_periods"] = writer.rng.choice(
        (
            "",
            "1066",
            str(year + 5),
            "all years",
            "20",
            ";".join(str(year - n) for n in range(8, 0, -1)),
        )
    )


def spoil_statute(row: Row, writer: RequestWriter, kind: str) -> None:
    """Replace the provision by one of that kind in `citations`."""
    row["statute"] = writer.rng.choice(writer.citations[kind])


def spoil_matter(row: Row, writer: RequestWriter) -> None:
    """Leave out the proceeding or the case number."""
    column, value = writer.rng.choice(
        (
            ("proceeding", ""),
            ("proceeding", "civil removal"),
            ("proceeding", "unknown"),
            ("case_number", ""),
            ("case_number", "N/A"),
            ("case_number", "Unknown"),
        )
    )
    row[column] = value


def spoil_reason(row: Row, writer: RequestWriter) -> None:
    """Give no reason, or a text too vague to be one."""
    row["reason"] = "" if writer.rng.random() < 0.2 else writer.reasons.vague()


def spoil_sole_use(row: Row, writer: RequestWriter) -> None:
    """Do not attest to sole use."""
    row["sole_use"] = writer.rng.choice(("", "false", "no"))


def spoil_tin(row: Row, writer: RequestWriter) -> None:
    """Give a number that no one can have been given."""
    rng = writer.rng
    serial = f"{rng.randrange(1, 10_000):04d}"
    row["tin"] = rng.choice(
        (
            "",
            f"000-12-{serial}",
            f"666-45-{serial}",
            f"123-00-{serial}",
            f"{rng.randrange(100, 600)}-45-0000",
            f"912-49-{serial}",
            f"987-93-{serial}",
            rng.choice(sorted(ADVERTISED)),
            f"12345{serial[:3]}",
            f"1234567{serial}",
            "Unknown",
        )
    )


def spoil_birth_date(row: Row, writer: RequestWriter) -> None:
    """Give no date of birth, one that no calendar has, or one that no living person has."""
    row["date_of_birth"] = writer.rng.choice(
        (
            "",
            "1985-02-30",
            "02/03/1985",
            "1985",
            "1066-10-14",
            "0001-01-01",
            f"{writer.today.year + 3}-05-05",
            "Unknown",
        )
    )


def name_official(row: Row, writer: RequestWriter, which: str) -> None:
    """Name no official, one who was never accredited, or one whose accreditation has ended."""
    given = {"missing": lambda: "", "stranger": writer.officials.stranger, "lapsed": writer.officials.lapsed}
    row["official_id"] = given[which]()


def sign_as(row: Row, _writer: RequestWriter, signer: str) -> None:
    """Have another signer ask, or none."""
    row["signer_id"] = signer


def _elsewhere(row: Row, writer: RequestWriter) -> Place:
    while (place := writer.people.addresses.place()).state == row["state"]:
        pass
    return place


def _returned(element: str) -> Shortfall:
    return Shortfall(element, Outcome.RETURNED)


SIGNER = Shortfall("signer", Outcome.REFUSED, needs_records=True)
OFFICIAL = Shortfall("official", Outcome.RETURNED, needs_records=True)
BARRED = Shortfall("statute", Outcome.REFUSED)

FLAWS = (
    Flaw("signer_missing", Shortfall("signer", Outcome.REFUSED), partial(sign_as, signer="")),
    Flaw("signer_unknown", SIGNER, partial(sign_as, signer="SGN-0099")),
    Flaw("signer_office", SIGNER, partial(sign_as, signer="SGN-0004")),
    Flaw("signer_lapsed", SIGNER, partial(sign_as, signer="SGN-0005")),
    Flaw("signer_other", SIGNER, partial(sign_as, signer="SGN-0002")),
    Flaw("official_missing", _returned("official"), partial(name_official, which="missing")),
    Flaw("official_unknown", OFFICIAL, partial(name_official, which="stranger")),
    Flaw("official_lapsed", OFFICIAL, partial(name_official, which="lapsed")),
    Flaw("name", _returned("name"), spoil_name),
    Flaw("address", _returned("address"), spoil_address),
    Flaw("periods", _returned("periods"), spoil_periods),
    Flaw("statute_unknown", _returned("statute"), partial(spoil_statute, kind="unknown")),
    Flaw("statute_civil", BARRED, partial(spoil_statute, kind="civil")),
    Flaw("statute_tax", BARRED, partial(spoil_statute, kind="tax")),
    Flaw("matter", _returned("matter"), spoil_matter),
    Flaw("reason", _returned("reason"), spoil_reason),
    Flaw("sole_use", _returned("sole_use"), spoil_sole_use),
    Flaw("tin", _returned("tin"), spoil_tin),
    Flaw("birth_date", _returned("birth_date"), spoil_birth_date),
)
"""Every deficiency that one row shows. Deficiencies that only the whole batch shows are in `patterns`."""

ADDRESS = _returned("address")
BOILERPLATE = _returned("boilerplate")
ENGAGEMENT = Shortfall("engagement", Outcome.REFUSED)
REASON = _returned("reason")
DUPLICATE = Shortfall("duplicate", Outcome.REFUSED)
