"""Proof that an entry is in the log under a verified checkpoint, as a value that only verification makes."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass
from typing import Any, final

from withhold.tlog.notes.checkpoint import VerifiedCheckpoint
from withhold.tlog.tree.hashing import leaf_hash
from withhold.tlog.tree.inclusion import verify_inclusion

_PROVER = object()
"""Only `prove` uses it. No ProvenInclusion can be made without it."""


@final
@dataclass(frozen=True, slots=True)
class ProvenInclusion:
    """Entry ``index``, with this leaf hash, is in the log ``origin`` of ``size`` entries under ``root``.

    Only `prove` makes one, from a verified checkpoint. A function that takes one as an argument does not need to check
    it again. ``witnesses`` are the names of those whose cosignatures counted.
    """

    leaf_hash: bytes
    index: int
    size: int
    root: bytes
    origin: str
    witnesses: tuple[str, ...]
    made_by: InitVar[object]

    def __post_init__(self, made_by: object) -> None:
        """Raise TypeError if it is not made by `prove`."""
        if made_by is not _PROVER:
            raise TypeError("a ProvenInclusion comes from prove only")

    def __init_subclass__(cls, **rest: Any) -> None:
        raise TypeError("ProvenInclusion has no kinds")


def prove(entry: bytes, index: int, path: Sequence[bytes], verified: VerifiedCheckpoint) -> ProvenInclusion:
    """Return proof that ``entry`` is at ``index`` under a verified checkpoint. Raises ProofFails."""
    head, leaf = verified.checkpoint, leaf_hash(entry)
    verify_inclusion(leaf, index, head.size, head.root, path)
    witnesses = tuple(cosignature.witness for cosignature in verified.cosignatures)
    return ProvenInclusion(leaf, index, head.size, head.root, head.origin, witnesses, _PROVER)
