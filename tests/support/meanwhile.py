"""A sequencer between two publications of which something else happens."""

from collections.abc import Callable
from typing import Any

from withhold.records.log.sequencer import Sequencer


class Meanwhile:
    """The sequencer, and what happens elsewhere once it has published for the n-th time."""

    def __init__(self, sequencer: Sequencer, after: int, happens: Callable[[], object]) -> None:
        self._sequencer, self._left, self._happens = sequencer, after, happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sequencer, name)

    def publish(self, note: str) -> None:
        self._sequencer.publish(note)
        self._left -= 1
        if not self._left:
            self._happens()
