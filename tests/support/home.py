"""A little home on real components: SQLite, a log directory, keys, software passkeys, a Parquet register.

It is made once per process, and copied for each test or example: a copied home opens as its own, since the database's
alias derives from its path.
"""

import atexit
import csv
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from django.db import connections

from support.acts import touch
from support.founding import WITNESS_URL, asked_within, found_home, software_passkey
from support.kept import Kept, same_files
from support.meanwhile import Meanwhile
from support.people import (
    AGENCY,
    COUNSEL,
    OFFICERS,
    OFFICIALS,
    REVIEWERS,
    SIGNERS,
    STEWARD,
    SUBJECTS,
    register_of,
    term_of,
)
from withhold.casework.accreditation.accrediting import accredit_all
from withhold.casework.acts.registered_passkeys import registered
from withhold.casework.configuration import Configuration
from withhold.casework.instance import Instance
from withhold.casework.intake.answer_files import add_receipt
from withhold.casework.intake.batch_rows import rows_of
from withhold.casework.intake.batch_signature import file_digest, sign_batch
from withhold.casework.intake.filing import Filed, file_batch
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.publishing import publish
from withhold.casework.releasing import Release, retrieve
from withhold.casework.review.determining import DossierRef, determination, determine, view_dossier
from withhold.casework.review.identifying import confirm_docketed
from withhold.model.batch_statement import BatchRows, BatchStatement
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Answer, Assertion, Decision
from withhold.model.cases.permissions import Actor
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Unreadable
from withhold.model.kinds import Kind
from withhold.model.people.accreditation import Accreditation, Agency, Custodian, Official, Signer, Term
from withhold.population.batches.made_reasons import Reasons
from withhold.records.database import close
from withhold.records.models import Event
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.sealing.hpke import open_sealed_release
from withhold.sealing.keys import ReleaseKey, SigningKey
from withhold.sealing.keytext import Use
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.witnesses.client import Witness

START = datetime(2025, 11, 24, 9, 0, tzinfo=UTC)
"""A Monday."""
DOMAIN, ORIGIN = "reviews.example", "https://reviews.example"
Result = TypeVar("Result")
HOME, PEOPLE, OUTBOX, REGISTER = "home", "people", "outbox", "register.parquet"


class Clock:
    """A clock that a test moves. It also moves a microsecond at each reading, so that no two times are equal."""

    def __init__(self) -> None:
        self._now = START

    def __call__(self) -> datetime:
        self._now += timedelta(microseconds=1)
        return self._now

    @property
    def instant(self) -> datetime:
        """What it showed last."""
        return self._now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)


class LittleHome:
    """One instance and everyone in it. Close it after use."""

    def __init__(self, root: Path, **world: Any) -> None:
        """Open the instance. `world` is the environment except for the clock. For example, a `database_url`."""
        self.root, self.home = root, root / HOME
        self.clock = Clock()
        self.world = world
        self.instance = self._opened = self._open()
        self._reasons = Reasons(Random(7))
        self._count = 0

    def _open(self) -> Instance:
        world = {"send": asked_within(self.root, self.home), **self.world}
        return open_instance(self.home, Environment(clock=self.clock, **world))

    def reopen(self) -> None:
        """Stop, and start again from what is on disk."""
        self.close()
        self.instance = self._open()

    def close(self) -> None:
        """Close the database, so that no file of the instance is open."""
        if self.instance.alias not in connections.settings:
            return
        close(self.instance.alias)
        del connections.settings[self.instance.alias]
        if hasattr(connections._connections, self.instance.alias):
            del connections[self.instance.alias]

    def through(self, steps: Callable[..., Result], *words: object) -> Result:
        """Take these steps and return their result.

        If nothing at all was done in this instance before, it becomes a copy of one in which they were taken, once per
        process.
        """
        if not self._untouched():
            return steps(self, *words)
        kept = _kept(steps, *words)
        self.close()
        shutil.rmtree(self.root)
        shutil.copytree(kept.root, self.root)
        self.clock.advance(seconds=(kept.instant - self.clock.instant).total_seconds())
        self._count, self._reasons = kept.count, deepcopy(kept.reasons)
        self.instance = self._open()
        result: Result = kept.result
        return result

    def _untouched(self) -> bool:
        """Return whether this is the template's own copy: its files, its time and its context."""
        same_time = self.clock.instant - START < timedelta(seconds=1)
        same_context = self.instance is self._opened and not self.world and self._count == 0
        return same_time and same_context and same_files(self.root, template())

    # The agency's side

    def row(self, subject: str = "robin", official: Actor = OFFICIALS[0], **changed: str) -> dict[str, str]:
        """A sound request about someone of SUBJECTS, new in reference, matter and reason."""
        self._count += 1
        asked = SUBJECTS[subject]
        return {
            "request_ref": f"REF-{self._count}",
            "tin": asked.tin,
            **asked.claim,
            "taxable_periods": "2023;2024",
            "statute": "8 U.S.C. 1253(a)(1)",
            "proceeding": "investigation",
            "case_number": f"INV-2025-{self._count:04d}",
            "reason": self._reasons.next(),
            "official_id": official.person,
            "signer_id": SIGNERS[0].person,
            "sole_use": "true",
            **changed,
        }

    def batch(self, rows: Sequence[Mapping[str, str]]) -> Path:
        """A batch file in the agency's outbox."""
        (self.root / OUTBOX).mkdir(exist_ok=True)
        self._count += 1
        path = self.root / OUTBOX / f"batch-{self._count}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def sign(self, path: Path, signer: Actor = SIGNERS[0], key_of: Actor | None = None) -> bytes:
        """Return the signature file that the signer's office makes. If `key_of` is given, that person's key signs."""
        statement = BatchStatement(self.instance.trust.origin, signer.agency, signer.person, rows_in(path))
        return sign_batch(statement, SigningKey.read(self.key(key_of or signer), Use.SIGNER))

    def file(self, rows: Sequence[Mapping[str, str]], signer: Actor = SIGNERS[0]) -> Filed:
        """Sign the rows, file them, and publish them as the worker does. The receipt is added to the answer."""
        filed = self.file_only(rows, signer)
        publish(self.instance)
        add_receipt(self.instance, filed.batch)
        return filed

    def file_only(self, rows: Sequence[Mapping[str, str]], signer: Actor = SIGNERS[0]) -> Filed:
        """Sign the rows and file them. Nothing is published."""
        path = self.batch(rows)
        return file_batch(self.instance, path, self.sign(path, signer))

    def docket(self, *subjects: str) -> tuple[str, ...]:
        """File a sound request about each, confirm identities, and return the case ids."""
        return self.through(_docket, *subjects)

    # The custodian's side

    def key(self, actor: Actor) -> Path:
        """Return the path of the private key of an agency's person."""
        return self.root / PEOPLE / f"{actor.person}.key"

    def passkey(self, actor: Actor) -> Path:
        """Return the path of a person's software authenticator."""
        return self.root / PEOPLE / f"{actor.person}.passkey"

    def answers(self, decision: Decision, statute: str = "18 U.S.C. 1343") -> tuple[Answer, ...]:
        """Every question about a request that designates this, answered one way."""
        said, asked = decision is Decision.APPROVE, self.instance.pack.questions_for({"statute": statute})
        return tuple(Answer(each.id, said, "As the dossier sets forth.") for each in asked)

    def assertion(self, reviewer: Actor, challenged: bytes, *, verified: bool = True) -> Assertion:
        """What a reviewer's authenticator signs."""
        return SoftwareAuthenticator(self.passkey(reviewer), user_verifies=verified).sign(
            rp_id=DOMAIN,
            origin=ORIGIN,
            challenge=challenged,
            allowed=[registered(each).credential_id for each in self.instance.people.passkeys(reviewer.person)],
        )

    def decide(self, reviewer: Actor, case_id: str, decision: Decision = Decision.APPROVE) -> Case:
        """View the dossier, answer, sign, decide."""
        seen = view_dossier(self.instance, reviewer, case_id)
        return self.decide_on(reviewer, seen, decision)

    def decide_on(self, reviewer: Actor, seen: DossierRef, decision: Decision = Decision.APPROVE) -> Case:
        """Answer, sign and decide on what was seen."""
        answers = self.answers(decision)
        made = determination(self.instance, reviewer, seen, decision, answers)
        return determine(self.instance, reviewer, seen, decision, answers, touch(self.instance, reviewer, made))

    def approve(self, case_id: str) -> str:
        """Let both reviewers approve, publish, and return the case id."""
        self.decide(OFFICERS[0], case_id)
        self.decide(COUNSEL[0], case_id)
        publish(self.instance)
        return case_id

    def approved(self, subject: str = "robin") -> str:
        """File and approve a request about a person, and return the case id."""
        return self.through(_approve, subject)

    def retrieve(self, case_id: str, official: Actor = OFFICIALS[0]) -> Release:
        """Fetch the release as that official."""
        return retrieve(self.instance, official, case_id)

    def retrieve_while(self, case_id: str, happens: Callable[[], object], official: Actor = OFFICIALS[0]) -> Release:
        """Retrieve, while something happens between the release and the hand-over."""
        sequencer: Any = Meanwhile(self.instance.sequencer, 2, happens)
        return retrieve(replace(self.instance, sequencer=sequencer), official, case_id)

    def opened(self, release: Release, official: Actor = OFFICIALS[0]) -> dict[str, Any]:
        """Return the content of the release, opened with that official's key. Raises if it does not open."""
        content: dict[str, Any] = json.loads(open_sealed_release(release.sealed, ReleaseKey.read(self.key(official))))
        return content

    # What a test looks at, and what an intruder could do

    def kinds(self) -> list[int]:
        """Return the kind of every event, in order, without the summaries that publishing writes."""
        kinds = Event.objects.using(self.instance.alias).order_by("id").values_list("kind", flat=True)
        return [kind for kind in kinds if kind != Kind.INTERVAL_CLOSED]

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """Open the records without the application, and without triggers and foreign keys."""
        close(self.instance.alias)
        connection = sqlite3.connect(self.home / "records.sqlite3", isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys=OFF")
            for name in ("records_event_no_update", "records_event_no_delete"):
                connection.execute(f"DROP TRIGGER IF EXISTS {name}")
            yield connection
        finally:
            connection.close()

    def alter(self, statement: str, *values: object) -> None:
        """Change the records without the application. Exactly one row must change."""
        with self.database() as connection:
            assert connection.execute(statement, values).rowcount == 1

    def register_now(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Give the register these rows instead."""
        frame = register_of({})
        replaced = frame.vstack(type(frame)(list(rows), schema=frame.schema, orient="row"))
        replaced.write_parquet(self.home / REGISTER)


def _docket(little: LittleHome, *subjects: str) -> tuple[str, ...]:
    cases = little.file([little.row(each) for each in subjects]).cases
    confirm_docketed(little.instance, cases)
    publish(little.instance)
    return cases


def _approve(little: LittleHome, subject: str) -> str:
    return little.approve(_docket(little, subject)[0])


def rows_in(path: Path) -> BatchRows:
    """Return what a signer signs of the file. If no reader accepts the file, made-up rows."""
    try:
        return rows_of(path)
    except Unreadable:
        return BatchRows(file_digest(path), 1, "00" * 32)


SOME_WITNESS = Witness(VerifierKey("witness.example/software", KeyType.COSIGNATURE, bytes(range(32))), WITNESS_URL)
"""A witness of whom nobody has the key. `found_home` replaces it."""


def configuration() -> Configuration:
    """Return a demonstration's configuration, since the passkeys are software. The custodian is fictional.

    Its witness takes the place of the software witness, which an instance has its own of.
    """
    return Configuration(
        origin="little.home.example/log",
        demonstration=True,
        custodian="Office of Synthetic Records (fictional)",
        pack="us-irc-6103-i-2",
        register=REGISTER,
        passkey_domain=DOMAIN,
        passkey_origin=ORIGIN,
        reviews_per_day=25,
        docket_days=5,
        attempts_per_person=5,
        attempts_per_official=100,
        attempts_window_days=90,
        disposal_days=90,
        witnesses=(SOME_WITNESS,),
    )


@cache
def template() -> Path:
    """Return the root of the instance that all others are copies of. It is removed when the process ends."""
    root = Path(tempfile.mkdtemp(prefix="withhold-template-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    make_little(root, configuration())
    return root


@cache
def _kept(steps: Callable[..., Any], *words: object) -> Kept:
    with little_home() as little:
        result = steps(little, *words)
        little.close()
        return Kept.of(little.root, little.clock.instant, little._count, little._reasons, result)


def make_home(root: Path, database_url: str = "", settings: Configuration | None = None) -> None:
    """Make the instance and accredit everyone. The directories exist already."""
    world = Environment(database_url, clock=Clock())
    instance = found_home(root / HOME, settings or configuration(), world, root / PEOPLE)
    accredit_all(instance, STEWARD, _accreditation(root / PEOPLE))
    publish(instance)
    close(instance.alias)


def make_little(root: Path, settings: Configuration) -> None:
    """Make a little home with these settings, and its directories and register too."""
    for directory in (root / HOME, root / PEOPLE):
        directory.mkdir(mode=0o700)
    register_of().write_parquet(root / HOME / REGISTER)
    make_home(root, settings=settings)


@contextmanager
def little_home(parent: Path | None = None) -> Iterator[LittleHome]:
    """Yield an open copy of the template. It is closed and removed after the block."""
    root = Path(tempfile.mkdtemp(prefix="withhold-home-", dir=parent))
    shutil.copytree(template(), root, dirs_exist_ok=True)
    home = LittleHome(root)
    try:
        yield home
    finally:
        home.close()
        shutil.rmtree(root)


def _accreditation(keys: Path) -> Accreditation:
    return Accreditation(
        agency=Agency(AGENCY, "Bureau of Tests (fictional)", "1 Fixture Plaza (fictional)", True, "No findings open."),
        signers=tuple(_signer(each, office, keys) for each, office in zip(SIGNERS, _OFFICES, strict=True)),
        officials=tuple(_official(each, keys) for each in OFFICIALS),
        custodians=tuple(
            Custodian(
                each.person, f"{each.person} (fictional)", each.role, (software_passkey(each, keys, configuration()),)
            )
            for each in REVIEWERS
        ),
    )


def _reviewer(actor: Actor, keys: Path) -> Custodian:
    passkey = software_passkey(actor, keys, configuration())
    return Custodian(actor.person, f"{actor.person} (fictional)", actor.role, (passkey,))


_OFFICES = ("inspector_general", "agency_head")


def _signer(actor: Actor, office: str, keys: Path) -> Signer:
    key = SigningKey.generate(Use.SIGNER, actor.person)
    key.write(keys / f"{actor.person}.key")
    text = key.public.text()
    return Signer(
        actor.person,
        f"{actor.person} (fictional)",
        "Signer",
        office,
        text,
        (software_passkey(actor, keys, configuration()),),
        Term(*term_of(actor)),
    )


def _official(actor: Actor, keys: Path) -> Official:
    key = ReleaseKey.generate(actor.person)
    key.write(keys / f"{actor.person}.key")
    text = key.public.text()
    return Official(
        actor.person,
        f"{actor.person} (fictional)",
        "Official",
        "Desk 1",
        text,
        "",
        (software_passkey(actor, keys, configuration()),),
        Term(*term_of(actor)),
    )
