"""An erasure that is stopped on the way, or during which something else happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from support.appointed_witnesses import replace_witness
from support.codes import raises
from support.erased_batch import REASON, Past, label_destroyed
from support.people import INSPECTORS, OFFICIALS, STEWARD
from support.stays import stay_on
from support.witness_process import WitnessProcess, running
from withhold.casework.audit.auditing import audit
from withhold.casework.erasure import erasing
from withhold.casework.erasure.erasing import confirm_erasure, propose_erasure
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.opening.instance import log_key
from withhold.model.errors import Code, Conflict

COVERS = (
    "withhold.casework.erasure.erasing",
    "withhold.casework.intake.evidence_file",
    "withhold.casework.publication.witnesses",
)


class Stopped(Exception):
    """The process went away here."""


@contextmanager
def stopped_before(name: str) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, name, stop)
        yield


def test_the_rows_of_a_batch_are_not_read_under_the_writers_lock(past: Past) -> None:
    little, read = past.little, []

    def watched(*words: Any) -> Any:
        read.append(connections[little.instance.alias].in_atomic_block)
        return evidence_rows(*words)

    stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[2].person)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "evidence_rows", watched)
        propose_erasure(little.instance, STEWARD, past.batch, REASON)
        confirm_erasure(little.instance, INSPECTORS[0], past.batch)
    assert read == [False, False]
    assert label_destroyed(past)


def test_a_stay_placed_while_the_rows_are_read_stops_the_erasure(past: Past) -> None:
    instance = past.little.instance
    checked = erasing._about

    def meanwhile(*words: Any) -> Any:
        found = checked(*words)
        stay_on(instance, INSPECTORS[0], "official", OFFICIALS[2].person)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "_about", meanwhile)
        with raises(Conflict, Code.STAY_PLACED_MEANWHILE):
            propose_erasure(instance, STEWARD, past.batch, REASON)


@pytest.mark.parametrize("name", ["publish", "finish_erasures", "prove_logged"])
def test_what_a_crash_left_undone_is_done_when_the_home_is_opened(past: Past, name: str) -> None:
    little = past.little
    propose_erasure(little.instance, STEWARD, past.batch, REASON)
    with stopped_before(name), pytest.raises(Stopped):
        confirm_erasure(little.instance, INSPECTORS[0], past.batch)
    assert not label_destroyed(past)
    audited = audit(little.instance)
    if name == "publish":  # the key must be there until the tombstone is published
        assert any(f"erasure/{past.batch}" in each for each in audited.pending)
        assert audited.findings == ()
    else:
        assert any("not destroyed as it must be" in each.what for each in audited.findings)
    little.reopen()
    assert label_destroyed(past)
    assert audit(little.instance).findings == ()


def test_a_crash_after_the_mark_is_finished_too(past: Past) -> None:
    little = past.little
    propose_erasure(little.instance, STEWARD, past.batch, REASON)
    keys = {path: path.read_bytes() for path in (little.home / "keys" / "data").glob("*.key")}
    confirm_erasure(little.instance, INSPECTORS[0], past.batch)
    for path, content in keys.items():
        path.write_bytes(content)
        path.chmod(0o600)
    assert not label_destroyed(past)
    little.reopen()
    assert label_destroyed(past)


def test_without_the_witnesses_nothing_is_destroyed(past: Past) -> None:
    little = past.little
    process = WitnessProcess(little.root / "w1", log_key(little.home))
    with running(process):
        replace_witness(little, process.witness)
        propose_erasure(little.instance, STEWARD, past.batch, REASON)
        process.stop()
        with raises(Conflict, Code.LEDGER_NOT_COSIGNED):
            confirm_erasure(little.instance, INSPECTORS[0], past.batch)
        assert not label_destroyed(past)
        little.reopen()
        assert not label_destroyed(past)
        process.start()
        little.reopen()
        assert label_destroyed(past)
