"""The digest of a pack: two packs with one digest say the same, file for file."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from withhold.identity import no_answer

_SHARED = Path(__file__).parent
_LISTED = Path(no_answer.__file__)
"""The words that stand in place of an answer are law too, though names are compared with them elsewhere."""


def files_of(pack: Path) -> tuple[Path, ...]:
    """Every file a pack consists of: its own folder, what all packs share in `law`, and their list of fillers."""
    own = (path for path in pack.rglob("*") if _counts(path))
    shared = (path for path in _SHARED.iterdir() if _counts(path))
    return tuple(sorted({*own, *shared, _LISTED}))


def _counts(path: Path) -> bool:
    # Byte code is made from the sources on each machine, and an editor's leavings are nobody's law.
    return path.is_file() and path.suffix in {".py", ".toml", ".json", ".jsonl"}


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Hex SHA-256 over (name, content) pairs in order of name.

    Each is written as length and bytes, so that no content can pass for the border between two files.
    """
    whole = sha256()
    for name, content in sorted(files):
        for part in (name.encode(), content):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def digest_of_pack(pack: Path) -> str:
    """The digest over every file that makes up the pack in this folder."""
    return digest_of((_name(path), path.read_bytes()) for path in files_of(pack))


def _name(path: Path) -> str:
    return path.name if path == _LISTED else path.relative_to(_SHARED).as_posix()
