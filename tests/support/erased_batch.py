"""A batch that came to its end years ago, and its erasure."""

from dataclasses import dataclass

import pytest

from support.acts import act
from support.home import LittleHome
from support.people import COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD
from withhold.casework.erasure.erasing import confirm_erasure, propose_erasure
from withhold.casework.erasure.erasures import Tombstone
from withhold.casework.intake.filing import Filed
from withhold.casework.publication.publishing import publish
from withhold.casework.review.identifying import confirm_docketed
from withhold.events.recorder import batch_label
from withhold.model.cases import commands
from withhold.model.cases.determination import Decision
from withhold.model.cases.disposal import Manner
from withhold.model.errors import Conflict

REASON = "Its retention has run out."


@dataclass(frozen=True)
class Past:
    """An instance, and a batch in it that came to its end five years ago."""

    little: LittleHome
    filed: Filed

    @property
    def batch(self) -> str:
        return self.filed.batch

    def erase(self) -> Tombstone:
        propose_erasure(self.little.instance, STEWARD, self.batch, REASON)
        return confirm_erasure(self.little.instance, INSPECTORS[0], self.batch)


def take_in(little: LittleHome) -> Filed:
    """File a batch. Two rows are returned or refused. One case is disclosed, one not confirmed, one refused."""
    rows = [
        little.row("robin"),
        little.row("absent"),
        little.row("jules"),
        little.row("kit", reason=""),
        little.row("relative", statute="8 U.S.C. 1231"),
    ]
    filed = little.file(rows)
    confirm_docketed(little.instance, filed.cases)
    released, _, refused = filed.cases
    little.retrieve(little.approve(released))
    act(little.instance, OFFICIALS[0], released, commands.CertifyDisposal(Manner.DESTROYED))
    little.decide(OFFICERS[0], refused)
    little.decide(COUNSEL[0], refused, Decision.REFUSE)
    publish(little.instance)
    return filed


def extend_term(little: LittleHome) -> None:
    """Let the first signer file after their term. The audit would name it, and these tests do not audit."""
    little.alter("UPDATE records_person SET valid_until=NULL WHERE person_id=?", SIGNERS[0].person)


def label_destroyed(past: Past) -> bool:
    return past.little.instance.at_rest.destroyed(batch_label(past.batch))


def refused(past: Past, says: str, error: type[Exception] = Conflict) -> None:
    """Verify that the erasure cannot be proposed, and that nothing is recorded or destroyed."""
    instance, kinds = past.little.instance, past.little.kinds()
    with pytest.raises(error, match=says):
        propose_erasure(instance, STEWARD, past.batch, REASON)
    assert past.little.kinds() == kinds
    assert not label_destroyed(past)
