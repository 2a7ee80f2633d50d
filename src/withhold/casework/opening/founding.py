"""Whether an instance is a demonstration, proven by the first entry of its published ledger.

A demonstration accepts software passkeys, so this must not depend on anything that can be edited. The row in the
database is compared with the first entry, and `home.toml` with the row. For example, an operator who sets
`demonstration = true` in `home.toml` can no longer open the instance.
"""

from withhold.casework.instance import Instance
from withhold.casework.publication.proving import prove_logged, signed_checkpoint
from withhold.casework.setting_bounds import FILE
from withhold.ledger.leaf import Leaf
from withhold.model.errors import Code, Conflict, Fault, Unreadable
from withhold.model.kinds import Kind
from withhold.model.occurrences import DemonstrationOpened, HomeOpened
from withhold.records.log.journal import Stored

STREAM = "home"
"""The stream of the event that is the first entry of a log."""


def recorded_demonstration(instance: Instance) -> bool:
    """Return whether the records have the instance as a demonstration. Nothing is proven, so use it for a notice only.

    Reads the records and nothing of the log.
    """
    stored = instance.journal.stream(STREAM)
    return bool(stored) and stored[0].kind == Kind.DEMONSTRATION_OPENED


def proven_demonstration(instance: Instance) -> bool:
    """Return whether the instance is a demonstration. Call after its last checkpoint is published.

    Raises Fault if the first entry is missing, is not at position 0 of the published log, or its row, payload or
    opening is not what it commits to. Raises Unreadable if `home.toml` disagrees with it.
    """
    first = _first(instance)
    try:
        prove_logged(instance, first, signed_checkpoint(instance))
    except Conflict:
        raise Fault(Code.FOUNDING_NOT_COVERED) from None
    founded = instance.recorder.read_event(first)
    if not isinstance(founded, HomeOpened | DemonstrationOpened):
        raise Fault(Code.FOUNDING_DIFFERS)
    demonstration = Leaf.parse(first.leaf).kind == Kind.DEMONSTRATION_OPENED
    _require_agreement(instance, founded, demonstration)
    return demonstration


def _first(instance: Instance) -> Stored:
    stored = instance.journal.stream(STREAM)
    if not stored:
        raise Fault(Code.FOUNDING_RECORD_MISSING)
    if stored[0].position != 0:
        raise Fault(Code.FOUNDING_NOT_FIRST)
    return stored[0]


def _require_agreement(instance: Instance, founded: HomeOpened | DemonstrationOpened, demonstration: bool) -> None:
    stated = {"demonstration": instance.configuration.demonstration, "origin": instance.configuration.origin}
    proven = {"demonstration": demonstration, "origin": founded.origin}
    for name, value in stated.items():
        if value != proven[name]:
            raise Unreadable(Code.SETTING_FOUNDED_OTHERWISE, file=FILE, column=name)
