"""As of when a question is answered."""

from dataclasses import dataclass
from datetime import datetime

from withhold.model.authority.entry import Entry


@dataclass(frozen=True, slots=True)
class View:
    """Grants count if they are in force at `at`. Stops count if they began by `stops`, or before it if `earlier`."""

    at: datetime
    stops: datetime
    earlier: bool = False

    @property
    def judges_stops(self) -> bool:
        """Whether it may refuse something because nothing was stopped that it would undo.

        Under a checkpoint, the same interval may have stopped it. What needs no undoing then changes nothing.
        """
        return not self.earlier

    def shows(self, began: datetime) -> bool:
        """Return whether a stop that began at this instant counts."""
        return began < self.stops if self.earlier else began <= self.stops


def view_at(at: datetime) -> View:
    """Return the view of somebody who asks at an instant."""
    return View(at, at)


def view_of(entry: Entry) -> View:
    """Return the view in which an entry is admitted.

    Under a checkpoint, that is what the earlier intervals show, so that the order inside an interval makes no
    difference. What the same interval stops is counted later. Before that, it is everything that is known.
    """
    return View(entry.at, entry.moment) if entry.pending else View(entry.at, entry.at, earlier=True)
