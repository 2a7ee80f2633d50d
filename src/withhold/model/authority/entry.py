"""An entry of the ledger, as far as the fold of authority needs it."""

from dataclasses import dataclass
from datetime import datetime

from withhold.model.authority.events import AuthorityEvent
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of authority with who signed it and its place.

    `leaf` and `on` are hex leaf hashes. `begins` is when the interval of the entry began, and `next_begins` when the
    one after it did. An entry that is not under a checkpoint yet has no `next_begins`. If the caller knows when the
    open interval began, that is its `begins`. So an act is judged as it will be under the checkpoint.
    """

    leaf: str
    stream: str
    version: int
    """1 for the first event of the stream."""
    event: AuthorityEvent
    actor: PersonId
    role: Role
    on: tuple[str, ...]
    nonce: str
    signed: bool
    """Whether the caller verified the actor's signature, and for a `Recovered` also the recovery key's."""
    recorded: datetime
    begins: datetime | None = None
    next_begins: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it is judged, and counts if it stops something: the beginning of its interval, or now."""
        return self.recorded if self.begins is None else self.begins

    @property
    def moment(self) -> datetime:
        """When it was signed, at the latest."""
        return max(self.recorded, self.at)

    @property
    def pending(self) -> bool:
        """Whether it is not under a checkpoint yet."""
        return self.next_begins is None
