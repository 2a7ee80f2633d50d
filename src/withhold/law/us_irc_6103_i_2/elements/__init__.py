"""The elements of the pack, each with what it reads and the sentence that cures it."""
