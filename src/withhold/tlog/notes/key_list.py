"""The keys of one log over time, as the file ``vkey`` beside it lists them.

The first line is the verifier key that the log signs with now. Each further line is one that it signed with before,
the latest first: the key, a space, and the size of the last checkpoint that it signed. A file of one line is an
ordinary verifier key.
"""

from dataclasses import dataclass

from withhold.tlog.errors import Malformed, NotReadable
from withhold.tlog.notes.canonical import from_decimal
from withhold.tlog.notes.vkey import VerifierKey

_FILE = "verifier key"


@dataclass(frozen=True, slots=True)
class RetiredKey:
    """A key that the log no longer signs with: its signature counts on checkpoints of at most ``end`` entries."""

    key: VerifierKey
    end: int


@dataclass(frozen=True, slots=True)
class KeyList:
    """The current key, and the retired ones, latest first."""

    current: VerifierKey
    retired: tuple[RetiredKey, ...] = ()

    def encode(self) -> str:
        """The file's text."""
        before = (f"{each.key} {each.end}\n" for each in self.retired)
        return "".join((f"{self.current}\n", *before))

    @classmethod
    def parse(cls, text: str) -> "KeyList":
        """Read a list, or a single key. Raises NotReadable, saying what is wrong with it."""
        first, *rest = text.strip().split("\n")
        return cls(VerifierKey.parse(first), tuple(_retired(line) for line in rest))

    def changed_to(self, new: VerifierKey, size: int) -> "KeyList":
        """The list after a change of key under the checkpoint of ``size`` entries, which both keys sign."""
        return KeyList(new, (RetiredKey(self.current, size), *self.retired))


def _retired(line: str) -> RetiredKey:
    key, _, end = line.strip().partition(" ")
    try:
        return RetiredKey(VerifierKey.parse(key), from_decimal(end, "the size at which a retired key ended"))
    except Malformed as fault:
        raise NotReadable(_FILE, str(fault)) from None
