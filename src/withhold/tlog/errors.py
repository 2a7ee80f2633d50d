"""The errors of the library. No message contains the content of an entry."""


class LogError(Exception):
    """Base of every error that this library raises on purpose."""


class ProofFails(LogError):
    """A proof, a signature or a tile is wrong. The message names the file or the part, and what is wrong with it."""


class Malformed(ProofFails):
    """A text or a file is not in the one form that its specification allows."""


class TileMissing(ProofFails):
    """A tile or bundle that the checkpoint requires is missing. ``path`` is its place in the log."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: missing")


class NotReadable(LogError):
    """A key, a file or a place cannot be read. ``file`` names it, and ``reason`` is what is wrong with it."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(f"{file}: {reason}")


class LogUnreachable(NotReadable):
    """A log cannot be read at the place that was given: no such directory, no checkpoint, no connection."""


class LogUnavailable(LogUnreachable):
    """The log cannot be read now, but may be later. For example, its server is too slow."""


class LogInterrupted(LogUnavailable):
    """A read was interrupted, for example by a lost connection or an overloaded server. Try it again."""


class StoreFailed(LogError):
    """A write or a sync failed. What is on the disk is not known any more: the process must stop."""


class TileConflict(StoreFailed):
    """A tile exists with other content than was about to be written. Tiles never change."""


class QuorumMissing(ProofFails):
    """Too few witnesses have cosigned a checkpoint. More may cosign it later."""


class NotCosigned(ProofFails):
    """A witness gave no cosignature that counts: it did not answer, or its answer is wrong."""


class HistoryDisputed(ProofFails):
    """A witness has cosigned another history of this log than the one that it was shown."""
