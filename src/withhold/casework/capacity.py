"""How much an agency may be given and how much reviewers can decide: safeguards, and room on the docket."""

from datetime import date, timedelta

from withhold.casework.desk import Desk
from withhold.model.vocabulary import Role


def safeguards_good(desk: Desk, agency: str) -> bool:
    """Whether the agency's safeguard standing is good and no disposal is overdue."""
    known = desk.people.agency(agency)
    due = desk.now() - timedelta(days=desk.configuration.disposal_days)
    return known is not None and known.safeguards_good and not desk.cases.undisposed_since(agency, due)


def docket_room(desk: Desk) -> int:
    """How many more cases the docket takes: what its reviewers can decide in its days, less what waits."""
    today = desk.now().date()
    pairs = min(len(desk.people.all_in_force(role, today)) for role in (Role.OFFICER, Role.COUNSEL))
    capacity = pairs * desk.configuration.reviews_per_day * desk.configuration.docket_days
    return max(0, capacity - desk.cases.awaiting_review())


def next_room(desk: Desk, today: date) -> date:
    """The next working day after the docket's days have passed."""
    day = today + timedelta(days=desk.configuration.docket_days)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day
