"""What an agency asked for lately and what became of it: for a reviewer, beside the one request before them."""

from collections.abc import Mapping
from datetime import timedelta

from withhold.casework.capacity import safeguards_good
from withhold.casework.desk import Desk


def agency_history(desk: Desk, agency: str) -> Mapping[str, int | bool]:
    """Counts over the pack's recent days: files and requests, how screening sorted them, and releases handed over; and
    whether its safeguards stand well now.
    """
    days = desk.pack.parameters.recent_days
    since = desk.now() - timedelta(days=days)
    return {
        "days": days,
        **desk.batches.filed_since(agency, since),
        "handed_over": desk.cases.handed_over_since(agency, since),
        "safeguards_good": safeguards_good(desk, agency),
    }
