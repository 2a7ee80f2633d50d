"""Writes sound requests of the fictional agency. Other modules then spoil them in known ways."""

from datetime import date
from importlib.resources import files
from random import Random
from tomllib import loads

from withhold.population.batches.made_reasons import Reasons
from withhold.population.batches.officials import Officials
from withhold.population.batches.truth import Row
from withhold.population.people.addresses import Address, Hand
from withhold.population.people.households import People, Person
from withhold.population.people.spellings import as_typed

COLUMNS = (
    "request_ref",
    "tin",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "date_of_birth",
    "address_line1",
    "address_line2",
    "city",
    "state",
    "zip",
    "taxable_periods",
    "statute",
    "proceeding",
    "case_number",
    "reason",
    "official_id",
    "signer_id",
    "sole_use",
)
"""The columns of a batch."""

BATCH_SIGNER = "SGN-0001"
"""Who signs the file. The truth of every row depends on it."""

PROCEEDINGS = ("investigation", "judicial", "grand_jury", "administrative")
UNITS = ("FRAUD", "MARITIME", "CYBER", "FIELD")


def citations() -> dict[str, list[str]]:
    """Return the spellings of provisions that ship with the package, by kind."""
    text = (files("withhold.population") / "tables" / "citations.toml").read_text(encoding="utf-8")
    return {kind: list(spellings) for kind, spellings in loads(text).items()}


class RequestWriter:
    """Writes requests. The same seed and day give the same ones in the same order."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.people = People(rng, today)
        self.officials = Officials()
        self.reasons = Reasons(rng)
        self.citations = citations()
        self._matters = 0

    def request(self, person: Person, address: Address, hand: Hand = Hand.AGENCY) -> Row:
        """Return a request for that person that lacks nothing, with a matter and a reason of its own."""
        rng = self.rng
        line1, line2, city, state, postcode = address.written(hand)
        return {
            "request_ref": "",
            "tin": self.written_tin(person.tin),
            "first_name": as_typed(person.first_name),
            "middle_name": as_typed(person.middle_name),
            "last_name": as_typed(person.last_name),
            "suffix": person.suffix,
            "date_of_birth": person.date_of_birth.isoformat(),
            "address_line1": line1,
            "address_line2": line2,
            "city": city,
            "state": state,
            "zip": f"{postcode}-{rng.randrange(1, 9999):04d}" if rng.random() < 0.1 else postcode,
            "taxable_periods": self._periods(),
            "statute": rng.choice(self.citations["designated"]),
            "proceeding": rng.choice(PROCEEDINGS),
            "case_number": self.case_number(),
            "reason": self.reasons.next(),
            "official_id": "",
            "signer_id": BATCH_SIGNER,
            "sole_use": "true",
        }

    def assigned(self, row: Row) -> Row:
        """Give the row an official who has room for it, and return it."""
        row["official_id"] = self.officials.next()
        return row

    def sound(self, person: Person, address: Address, hand: Hand = Hand.AGENCY) -> Row:
        """Return a sound request with an official who has room for it."""
        return self.assigned(self.request(person, address, hand))

    def written_tin(self, tin: str) -> str:
        """Return the number with dashes, as three in five rows have it, or without."""
        return f"{tin[:3]}-{tin[3:5]}-{tin[5:]}" if self.rng.random() < 0.6 else tin

    def case_number(self) -> str:
        """Return a case number never given before."""
        self._matters += 1
        year = self.today.year - self.rng.randrange(3)
        return f"{self.rng.choice(UNITS)}-{year}-{self._matters:07d}"

    def _periods(self) -> str:
        first = self.today.year - self.rng.randrange(2, 7)
        count = self.rng.choice((1, 1, 1, 2, 2, 3))
        years = [str(first + n) for n in range(count) if first + n < self.today.year]
        return self.rng.choice((";", ";", "; ")).join(years)
