"""The witnesses of a test's instance: appointing them, and who cosigned what is published."""

from support.home import LittleHome
from support.people import AGENCY, STEWARD
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.publication.witnesses import appoint_witnesses
from withhold.model.errors import Code
from withhold.tlog.notes.note import parse_note
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.witnesses.client import Witness

NOT_YET = (Code.LEDGER_NOT_COSIGNED,)


SOME_KEY = VerifierKey("witness.example/liar", KeyType.COSIGNATURE, bytes(range(32)))


def appoint(little: LittleHome, *witnesses: Witness, quorum: int = 1) -> None:
    appoint_witnesses(little.home, witnesses, quorum)
    little.reopen()


def something_happens(little: LittleHome, note: str = "Reviewed again; no findings open.") -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, note)


def signers(little: LittleHome) -> list[str]:
    """Return the names of those who signed the published checkpoint, in order."""
    return [line.name for line in parse_note((little.home / "log/checkpoint").read_bytes()).signatures]
