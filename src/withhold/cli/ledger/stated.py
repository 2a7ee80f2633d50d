"""Keys of witnesses that a log itself states.

They serve to check each signature line of a checkpoint. They do not count toward a quorum.
"""

from collections.abc import Iterator
from pathlib import Path

from withhold.model.errors import Code, Unreadable
from withhold.tlog.errors import LogUnavailable, LogUnreachable, NotReadable
from withhold.tlog.notes.vkey import KeyType, VerifierKey, is_unknown_type
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.reading import LogReader
from withhold.tlog.stores.storing import VKEY, WITNESSES

_MOST = 1000


def stated_beside(reader: LogReader, *, strict: bool) -> tuple[VerifierKey, ...]:
    """Return the witnesses' keys that a log states, at its directory or URL. Keys of unknown types are left out.

    With ``strict``, anything else in that file raises Unreadable. Without it, the file's faults are ignored, because
    another log may have another file of that name or refuse to serve it. Raises LogUnavailable if it cannot be read
    now.
    """
    try:
        return tuple(_parse(reader.named(WITNESSES) or b"", strict=strict))
    except LogUnavailable:
        raise
    except LogUnreachable:
        if strict:
            raise
        return ()


def stated_beside_keys(keys: tuple[str, ...], *, strict: bool) -> tuple[VerifierKey, ...]:
    """Return the witnesses' keys that are beside a ``vkey`` file, if one of ``keys`` is such a file.

    It is for receipts. A receipt is a single file, so nothing beside it states the keys.
    """
    for directory in {Path(key).parent for key in keys if Path(key).name == VKEY and Path(key).is_file()}:
        return stated_beside(DirectoryReader(directory), strict=strict)
    return ()


def _parse(content: bytes, *, strict: bool) -> Iterator[VerifierKey]:
    lines = content.decode("utf-8", "replace").splitlines()
    if len(lines) > _MOST:
        raise LogUnreachable(WITNESSES, "more keys than any log has witnesses")
    for line in lines:
        if is_unknown_type(line):
            continue
        try:
            key = VerifierKey.parse(line)
        except NotReadable as error:
            if strict:
                raise Unreadable(Code.WITNESS_STATED_KEY_MALFORMED, file=WITNESSES, problem=error.reason) from None
            continue
        if key.type is KeyType.COSIGNATURE:
            yield key
        elif strict:
            raise Unreadable(Code.WITNESS_STATED_KEY_FOREIGN, file=WITNESSES)
