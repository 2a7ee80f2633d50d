"""The Merkle tree of RFC 6962: hashes, subtrees, tiles and the two kinds of proof, as pure functions."""
