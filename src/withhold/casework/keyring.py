"""Keys that are derived, never stored: a person's subject key of a year, and the blind forms look-ups use."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from withhold.ledger.leaf import subject_key


@dataclass(frozen=True, slots=True)
class Keyring:
    """`blind` keys the hashes that projections are found by; `master` gives the master key of a year (32 bytes)."""

    blind: bytes
    master: Callable[[int], bytes]

    def subject_key(self, tin: str, year: int) -> bytes:
        """The person's key for that year's entries: what their accounting code carries. `tin` is canonical."""
        return subject_key(self.master(year), tin)

    def subject(self, tin: str) -> bytes:
        """What a person is found by in the records. `tin` is canonical."""
        return self._blinded("subject", tin)

    def matter(self, tin: str, case_number: str) -> bytes:
        """What one matter about one person is found by."""
        return self._blinded("matter", f"{tin}\n{case_number}")

    def mask(self, masked_reason: str) -> bytes:
        """What a masked reason is counted by."""
        return self._blinded("mask", masked_reason)

    def _blinded(self, what: str, text: str) -> bytes:
        return hmac.digest(self.blind, f"{what}\0{text}".encode(), "sha256")
