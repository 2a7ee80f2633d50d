"""Where a home's log is."""

from pathlib import Path

from withhold.ledger.directory_store import DirectoryStore
from withhold.ledger.storing import TileStore

LOG = "log"
"""The log's directory under the home."""


def log_store(home: Path) -> TileStore:
    """The store of the home's log."""
    return DirectoryStore(home / LOG)
