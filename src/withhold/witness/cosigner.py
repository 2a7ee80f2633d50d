"""What the witness does with a request: check, store, and only then sign."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from withhold.ledger.checkpoint import LogTrust
from withhold.ledger.cosignature import cosign
from withhold.ledger.vkey import Sign, SignatureCheck, VerifierKey
from withhold.ledger.witnessing import Refused, admit
from withhold.witness.store import Known, Store

Seconds = Callable[[], int]
"""The present time, in seconds since 1970-01-01 UTC."""


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness: its key, the logs it knows, by origin, and its memory."""

    key: VerifierKey
    sign: Sign
    check: SignatureCheck
    logs: Mapping[str, LogTrust]
    store: Store
    clock: Seconds

    def add_checkpoint(self, body: bytes) -> bytes:
        """Answer an ``add-checkpoint`` request with the line that cosigns its checkpoint.

        The same checkpoint again is cosigned again, at the present time. Raises Refused, with the status to answer;
        StoreRefused where the memory fails, in which case nothing is signed.
        """
        submission = admit(body, self.logs, self.check)
        try:
            time = self.store.advance(submission.verified, lambda head: head.extended(submission), self.clock())
        except Refused as refused:
            if _may_show_a_fork(refused, submission.verified.checkpoint.size):
                self.store.dispute(submission.verified, self.clock())
            raise
        return str(cosign(submission.verified.note.text, time, self.key, self.sign)).encode()

    def known(self) -> list[Known]:
        """What the witness has cosigned."""
        return self.store.known()


def _may_show_a_fork(refused: Refused, size: int) -> bool:
    """Two roots of one size are proof of a fork; a proof that fails may be, or may be nonsense that somebody sent."""
    return refused.status == 422 or refused.known == size
