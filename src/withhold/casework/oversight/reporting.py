"""The annual disclosure report: counts of requests, disclosures and people, by agency and purpose."""

from collections import defaultdict
from dataclasses import dataclass

from withhold.casework.instance import Instance
from withhold.model.identifiers import AgencyId


@dataclass(slots=True)
class Line:
    """The counts of one agency and purpose. `people` counts the people whose address was disclosed."""

    agency: str
    """The name with the id."""
    purpose: str
    authority: str
    requests: int = 0
    disclosures: int = 0
    people: int = 0


def annual_report(instance: Instance, year: int) -> list[Line]:
    """Return the report of a calendar year (UTC), by agency, purpose (kind of proceeding) and authority (rule pack).

    Every request counts, including those that were returned or refused at screening. The counts do not change when the
    content of a request is erased.
    """
    named = {each.agency_id: f"{each.name} ({each.agency_id})" for each in instance.people.agencies()}
    lines: dict[tuple[str, str], Line] = {}

    def line(agency: AgencyId, purpose: str) -> Line:
        return lines.setdefault((agency, purpose), Line(named.get(agency, agency), purpose, instance.pack.id))

    for batch in instance.batches.of_year(year):
        for purpose, rows in batch.purposes.items():
            line(batch.agency, purpose).requests += rows
    people: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    for agency, purpose, person in instance.cases.disclosed_in(year):
        line(agency, purpose).disclosures += 1
        if person:
            people[agency, purpose].add(person)
    for key, counted in people.items():
        lines[key].people = len(counted)
    return [lines[key] for key in sorted(lines)]
