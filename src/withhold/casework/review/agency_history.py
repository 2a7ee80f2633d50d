"""What an agency asked for lately, and with what result. The dossier shows it to the reviewers."""

from collections.abc import Mapping
from datetime import timedelta

from withhold.casework.capacity import safeguards_good
from withhold.casework.desk import Desk
from withhold.model.identifiers import AgencyId


def agency_history(desk: Desk, agency: AgencyId) -> Mapping[str, int | bool]:
    """Return counts over the pack's recent days, and whether the agency's safeguards are good now.

    The counts are files, requests, how screening sorted them, and releases handed over.
    """
    days = desk.pack.parameters.recent_days
    since = desk.now() - timedelta(days=days)
    return {
        "days": days,
        **desk.batches.filed_since(agency, since),
        "handed_over": desk.cases.handed_over_since(agency, since),
        "safeguards_good": safeguards_good(desk, agency),
    }
