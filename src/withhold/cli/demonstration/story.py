"""The steps of a demonstration. Each step is a use case that any instance has."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from withhold.casework.accreditation.accrediting import accredit_all
from withhold.casework.checks import SUBJECT
from withhold.casework.configuration import FILE
from withhold.casework.instance import Instance
from withhold.casework.intake.filing import Filed, file_batch
from withhold.casework.opening.instance import is_demonstration
from withhold.casework.publication.publishing import publish
from withhold.casework.releasing import retrieve
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.subject.accounting import Entry, accounting_of, issue_code
from withhold.cli.demonstration.cast import reviewers
from withhold.cli.demonstration.founded import founded_demonstration
from withhold.cli.demonstration.sample import KEYS, sign_sample, write_sample
from withhold.cli.options import Stage, environment
from withhold.identity.corroborate import claim_of
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.cases.case import Case, State
from withhold.model.cases.determination import Decision
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.model.identifiers import PersonId
from withhold.model.people.accreditation import Accreditation
from withhold.model.vocabulary import Role
from withhold.sealing.files import replace
from withhold.sealing.hpke import open_sealed_release
from withhold.sealing.keys import ReleaseKey, check_ed25519
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.verify import VerifiedLog, verify_log

SAMPLE = "sample"
REVIEWED = 6
"""The number of cases that the two reviewers of a demonstration decide."""
SEED = 2025


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of a demonstration, for its summary."""

    instance: Instance
    home: Path
    filed: Filed
    states: Mapping[str, int]
    decided: tuple[Case, ...]
    released: Case
    sealed: Path
    opened: Mapping[str, Any]
    verified: VerifiedLog
    code: str
    entries: tuple[Entry, ...]


def play(home: Path, rows: int, tell: Stage) -> Outcome:
    """Make a demonstration at ``home``, take its requests all the way, and return the results.

    Raises Conflict or Unreadable if the directory contains something other than a demonstration.
    """
    _clear(home)
    there = home.exists()
    try:
        return _play(home, rows, tell)
    except BaseException:
        # Without `home.toml` there is no instance yet. Nothing is left then, so that the same command can run again.
        if not (home / FILE).exists():
            _remove(home, keep=there)
        raise


def _remove(home: Path, *, keep: bool) -> None:
    """Remove what an attempt made in a directory. `keep` leaves the directory itself, because it existed before."""
    if not keep:
        shutil.rmtree(home, ignore_errors=True)
        return
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _play(home: Path, rows: int, tell: Stage) -> Outcome:
    sample = home / SAMPLE
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = environment()
    today = settings.clock().date()
    accreditation = write_sample(rows, SEED, sample, today, tell)
    with founded_demonstration(home, settings, accreditation, sample) as instance:
        return _go(instance, home, accreditation, tell)


def _go(instance: Instance, home: Path, accreditation: Accreditation, tell: Stage) -> Outcome:
    """Do all steps in the instance, from the accreditation to what the record subject sees. Return the results."""
    sample = home / SAMPLE
    stewards = [each.id for each in accreditation.custodians if each.role is Role.STEWARD]
    accredit_all(instance, Actor(PersonId(stewards[0]), Role.STEWARD), accreditation)
    signature = sign_sample(sample, accreditation, instance.trust.origin)
    filed = file_batch(instance, sample / "batch.csv", signature, tell)
    confirm_docketed(instance, filed.cases, lambda done, of: tell("confirming identity", done, of))
    tell("review", 0, 0)
    decided = _review(instance, sample / KEYS)
    released = next((case for case in decided if case.state is State.APPROVED), None)
    if released is None:
        raise Conflict(Code.DEMONSTRATION_NONE_SOUND)
    sealed, opened = _release(instance, home, released, sample / KEYS)
    code, entries = _accounting(instance, released)
    verified = verify_log(DirectoryReader(home / "log"), instance.trust, check_ed25519)
    counts = instance.cases.counts()
    return Outcome(instance, home, filed, counts, decided, released, sealed, opened, verified, code, entries)


def _clear(home: Path) -> None:
    """Remove an older demonstration. Raises Conflict or Unreadable if the directory contains anything else."""
    if not home.exists() or not any(home.iterdir()):
        return
    if not (home / FILE).is_file():
        raise Unreadable(Code.DEMONSTRATION_OTHER_FILES, file=str(home))
    if not is_demonstration(home, environment()):
        raise Conflict(Code.INSTANCE_NOT_A_DEMONSTRATION, place=str(home))
    shutil.rmtree(home)


def _review(instance: Instance, keys: Path) -> tuple[Case, ...]:
    """Have two people decide the first cases of the docket, one by one. The last of them is refused."""
    officer, counsel = reviewers(instance, keys)
    waiting = instance.cases.in_state(State.UNDER_REVIEW)[:REVIEWED]
    decided = []
    for case_id in waiting:
        last = len(waiting) > 1 and case_id == waiting[-1]
        officer.decide(instance, case_id, Decision.APPROVE)
        decided.append(counsel.decide(instance, case_id, Decision.REFUSE if last else Decision.APPROVE))
    publish(instance)
    return tuple(decided)


def _release(instance: Instance, home: Path, case: Case, keys: Path) -> tuple[Path, Mapping[str, Any]]:
    official = Actor(case.official, Role.OFFICIAL, case.agency)
    release = retrieve(instance, official, case.case_id)
    path = home / SAMPLE / f"{case.case_id}.sealed"
    replace(path, release.sealed)
    key = ReleaseKey.read(keys / f"{official.person}.key")
    opened = json.loads(open_sealed_release(path.read_bytes(), key, path.name))
    return path, opened


def _accounting(instance: Instance, case: Case) -> tuple[str, tuple[Entry, ...]]:
    """Return the record subject's code, and the entries that it finds, with what the custodian tells about each."""
    code = issue_code(instance, claim_of(case.request.as_text()).tin, instance.now().year)
    publish(instance)
    return code, tuple(accounting_of(instance, SUBJECT, AccountingCode.parse(code)))
