"""What the witness does with a request: it checks, stores the new head, and only then signs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from withhold.model.errors import Code
from withhold.tlog.notes.checkpoint import LogTrust, VerifiedCheckpoint
from withhold.tlog.notes.cosignature import cosign
from withhold.tlog.notes.note import Note, parse_note
from withhold.tlog.notes.vkey import Sign, SignatureCheck, VerifierKey
from withhold.tlog.witnesses.protocol import admit
from withhold.witness.store import Known, Store, StoreRefused

Seconds = Callable[[], int]
"""The present time, in seconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness: its key, the logs it knows by origin, and the store of what it cosigned."""

    key: VerifierKey
    sign: Sign
    check: SignatureCheck
    logs: Mapping[str, LogTrust]
    store: Store
    clock: Seconds

    def add_checkpoint(self, body: bytes) -> bytes:
        """Return the cosignature line for the checkpoint of an ``add-checkpoint`` request.

        A checkpoint that is sent again is cosigned again, with the present time. Raises Refused, which has the HTTP
        status of the answer. Raises StoreRefused if the database fails or the clock is not set. Nothing is signed
        then.
        """
        submission = admit(body, self.logs, self.check)
        verified = submission.verified
        now = self.clock()
        if now < 1:  # a cosignature's time is never 0
            raise StoreRefused(Code.WITNESS_CLOCK_NOT_SET)
        checkpoint, note = verified.checkpoint, self._note_of_log(verified)
        time = self.store.advance(checkpoint, note, submission.proof, lambda head: head.extended(submission), now)
        return str(cosign(note.text, time, self.key, self.sign)).encode()

    def latest(self, origin: str) -> bytes | None:
        """Return the latest checkpoint of a log that was cosigned, with the cosignature. None if there is none."""
        stored = self.store.latest(origin)
        if stored is None:
            return None
        note = parse_note(stored.note)
        return note.with_signatures(cosign(note.text, stored.time, self.key, self.sign)).encode()

    def _note_of_log(self, verified: VerifiedCheckpoint) -> Note:
        """Return the checkpoint with the log's own signature lines only. Anyone could add other lines to it."""
        keys = self.logs[verified.checkpoint.origin].keys_at(verified.checkpoint.size)
        lines = dict.fromkeys(line for line in verified.note.signatures if any(map(line.by, keys)))
        return Note(verified.note.text, tuple(lines))

    def known(self) -> list[Known]:
        """Return the latest state of each log that the witness has cosigned."""
        return self.store.known()
