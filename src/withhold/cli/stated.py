"""Keys of witnesses that a log states itself: good for checking each line of a checkpoint, and for nothing more."""

from pathlib import Path

from withhold.ledger.directory import DirectoryReader
from withhold.ledger.errors import LogUnreachable
from withhold.ledger.reading import LogReader
from withhold.ledger.storing import VKEY, WITNESSES
from withhold.ledger.vkey import KeyType, VerifierKey
from withhold.model.errors import Unreadable

_MOST = 1000


def stated_beside(reader: LogReader) -> tuple[VerifierKey, ...]:
    """What a log states, at its directory or URL. Raises Unreadable where that is not a list of keys."""
    return _parse(reader.named(WITNESSES) or b"")


def stated_beside_keys(keys: tuple[str, ...]) -> tuple[VerifierKey, ...]:
    """What the log states whose ``vkey`` file was given, where one was: for receipts, which come alone."""
    for directory in {Path(key).parent for key in keys if Path(key).name == VKEY and Path(key).is_file()}:
        return stated_beside(DirectoryReader(directory))
    return ()


def _parse(content: bytes) -> tuple[VerifierKey, ...]:
    lines = content.decode("utf-8", "replace").splitlines()
    if len(lines) > _MOST:
        raise LogUnreachable(WITNESSES, "more keys than any log has witnesses")
    try:
        keys = tuple(VerifierKey.parse(line) for line in lines)
    except Unreadable as error:
        raise Unreadable(WITNESSES, f"as the log states them: {error.reason}") from None
    if any(key.type is not KeyType.COSIGNATURE for key in keys):
        raise Unreadable(WITNESSES, "as the log states them: one is no witness's key")
    return keys
