"""Counts what each policy disclosed, by circumstance and by group, and why the gateway did not confirm a person."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from withhold.identity.corroborate import IdentityPolicy, Reason
from withhold.model.vocabulary import Factor
from withhold.studies.intervals import Share
from withhold.studies.trial.asked import Asked, Files, asked
from withhold.studies.trial.policies import GATEWAY, POLICIES, corroborated
from withhold.studies.trial.population import ABSENT, Population, Request

ALL: Final = "all"
REQUIRED: Final = ("last_name", "first_name", "date_of_birth", "address")


@dataclass(slots=True)
class Cell:
    """The counts of some requests under one policy."""

    requests: int = 0
    answerable: int = 0
    """Requests whose person is in the register."""
    disclosures: int = 0
    wrong: int = 0
    """Disclosures about somebody else."""
    no_address: int = 0
    """Disclosures on a request without an address."""

    def add(self, request: Request, disclosed: str | None, *, address: bool) -> None:
        """Count one request."""
        self.requests += 1
        self.answerable += request.truth != ABSENT
        if disclosed is not None:
            self.disclosures += 1
            self.wrong += disclosed != request.truth
            self.no_address += not address

    def merge(self, other: "Cell") -> None:
        """Add the counts of another population."""
        self.requests += other.requests
        self.answerable += other.answerable
        self.disclosures += other.disclosures
        self.wrong += other.wrong
        self.no_address += other.no_address

    @property
    def wrong_share(self) -> Share:
        """The share of wrong disclosures in all disclosures."""
        return Share(self.wrong, self.disclosures)

    @property
    def recall(self) -> Share:
        """The share of right disclosures in all requests whose person is in the register."""
        return Share(self.disclosures - self.wrong, self.answerable)


Stratum = tuple[str, str]
"""``("all", "")``, ``("circumstance", …)`` or ``("group", …)``."""


@dataclass(slots=True)
class Tally:
    """Cells by policy and stratum, and the reasons why the gateway did not confirm a person in the register."""

    cells: dict[tuple[str, Stratum], Cell] = field(default_factory=dict)
    held_back: Counter[str] = field(default_factory=Counter)
    populations: int = 0

    def cell(self, policy: str, stratum: Stratum = (ALL, "")) -> Cell:
        """Return the cell. It is empty if nothing was counted in it."""
        return self.cells.setdefault((policy, stratum), Cell())

    def strata(self, kind: str) -> list[str]:
        """Return the names of the strata of a kind, in order of their first appearance."""
        return list(dict.fromkeys(name for _, (found, name) in self.cells if found == kind and name))

    def merge(self, other: "Tally") -> None:
        """Add another population's counts."""
        for (policy, stratum), cell in other.cells.items():
            self.cell(policy, stratum).merge(cell)
        self.held_back.update(other.held_back)
        self.populations += other.populations


def try_out(population: Population, today: date) -> Tally:
    """Return the counts of every policy on every request of a population."""
    files, tally = Files(population.records), Tally(populations=1)
    for request in population.requests:
        seen = asked(request)
        strata: tuple[Stratum, ...] = ((ALL, ""), ("circumstance", request.circumstance), ("group", request.group))
        for policy in POLICIES:
            disclosed = policy.rule(seen, files, today)
            for stratum in strata:
                tally.cell(policy.id, stratum).add(request, disclosed, address=seen.address is not None)
            if policy.id == GATEWAY and disclosed is None and request.truth != ABSENT:
                tally.held_back[why_held_back(request, seen, files, today)] += 1
    return tally


def why_held_back(request: Request, seen: Asked, files: Files, today: date) -> str:
    """Return a label for the reason why the gateway did not confirm a person in the register."""
    if seen.claim is None:
        return "number_impossible"
    found = corroborated(seen, files, IdentityPolicy(), today)
    if found.reason is not Reason.DIFFERS:
        return {Reason.ABSENT: "number_not_on_file", Reason.AMBIGUOUS: "number_of_two"}.get(found.reason, "protected")  # type: ignore[arg-type]
    if files.by_tin[seen.claim.tin][0].record_id != request.truth:
        return "number_of_another"
    blocking = [name for name, factor in found.factors.items() if _blocks(name, factor)]
    if len(blocking) > 1:
        return "several"
    return f"{blocking[0]}_{'not_given' if found.factors[blocking[0]] is Factor.ABSENT else 'differs'}"


def _blocks(name: str, factor: Factor) -> bool:
    return factor is Factor.DIFFERS or (name in REQUIRED and factor is Factor.ABSENT)
