"""Pages for the requesting agency: its signers, who ask, and its named officials, who receive."""
