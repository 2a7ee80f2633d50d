"""Whether an agency's safeguards allow anything to be released to it, and how many more cases the docket takes."""

from datetime import date, timedelta

from withhold.casework.instance import Instance
from withhold.model.identifiers import AgencyId
from withhold.model.vocabulary import Role


def safeguards_good(instance: Instance, agency: AgencyId) -> bool:
    """Return whether the latest finding on the agency's safeguards is good and no disposal is overdue.

    A disposal is overdue `disposal_days` after the hand-over.
    """
    known = instance.people.agency(agency)
    due = instance.now() - timedelta(days=instance.configuration.disposal_days)
    return known is not None and known.safeguards_good and not instance.cases.undisposed_since(agency, due)


def docket_room(instance: Instance) -> int:
    """Return how many more cases the docket takes, at least 0.

    It takes what its reviewers can decide in `docket_days`, less the cases that already wait. For example, with 3
    officers and 2 counsel in force, 20 determinations a day for each, and 5 days, it takes 2 x 20 x 5 = 200 cases.
    """
    today = instance.now().date()
    # Every case needs one determination of each role, so the role with fewer people is the limit.
    pairs = min(len(instance.people.all_in_force(role, today)) for role in (Role.OFFICER, Role.COUNSEL))
    capacity = pairs * instance.configuration.reviews_per_day * instance.configuration.docket_days
    return max(0, capacity - instance.cases.awaiting_review())


def next_room(instance: Instance, today: date) -> date:
    """Return the first weekday that is at least `docket_days` after today."""
    day = today + timedelta(days=instance.configuration.docket_days)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day
