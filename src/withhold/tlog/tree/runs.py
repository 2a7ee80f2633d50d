"""A tree from runs of leaves, each hashed apart, for example in another process.

A run is a number of neighboring leaves. Its nodes are the largest complete subtrees that it divides into, which the Go
implementation of RFC 6962 calls a compact range. So a run of n leaves needs at most 2 · log2(n) hashes, and a tree of
a million leaves fits in a few of them.
"""

from collections.abc import Iterable, Mapping

from withhold.tlog.errors import Malformed
from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.inclusion import inclusion_ranges
from withhold.tlog.tree.subtrees import fold, level_up, nodes_between

Node = tuple[int, int]
"""Level and index of a complete subtree, as in `subtrees`."""


def run_nodes(start: int, hashes: bytes, proven: Iterable[int] = ()) -> dict[Node, bytes]:
    """Return the nodes of the run of leaf hashes (32 bytes each) whose first leaf has index `start`.

    For each leaf in `proven`, the result also has the nodes of its path that lie within the run. Then `RunTree.path`
    can give that path.
    """
    nodes: dict[Node, bytes] = {}
    level, end = 0, start + len(hashes) // HASH_SIZE
    places = set(proven)
    while start < end:
        for place in places:
            sibling = place ^ 1
            if start <= place < end and start <= sibling < end:
                nodes[level, sibling] = _at(hashes, sibling - start)
        if start % 2:  # the parent of the first node is not within the run
            nodes[level, start] = _at(hashes, 0)
            start, hashes = start + 1, hashes[HASH_SIZE:]
        if end % 2 and start < end:
            nodes[level, end - 1] = _at(hashes, end - 1 - start)
            end, hashes = end - 1, hashes[:-HASH_SIZE]
        level, start, end, hashes = level + 1, start // 2, end // 2, level_up(hashes)
        places = {place // 2 for place in places}
    return nodes


def _at(hashes: bytes, place: int) -> bytes:
    return hashes[place * HASH_SIZE : (place + 1) * HASH_SIZE]


class RunTree:
    """A tree whose leaves come in runs, in order. It keeps the nodes of each run, and no leaf."""

    def __init__(self) -> None:
        self.size = 0
        """The number of leaves so far."""
        self._nodes: dict[Node, bytes] = {}

    def add(self, leaves: int, nodes: Mapping[Node, bytes]) -> None:
        """Add a run of that many leaves. `nodes` is the result of `run_nodes` with `size` as `start`."""
        self._nodes.update(nodes)
        self.size += leaves

    def append(self, hashes: bytes) -> None:
        """Add a run of leaf hashes, 32 bytes each."""
        self.add(len(hashes) // HASH_SIZE, run_nodes(self.size, hashes))

    @property
    def root(self) -> bytes:
        """The root over all leaves so far. Raises Malformed if a node of a run is missing."""
        return self._root_of(0, self.size)

    def path(self, index: int) -> tuple[bytes, ...]:
        """Return the path of a leaf (RFC 6962 § 2.1.1), from its sibling upward.

        Raises ProofFails if there is no such leaf, and Malformed if the leaf was not among those to be proven.
        """
        return tuple(self._root_of(start, end) for start, end in inclusion_ranges(index, self.size))

    def _root_of(self, start: int, end: int) -> bytes:
        return fold([self._node(level, index) for level, index in nodes_between(start, end)])

    def _node(self, level: int, index: int) -> bytes:
        known = self._nodes.get((level, index))
        if known is not None:
            return known
        if level == 0:
            raise Malformed("a node of the tree is in no run")
        return level_up(self._node(level - 1, 2 * index) + self._node(level - 1, 2 * index + 1))
