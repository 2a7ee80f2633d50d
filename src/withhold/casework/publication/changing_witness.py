"""A witness changes its key: the ledger names the old and the new one, then the home's settings do.

A crash in between leaves the change on the ledger and the old key in the settings; the same command finishes it.
"""

from withhold.casework.checks import acting
from withhold.casework.desk import Desk
from withhold.casework.publication.log_keys import size_with
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.witnesses import appoint_witnesses
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.occurrences import WitnessChanged
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness

STREAM = "ledger/witnesses"


def change_witness(
    desk: Desk, actor: Actor, old: VerifierKey, new: VerifierKey, url: str | None, reason: str
) -> WitnessChanged:
    """Put a witness's new key in the place of its old one; `url` is where it is asked from now on, None as before.

    The desk goes on with the old settings: open the home again. Raises Forbidden; Conflict where no reason is given,
    the old key is no witness's or the new one does not fit; and as `publish` does.
    """
    with acting(desk, actor, commands.ChangeKey) as at:
        reason = required_reason(reason, "a change of a witness's key")
        replaced = _replaced(desk, old, new, url)
        changed = _on_record(desk, old, new)
        if changed is None:
            changed = WitnessChanged(str(old), str(new), size_with(desk, 1), reason)
            desk.recorder.record(desk.recorder.tail(STREAM), [changed], actor, at)
    publish(desk)
    appoint_witnesses(desk.home, replaced, desk.configuration.quorum)
    return changed


def _replaced(desk: Desk, old: VerifierKey, new: VerifierKey, url: str | None) -> tuple[Witness, ...]:
    present = desk.configuration.witnesses
    if old not in (each.key for each in present):
        raise Conflict("the old key is not one of this ledger's witnesses")
    if new.public_key in (each.key.public_key for each in present):
        raise Conflict("the new key is a witness's already")
    try:
        return tuple(Witness(new, url or each.url) if each.key == old else each for each in present)
    except ValueError as error:
        raise Conflict(str(error)) from None


def _on_record(desk: Desk, old: VerifierKey, new: VerifierKey) -> WitnessChanged | None:
    """The change, if the ledger names it as its latest already: then an earlier attempt was interrupted."""
    head = desk.journal.head(STREAM)
    latest = None if head is None else desk.recorder.happening(head)
    if isinstance(latest, WitnessChanged) and (latest.old, latest.new) == (str(old), str(new)):
        return latest
    return None
