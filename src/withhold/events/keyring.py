"""Keys that are derived, never stored: a person's subject key of a year, and the blind forms look-ups use."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from withhold.ledger.leaf import subject_key


@dataclass(frozen=True, slots=True)
class Blind:
    """The keyed hashes that look-ups in the records use, so that the records need hold no TIN."""

    key: bytes

    def subject(self, tin: str) -> bytes:
        """What a person is found by in the records. `tin` is canonical."""
        return self._hash("subject", tin)

    def matter(self, tin: str, case_number: str) -> bytes:
        """What one matter about one person is found by."""
        return self._hash("matter", f"{tin}\n{case_number}")

    def pattern(self, pattern: str, key: str) -> bytes:
        """What a key of a pattern is counted by."""
        return self._hash("pattern", f"{pattern}\n{key}")

    def _hash(self, what: str, text: str) -> bytes:
        return hmac.digest(self.key, f"{what}\0{text}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class Keyring:
    """`blind` keys the hashes that projections are found by; `master` gives the master key of a year (32 bytes)."""

    blind: bytes
    master: Callable[[int], bytes]

    @property
    def blinding(self) -> Blind:
        """The keyed hashes alone, without the keys of people's entries."""
        return Blind(self.blind)

    def subject_key(self, tin: str, year: int) -> bytes:
        """The person's key for that year's entries: what their accounting code carries. `tin` is canonical."""
        return subject_key(self.master(year), tin)

    def subject(self, tin: str) -> bytes:
        """See `Blind`."""
        return self.blinding.subject(tin)

    def matter(self, tin: str, case_number: str) -> bytes:
        """See `Blind`."""
        return self.blinding.matter(tin, case_number)

    def pattern(self, pattern: str, key: str) -> bytes:
        """See `Blind`."""
        return self.blinding.pattern(pattern, key)
