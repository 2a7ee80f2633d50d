"""Keys that are derived and never stored: a person's subject key of a year, and the keyed hashes for look-ups."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from withhold.ledger.leaf import subject_key


@dataclass(frozen=True, slots=True)
class Blind:
    """The keyed hashes (HMAC-SHA256, 32 bytes) that look-ups use, so that no TIN is in the records."""

    key: bytes

    def subject(self, tin: str) -> bytes:
        """Return the hash by which the records find a person. `tin` is canonical: nine digits."""
        return self._hash("subject", tin)

    def matter(self, tin: str, case_number: str) -> bytes:
        """Return the hash by which the records find one matter about one person."""
        return self._hash("matter", f"{tin}\n{case_number}")

    def pattern(self, pattern: str, key: str) -> bytes:
        """Return the hash by which the records count the uses of a pattern's key.

        For example, the key of the pattern `official_rows` is the id of the named official.
        """
        return self._hash("pattern", f"{pattern}\n{key}")

    def sketching(self, pattern: str) -> bytes:
        """Return the key of the sketches by which the records compare a pattern's texts."""
        return self._hash("sketch", pattern)

    def _hash(self, what: str, text: str) -> bytes:
        return hmac.digest(self.key, f"{what}\0{text}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class Keyring:
    """`blind` is the key of the look-up hashes. `master` returns the master key of a year (32 bytes)."""

    blind: bytes
    master: Callable[[int], bytes]

    @property
    def blinding(self) -> Blind:
        """Return the keyed hashes alone, without access to the keys of people's entries."""
        return Blind(self.blind)

    def subject_key(self, tin: str, year: int) -> bytes:
        """Return the person's key for that year's entries, which their accounting code contains.

        `tin` is canonical: nine digits.
        """
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
