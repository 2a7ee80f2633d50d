"""What the records say that bears on a batch, as of one instant."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts from the records against which a batch is screened. Built by casework, read by screening.

    Elements that need records are evaluated only where a Standing is given.
    """

    agency_id: str
    batch_signer: str
    """Who signed the file; a row naming another signer falls short of `signer`."""
    signers: Mapping[str, str] = field(default_factory=dict)
    """signer id -> kind of office, for the agency's accreditations in force today."""
    officials: Mapping[str, int] = field(default_factory=dict)
    """official id -> open matters, for the agency's officials whose accreditation is in force today."""
    safeguards_good: bool = True
    """The agency's safeguard standing is good and no disposal is overdue."""
    recent: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """pattern -> key -> people that the agency's requests of the recent days give it. Keys are asked, never listed."""
    recent_matters: Mapping[str, int] = field(default_factory=dict)
    """official id -> matters taken in over the recent days, whatever became of them."""
    open_matters: Container[tuple[str, str]] = frozenset()
    """(canonical TIN, canonical case number) of this agency's requests that are open. Asked with `in`, never listed."""
    stayed_everything: bool = False
    stayed_officials: frozenset[str] = frozenset()
    stayed_tins: Container[str] = frozenset()
    """Canonical TINs under a stay. Asked with `in`, never listed."""
    docket_room: int = 0
    """How many more cases review capacity can take now."""
    docket_next: date | None = None
    """When there will be room again; shown as the cure of `docket`."""
    batches_filed: int = 0
    """How many batches the agency had filed: what was counted holds while there are no more."""
