"""What can be wrong with a log, a proof or the place either is kept. No message carries an entry's content."""


class LogError(Exception):
    """Base of all of them."""


class ProofFails(LogError):
    """A proof, a signature or a tile does not hold. The message names the file, or the part, and what fails."""


class Malformed(ProofFails):
    """Text or bytes that are not in the one form their specification allows."""


class TileMissing(ProofFails):
    """A tile or bundle that the checkpoint requires is not there."""


class NotReadable(LogError):
    """Something that was named cannot be read: a key, a file, a place. ``reason`` says what is wrong with ``file``."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(f"{file}: {reason}")


class LogUnreachable(NotReadable):
    """The place a log was said to be cannot be read: no such directory, no checkpoint, no connection."""


class LogUnavailable(LogUnreachable):
    """The log cannot be read now, for a reason that may pass, such as a server that is too slow."""


class LogInterrupted(LogUnavailable):
    """A read failed in a way that may already have passed: a connection lost, a server overloaded. Worth a retry."""


class StoreFailed(LogError):
    """The disk refused a write or a barrier. Nothing after it may be believed: the process must stop."""


class TileConflict(StoreFailed):
    """A tile that already exists was about to be written with other content. Tiles never change."""


class QuorumMissing(ProofFails):
    """Too few witnesses have cosigned a checkpoint. It may yet come: they are asked again at each publication."""


class NotCosigned(ProofFails):
    """A witness gave no cosignature that counts: silent, not to be understood, or not this log's witness."""


class HistoryDisputed(ProofFails):
    """A witness has cosigned another history of this log than the one it was shown."""
