"""A plainly fictional agency, its signers and officials, and the custodian's people, all without keys.

Whoever makes the keys adds them. Nothing here is secret.
"""

from datetime import date, timedelta

from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.people.accreditation import Accreditation, Agency, Custodian, Official, Signer, Term
from withhold.model.vocabulary import Role
from withhold.population.batches.officials import Officials, official_id
from withhold.population.batches.request_writer import BATCH_SIGNER

LEAST_OFFICIALS = 60

SIGNERS = (
    (BATCH_SIGNER, "Inez Example", "Inspector General (fictional)", "inspector_general", True),
    ("SGN-0002", "Hollis Specimen", "Director (fictional)", "agency_head", True),
    ("SGN-0003", "Juno Placeholder", "Associate Attorney General (fictional)", "justice_listed", True),
    ("SGN-0004", "Fennel Sample", "Field Office Director (fictional)", "field_office_director", True),
    ("SGN-0005", "Odell Formerly", "Former Director (fictional)", "agency_head", False),
)
"""id, name, title, kind of office, still in force. The law does not let the fourth one's office ask."""

GIVEN = ("Avery", "Blair", "Casey", "Devon", "Ellis", "Frankie", "Gray", "Harper", "Indigo", "Jules", "Kit", "Lane")
FAMILY = ("Example", "Specimen", "Placeholder", "Sample", "Pattern", "Figment", "Fixture")
TITLES = ("Special Agent (fictional)", "Senior Special Agent (fictional)", "Investigator (fictional)")

CUSTODIANS = (
    ("CUS-0002", "Rowan Model", Role.STEWARD),
    ("CUS-0003", "Sage Model", Role.OFFICER),
    ("CUS-0004", "Tatum Model", Role.OFFICER),
    ("CUS-0005", "Umber Model", Role.COUNSEL),
    ("CUS-0006", "Vesper Model", Role.COUNSEL),
    ("CUS-0007", "Wren Model", Role.STEWARD),
    ("CUS-0008", "Xen Model", Role.STEWARD),
    ("INS-0001", "Winter Model", Role.INSPECTOR),
    ("INS-0002", "Yarrow Model", Role.INSPECTOR),
)


def sample_accreditation(officials: Officials, today: date) -> Accreditation:
    """Return the accreditation of everyone that the requests name. The lapsed ones ended a month ago."""
    count = max(officials.count, LEAST_OFFICIALS)
    return Accreditation(
        agency=Agency(
            id=AgencyId("AGY-0001"),
            name="Bureau of Examples (fictional)",
            address="1 Example Plaza, Sampletown (fictional)",
            safeguards_good=True,
            safeguard_note="Reviewed; no findings open (fictional).",
        ),
        signers=tuple(
            Signer(PersonId(id_), name, title, office, "", (), _term(today, lapsed=not good))
            for id_, name, title, office, good in SIGNERS
        ),
        officials=tuple(_official(number, today, lapsed=number in officials.expired) for number in range(1, count + 1)),
        custodians=tuple(Custodian(PersonId(id_), name, role, ()) for id_, name, role in CUSTODIANS),
    )


def _official(number: int, today: date, *, lapsed: bool) -> Official:
    return Official(
        id=PersonId(official_id(number)),
        name=f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]} {number}",
        title=TITLES[number % len(TITLES)],
        address=f"1 Example Plaza, Desk {number}, Sampletown (fictional)",
        sealing_key="",
        signing_key="",
        passkeys=(),
        term=_term(today, lapsed=lapsed),
    )


def _term(today: date, *, lapsed: bool) -> Term:
    until = today - timedelta(days=30) if lapsed else today + timedelta(days=730)
    return Term(today - timedelta(days=400), until)
