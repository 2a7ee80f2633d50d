"""The cast of a little home: synthetic people in a register, a plainly fictional agency, and everyone who acts."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from withhold.model.cases.permissions import Actor
from withhold.model.vocabulary import Role
from withhold.population.people.register import SCHEMA, by_number

AGENCY = "AGY-TEST"
ADDRESS_COLUMNS = ("address_line1", "address_line2", "city", "state", "zip")


@dataclass(frozen=True, slots=True)
class Subject:
    """A person for requests: the columns of the request, and the register's records under the number."""

    tin: str
    claim: dict[str, str]
    records: tuple[dict[str, object], ...]
    """Rows of the register."""
    confirmed: bool = False

    @property
    def most_recent(self) -> dict[str, object]:
        """The address a release must carry, from the register's rows themselves."""
        newest = max(self.records, key=lambda row: str(row["effective"]))
        return {name.removeprefix("address_"): newest[name] for name in ADDRESS_COLUMNS}


def _claim(first: str, last: str, born: str, line: str) -> dict[str, str]:
    return {
        "first_name": first,
        "middle_name": "Quill",
        "last_name": last,
        "suffix": "",
        "date_of_birth": born,
        "address_line1": line,
        "address_line2": "",
        "city": "Austin",
        "state": "TX",
        "zip": "78701",
    }


def _record(tin: str, record: str, claim: dict[str, str], **changed: object) -> dict[str, object]:
    base = {"tin": tin, "record_id": record, "protected": False, "effective": "2019-05-01"}
    return {**base, **claim, **changed}


_MOVED = {"address_line1": "77 Juniper Court", "city": "Denver", "state": "CO", "zip": "80202"}
_ROBIN = _claim("Robin", "Example", "1984-05-17", "410 Larkspur Lane")
_JULES = _claim("Jules", "Specimen", "1971-09-02", "12 Sorrel Street")
_KIT = _claim("Kit", "Standin", "1990-12-31", "9 Yarrow Road")
_NAMESAKE = _claim("Devon", "Pattern", "1966-03-08", "31 Clover Avenue")
_AMBIGUOUS = _claim("Gray", "Fixture", "1979-07-07", "55 Sedge Drive")
_PROTECTED = _claim("Harper", "Sample", "1988-01-20", "8 Mallow Lane")
_ABSENT = _claim("Ellis", "Figment", "1959-10-11", "140 Bracken Way")
_RELATIVE = _claim("Avery", "Sample", "1992-06-30", "8 Mallow Lane")

SUBJECTS: dict[str, Subject] = {
    "robin": Subject(
        "900701001",
        _ROBIN,
        (_record("900701001", "R1", _ROBIN), _record("900701001", "R1", _ROBIN, effective="2024-02-10", **_MOVED)),
        confirmed=True,
    ),
    "jules": Subject("900701002", _JULES, (_record("900701002", "R2", _JULES),), confirmed=True),
    "kit": Subject("900701003", _KIT, (_record("900701003", "R3", _KIT),), confirmed=True),
    "namesake": Subject("900701004", _NAMESAKE, (_record("900701004", "R4", _NAMESAKE, date_of_birth="1991-11-23"),)),
    "ambiguous": Subject(
        "900701005",
        _AMBIGUOUS,
        (_record("900701005", "R5", _AMBIGUOUS), _record("900701005", "R6", _AMBIGUOUS, first_name="Lane")),
    ),
    "protected": Subject("900701006", _PROTECTED, (_record("900701006", "R7", _PROTECTED, protected=True),)),
    "absent": Subject("900701007", _ABSENT, ()),
    "relative": Subject("900701008", _RELATIVE, (_record("900701008", "R8", _RELATIVE, first_name="Blair"),)),
}


def register_of(subjects: dict[str, Subject] = SUBJECTS) -> pl.DataFrame:
    """The register's frame."""
    rows = [row for subject in subjects.values() for row in subject.records]
    return by_number(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


STEWARDS = tuple(Actor(name, Role.STEWARD) for name in ("CUS-STEWARD", "CUS-STEWARD-2", "CUS-STEWARD-3"))
STEWARD = STEWARDS[0]
OFFICERS = (Actor("CUS-OFFICER-1", Role.OFFICER), Actor("CUS-OFFICER-2", Role.OFFICER))
COUNSEL = (Actor("CUS-COUNSEL-1", Role.COUNSEL), Actor("CUS-COUNSEL-2", Role.COUNSEL))
INSPECTORS = (Actor("INS-1", Role.INSPECTOR), Actor("INS-2", Role.INSPECTOR))
LIFTERS = (INSPECTORS[1], COUNSEL[0])
"""Two who lift a stay that somebody else placed."""
SIGNERS = (Actor("SGN-1", Role.SIGNER, AGENCY), Actor("SGN-2", Role.SIGNER, AGENCY))
OFFICIALS = tuple(Actor(f"OFF-{number}", Role.OFFICIAL, AGENCY) for number in (1, 2, 3))
REVIEWERS = (*OFFICERS, *COUNSEL)
FOUNDERS = (*STEWARDS, *INSPECTORS)
"""Who founds a little home. The founding statement names them, and no accreditation does."""
CUSTODIANS = (*FOUNDERS, *REVIEWERS)
EVERYONE = (*CUSTODIANS, *SIGNERS, *OFFICIALS)

IN_FORCE = date(2025, 1, 1), date(2027, 12, 31)
SHORT = date(2025, 1, 1), date(2025, 12, 31)
"""The term of the second signer and the third official: it runs out while a test looks on."""


def term_of(actor: Actor) -> tuple[date, date]:
    """Return the first and the last day in force. The custodian's own people have no last day."""
    if not actor.agency:
        return date.min, date.max
    return SHORT if actor in (SIGNERS[1], OFFICIALS[2]) else IN_FORCE
