"""The keys of one log over time, as the file ``vkey`` beside it lists them.

The first line is the log's current verifier key. Each further line is a retired one, the latest first: the key, a
space, and the size of the last checkpoint that it signed. A file of one line is an ordinary verifier key.
"""

from dataclasses import dataclass

from withhold.tlog.errors import Malformed, NotReadable
from withhold.tlog.notes.canonical import from_decimal
from withhold.tlog.notes.vkey import VerifierKey

_FILE = "verifier key"


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """A key that the log no longer signs with. Its signature counts on checkpoints of at most ``end`` entries."""

    key: VerifierKey
    end: int


@dataclass(frozen=True, slots=True)
class KeyList:
    """The current key of a log, and its retired keys, latest first."""

    current: VerifierKey
    retired: tuple[RetiredKey, ...] = ()

    def encode(self) -> str:
        """Return the text of the file."""
        before = (f"{each.key} {each.end}\n" for each in self.retired)
        return "".join((f"{self.current}\n", *before))

    @classmethod
    def parse(cls, text: str) -> "KeyList":
        """Read a list, or a single verifier key. Raises NotReadable with the reason."""
        first, *rest = text.strip().split("\n")
        return cls(VerifierKey.parse(first), tuple(_retired(line) for line in rest))

    def changed_to(self, new: VerifierKey, size: int) -> "KeyList":
        """Return the list after a change of key. Both keys sign the checkpoint of ``size`` entries."""
        return KeyList(new, (RetiredKey(self.current, size), *self.retired))


def _retired(line: str) -> RetiredKey:
    key, _, end = line.strip().partition(" ")
    try:
        return RetiredKey(VerifierKey.parse(key), from_decimal(end, "the size at which a retired key ended"))
    except Malformed as fault:
        raise NotReadable(_FILE, str(fault)) from None
