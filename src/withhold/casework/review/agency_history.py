"""What an agency asked for lately, and with what result. The dossier shows it to the reviewers."""

from collections.abc import Mapping
from datetime import timedelta

from withhold.casework.capacity import safeguards_good
from withhold.casework.instance import Instance
from withhold.model.identifiers import AgencyId


def agency_history(instance: Instance, agency: AgencyId) -> Mapping[str, int | bool]:
    """Return counts over the pack's recent days, and whether the agency's safeguards are good now.

    The counts are files, requests, how screening sorted them, and releases handed over.
    """
    days = instance.pack.parameters.recent_days
    since = instance.now() - timedelta(days=days)
    return {
        "days": days,
        **instance.batches.filed_since(agency, since),
        "handed_over": instance.cases.handed_over_since(agency, since),
        "safeguards_good": safeguards_good(instance, agency),
    }
