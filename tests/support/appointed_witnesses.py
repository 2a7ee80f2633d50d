"""The witnesses of a test's instance: appointing them, and who cosigned what is published."""

import shutil
from dataclasses import replace

from support.home import PEOPLE, LittleHome, configuration, make_little
from support.people import AGENCY, STEWARD
from support.witness_process import WitnessProcess
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.opening.instance import log_key
from withhold.casework.publication.changing_witness import change_witness
from withhold.model.errors import Code
from withhold.tlog.notes.note import parse_note
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.witnesses.client import Witness

NOT_YET = (Code.LEDGER_NOT_COSIGNED,)


SOME_KEY = VerifierKey("witness.example/liar", KeyType.COSIGNATURE, bytes(range(32)))


def appoint(little: LittleHome, *witnesses: Witness | WitnessProcess, quorum: int = 1) -> None:
    """Found the instance again, with these witnesses. A process must not run yet, and learns the log's key."""
    little.close()
    shutil.rmtree(little.home)
    shutil.rmtree(little.root / PEOPLE)
    stated = tuple(each if isinstance(each, Witness) else each.witness for each in witnesses)
    make_little(little.root, replace(configuration(), witnesses=stated, quorum=quorum))
    for each in witnesses:
        if isinstance(each, WitnessProcess):
            each.log_keys = (log_key(little.home),)
    little.reopen()


def replace_witness(little: LittleHome, witness: Witness) -> None:
    """Let this witness take the place of the instance's only one, by the act that the ledger has for it."""
    [present] = little.instance.configuration.witnesses
    change_witness(little.instance, STEWARD, present.key, witness.key, witness.url, "Another witness is asked.")
    little.reopen()


def something_happens(little: LittleHome, note: str = "Reviewed again; no findings open.") -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, note)


def signers(little: LittleHome) -> list[str]:
    """Return the names of those who signed the published checkpoint, in order."""
    return [line.name for line in parse_note((little.home / "log/checkpoint").read_bytes()).signatures]
