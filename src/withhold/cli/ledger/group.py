"""The commands of ``withhold ledger``."""

from withhold.cli.lazy import Lazy, lazy_group

_COMMANDS = {
    "verify": Lazy(
        "withhold.cli.ledger.verifying:verify",
        "Verify a whole log, at a directory or an http(s) URL: every entry, every tile, the signatures on top.",
    ),
    "proof": Lazy(
        "withhold.cli.ledger.checking:proof",
        "Write a receipt for entry INDEX, which proves offline that the entry is on the ledger.",
    ),
    "receipts": Lazy(
        "withhold.cli.ledger.checking:receipts", "Write a receipt for each event of CASE that a person is entitled to."
    ),
    "fsck": Lazy(
        "withhold.cli.ledger.checking:fsck",
        "Compare the log with the records: every record at its place, every place accounted for.",
    ),
    "witness": Lazy(
        "withhold.cli.ledger.witness:witness",
        "Run a witness, which cosigns a log's checkpoint only if it extends every one that it cosigned before.",
    ),
    "rotate-key": Lazy("withhold.cli.ledger.changing_keys:rotate_key", "Give the log a new signing key."),
    "change-witness": Lazy(
        "withhold.cli.ledger.changing_keys:change_witness_key", "Record that a witness cosigns with another key."
    ),
    "serve": Lazy(
        "withhold.cli.ledger.log_serving:serve_log",
        "Serve a log as static files (C2SP tlog-tiles), for anyone to verify.",
    ),
}


@lazy_group("ledger", _COMMANDS)
def ledger() -> None:
    """Check a log from outside, and the log against the records."""
