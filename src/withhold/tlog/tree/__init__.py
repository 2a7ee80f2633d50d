"""The Merkle tree of RFC 6962: hashes, subtrees, tiles, and inclusion and consistency proofs. No input or output."""
