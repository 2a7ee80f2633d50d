"""Changes a witness's key: first on the ledger, which names the old and the new key, and then in the settings.

After a crash in between, the change is on the ledger and the settings have the old key. The same command, run again,
finishes the change.
"""

from withhold.casework.checks import acting
from withhold.casework.instance import Instance
from withhold.casework.publication.intervals import close_interval, size_when_closed
from withhold.casework.publication.publishing import publish_note
from withhold.casework.publication.vetting import Vetting
from withhold.casework.publication.witnesses import appoint_witnesses
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.occurrences import WitnessChanged
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness

STREAM = "ledger/witnesses"


def change_witness(
    instance: Instance, actor: Actor, old: VerifierKey, new: VerifierKey, url: str | None, reason: str
) -> WitnessChanged:
    """Replace a witness's key, and return the event. `url` is the witness's new URL, or None if it stays the same.

    The open instance keeps the old settings, so open it again. Raises Forbidden, Conflict if no reason is given, the
    old key is no witness's or the new key cannot be used, and what `publish` raises.
    """
    with acting(instance, actor, commands.ChangeKey) as at:
        reason = required_reason(reason, "a change of a witness's key")
        replaced = _replaced(instance, old, new, url)
        changed = _on_record(instance, old, new)
        vetting = Vetting(instance)
        if changed is None:
            changed = WitnessChanged(str(old), str(new), size_when_closed(instance, vetting, at, 1), reason)
            instance.recorder.record(instance.recorder.tail(STREAM), [changed], actor, at)
        # The event names the size, so the interval is closed in the same write.
        note = instance.sequencer.sequence(close_interval(instance, vetting, at))
    publish_note(instance, note)
    appoint_witnesses(instance.home, replaced, instance.configuration.quorum)
    return changed


def _replaced(instance: Instance, old: VerifierKey, new: VerifierKey, url: str | None) -> tuple[Witness, ...]:
    present = instance.configuration.witnesses
    if old not in (each.key for each in present):
        raise Conflict(Code.WITNESS_OLD_KEY_UNKNOWN)
    if new.public_key in (each.key.public_key for each in present):
        raise Conflict(Code.WITNESS_NEW_KEY_KNOWN)
    try:
        return tuple(Witness(new, url or each.url) if each.key == old else each for each in present)
    except ValueError as error:
        raise Conflict(Code.WITNESS_LIST_UNFIT, problem=str(error)) from None


def _on_record(instance: Instance, old: VerifierKey, new: VerifierKey) -> WitnessChanged | None:
    """Return the change if it is already the latest on the ledger, because an earlier attempt was interrupted."""
    head = instance.journal.head(STREAM)
    latest = None if head is None else instance.recorder.read_event(head)
    if isinstance(latest, WitnessChanged) and (latest.old, latest.new) == (str(old), str(new)):
        return latest
    return None
