"""Facts from the records that screening needs, as of one instant."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from withhold.model.identifiers import AgencyId, PersonId


@dataclass(frozen=True, slots=True)
class AlikeBefore:
    """What the agency's recent requests have that is alike to one text."""

    people: int
    """People whose text is alike to it."""
    percent: int
    """How much of the nearest is the same, in whole percent. 0 if none is alike."""


class TextsBefore(Protocol):
    """The texts of the agency's recent requests. A text can be compared with them, and none can be listed."""

    def alike(self, texts: Sequence[str]) -> Sequence[AlikeBefore]:
        """Return what those requests have that is alike to each text."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Facts from the records against which a batch is screened. `casework` builds it, and `screening` reads it.

    Elements that need records are evaluated only if a Standing is given. For example, `withhold screen` checks a file
    without one, so it does not check whether the signer is accredited.
    """

    agency_id: AgencyId
    batch_signer: PersonId
    """Id of the person who signed the file. A row that names another signer does not meet the element `signer`."""
    signers: Mapping[PersonId, str] = field(default_factory=dict)
    """signer id -> kind of office, for the agency's accreditations in force today."""
    officials: Mapping[PersonId, int] = field(default_factory=dict)
    """official id -> open matters, for the agency's officials whose accreditation is in force today."""
    safeguards_good: bool = True
    """Whether the agency's safeguards were found good and no disposal is overdue."""
    recent: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """pattern -> key -> number of people with that key in the agency's requests of the recent days.

    The inner mapping can be asked for a key. It does not list its keys.
    """
    recent_texts: Mapping[str, TextsBefore] = field(default_factory=dict)
    """pattern -> the texts in the agency's requests of the recent days, for a pattern that counts alike texts."""
    recent_matters: Mapping[PersonId, int] = field(default_factory=dict)
    """official id -> number of matters received in the recent days, whatever their state is now."""
    open_matters: Container[tuple[str, str]] = frozenset()
    """(canonical TIN, canonical case number) of this agency's open requests. It answers `in` and cannot be listed."""
    stayed_everything: bool = False
    """Whether a stay covers everything or this agency."""
    stayed_officials: frozenset[str] = frozenset()
    stayed_tins: Container[str] = frozenset()
    """Canonical TINs under a stay. It answers `in` and cannot be listed."""
    docket_room: int = 0
    """How many more cases the docket can take now."""
    docket_next: date | None = None
    """The day on which there will be room again. The cure of the element `docket` shows it."""
    batches_filed: int = 0
    """How many batches the agency had filed. If it has filed more since, what was counted here is out of date."""
