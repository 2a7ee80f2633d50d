"""An older state put back and a second history are found out by the witnesses. An honest log that grows is neither."""

import shutil
import threading
from pathlib import Path

import pytest

from support.appointed_witnesses import appoint, signers, something_happens
from support.home import LittleHome
from support.witness_process import WitnessProcess, running
from withhold.casework.audit.auditing import audit
from withhold.casework.publication.proving import latest_checkpoint
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.witnesses import cosign_by_witnesses
from withhold.ledger.log_errors import error_of_log
from withhold.model.kinds import Kind
from withhold.records.database import close
from withhold.tlog.errors import HistoryDisputed
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.witnesses.client import KnowsMore

COVERS = ("withhold.casework.publication.witnesses",)


def put_back(little: LittleHome, to: Path) -> None:
    little.close()
    shutil.rmtree(little.home)
    shutil.copytree(to, little.home)
    little.reopen()


def test_records_and_log_put_back_to_an_older_state_are_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    case_id = little.approved()
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    for _ in range(5):
        something_happens(little)
        ahead = publish(little.instance).size
    put_back(little, tmp_path / "older")
    something_happens(little)
    with pytest.raises(KnowsMore, match=f"of {ahead} entries") as raised:
        publish(little.instance)
    assert error_of_log(raised.value).exit_code == 1
    with pytest.raises(HistoryDisputed):
        little.retrieve(case_id)
    assert Kind.RELEASED not in little.kinds()


def test_a_second_history_of_the_same_length_is_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    publish(little.instance)
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    something_happens(little, "One history.")
    size = publish(little.instance).size
    put_back(little, tmp_path / "older")
    something_happens(little, "Another.")
    with pytest.raises(HistoryDisputed, match=f"cosigned {size} entries that this log does not extend"):
        publish(little.instance)


def test_a_second_history_that_has_grown_longer_is_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    publish(little.instance)
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    something_happens(little, "One history.")
    publish(little.instance)
    put_back(little, tmp_path / "older")
    process.stop()
    for _ in range(4):
        something_happens(little, "Another, for a while without a witness.")
        publish(little.instance)
    process.start()
    with pytest.raises(HistoryDisputed, match="does not extend"):
        publish(little.instance)
    assert signers(little) == [little.instance.configuration.origin]


def test_one_honest_witness_of_two_is_enough_to_be_found_out(little: LittleHome, tmp_path: Path) -> None:
    process = WitnessProcess(little.root / "w1")
    forgetful = WitnessProcess(little.root / "w2", name="witness.example/w2")
    appoint(little, process, forgetful)
    with running(process):
        publish(little.instance)
        little.close()
        shutil.copytree(little.home, tmp_path / "older")
        little.reopen()
        something_happens(little, "One history.")
        publish(little.instance)
        put_back(little, tmp_path / "older")
        with running(forgetful):
            something_happens(little, "Another.")
            with pytest.raises(HistoryDisputed):
                publish(little.instance)
            assert signers(little)[1:] == [forgetful.key.name]


def test_a_log_that_has_grown_meanwhile_is_no_rollback(little: LittleHome, process: WitnessProcess) -> None:
    something_happens(little)
    publish(little.instance)
    late = little.instance.sequencer.committed().encode().decode()
    something_happens(little)
    size = publish(little.instance).size
    cosigned = cosign_by_witnesses(little.instance, late)
    assert Checkpoint.parse(cosigned.note.text).size == size
    assert [line.name for line in cosigned.note.signatures][1:] == [process.key.name]
    cosigned.require_undisputed()
    little.instance.sequencer.publish(late)
    assert latest_checkpoint(little.instance).checkpoint.size == size


def test_several_publish_at_once(little: LittleHome, process: WitnessProcess) -> None:
    """Each in a thread of its own, as several processes would: nobody mistakes another's progress for a rollback."""
    faults: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(4):
                something_happens(little)
                publish(little.instance)
        except Exception as fault:  # noqa: BLE001 - looked at below
            faults.append(fault)
        finally:
            close(little.instance.alias)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert latest_checkpoint(little.instance).checkpoint.size == little.instance.sequencer.size()
    assert audit(little.instance).findings == ()
