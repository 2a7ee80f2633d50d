"""Pages for the requesting agency: for its signers, who ask, and its named officials, who receive."""
