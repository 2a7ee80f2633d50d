"""The digest of a pack. Two packs with the same digest have the same files with the same content."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from withhold import identity

_SHARED = Path(__file__).parent
_IDENTITY = Path(identity.__file__).parent
"""It has the grammar of addresses and the list of fillers, such as ``N/A``. They decide what a request is missing."""


def files_of(pack: Path) -> tuple[Path, ...]:
    """Return every file of a pack: those in its own folder, those that all packs share in `law`, and `identity`."""
    own = (path for folder in (pack, _IDENTITY) for path in folder.rglob("*") if _counts(path))
    shared = (path for folder in (_SHARED, _SHARED / "specificity") for path in folder.iterdir() if _counts(path))
    return tuple(sorted({*own, *shared}))


def _counts(path: Path) -> bool:
    # Each machine makes its own byte code, and an editor may leave files of its own. Neither belongs to the pack.
    return path.is_file() and path.suffix in {".py", ".toml", ".json", ".jsonl", ".bin"}


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the hex SHA-256 over (name, content) pairs in order of name.

    Before each name and content comes its length, so that no content can imitate the boundary between two files.
    """
    whole = sha256()
    for name, content in sorted(files):
        for part in (name.encode(), content):
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def digest_of_pack(pack: Path) -> str:
    """Return the digest over every file of the pack in this folder."""
    return digest_of((_name(path), path.read_bytes()) for path in files_of(pack))


def _name(path: Path) -> str:
    return path.relative_to(_SHARED.parent).as_posix()
