"""What is published is cosigned by witnesses, which are real processes. A release waits for their quorum."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from support.appointed_witnesses import NOT_YET, appoint, signers, something_happens
from support.codes import raises
from support.home import LittleHome
from support.people import OFFICIALS, SUBJECTS
from support.witness_process import WitnessProcess, running
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.publication.proving import latest_checkpoint, receipt_at
from withhold.casework.publication.publishing import publish
from withhold.casework.releasing import retrieve
from withhold.model.errors import Conflict
from withhold.model.kinds import Kind
from withhold.sealing.keys import check_ed25519
from withhold.tlog.receipt import verify_receipt

COVERS = (
    "withhold.casework.publication.proving",
    "withhold.casework.publication.witnesses",
)


class Elsewhere:
    """The sequencer of an instance, and what happens elsewhere once it has published for the n-th time."""

    def __init__(self, sequencer: Any, after: int, happens: Callable[[], object]) -> None:
        self._sequencer, self._left, self._happens = sequencer, after, happens

    def publish(self, note: str) -> None:
        self._sequencer.publish(note)
        self._left -= 1
        if not self._left:
            self._happens()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sequencer, name)


def replace_quorum(little: LittleHome) -> Any:
    trust = little.instance.trust
    return replace(trust, witnesses=replace(trust.witnesses, quorum=0))


def test_what_is_published_is_cosigned_and_no_cosignature_is_lost(little: LittleHome, process: WitnessProcess) -> None:
    for _ in range(3):
        something_happens(little)
        publish(little.instance)
        assert signers(little) == [little.instance.configuration.origin, process.key.name]
        [cosignature] = latest_checkpoint(little.instance).cosignatures
        assert cosignature.witness == process.key.name
    assert audit(little.instance).findings == ()
    something_happens(little)
    publish(little.instance)
    cosigned = (little.home / "log/checkpoint").read_bytes()
    process.stop()
    publish(little.instance)
    little.instance.sequencer.publish(little.instance.sequencer.committed().encode().decode())
    little.reopen()
    publish(little.instance)
    assert (little.home / "log/checkpoint").read_bytes() == cosigned


def test_a_release_waits_for_the_witness(little: LittleHome, process: WitnessProcess) -> None:
    case_id = little.approved("robin")
    assert process.stop() == 0
    before = [kind for kind in little.kinds() if kind == Kind.RELEASED]
    for _ in range(2):
        something_happens(little)
        with raises(Conflict, *NOT_YET):
            little.retrieve(case_id)
    assert [kind for kind in little.kinds() if kind == Kind.RELEASED] == before
    process.start()
    assert little.opened(little.retrieve(case_id))["address"] == SUBJECTS["robin"].most_recent


def test_a_witness_that_goes_away_before_the_hand_over_stops_it(little: LittleHome, process: WitnessProcess) -> None:
    case_id = little.approved()
    sequencer: Any = Elsewhere(little.instance.sequencer, 1, process.kill)
    with raises(Conflict, *NOT_YET):
        retrieve(replace(little.instance, sequencer=sequencer), OFFICIALS[0], case_id)
    assert Kind.RETRIEVED not in little.kinds()
    process.start()
    assert little.opened(little.retrieve(case_id))
    assert little.kinds().count(Kind.RETRIEVED) == 1


def test_with_the_witness_away_everything_but_a_release_works_and_it_is_asked_again_though_nothing_happened(
    little: LittleHome, process: WitnessProcess
) -> None:
    process.stop()
    little.reopen()
    case_id = little.approved()
    assert signers(little) == [little.instance.configuration.origin]
    assert audit(little.instance).findings == fsck(little.instance).findings == ()
    assert verify_receipt(receipt_at(little.instance, 0).encode(), replace_quorum(little), check_ed25519).index == 0
    with raises(Conflict, *NOT_YET):
        little.retrieve(case_id)
    size = publish(little.instance).size
    process.start()
    assert publish(little.instance).size == size
    assert signers(little)[1:] == [process.key.name]


def test_a_quorum_of_two_of_three(little: LittleHome) -> None:
    each = [WitnessProcess(little.root / name, name=f"witness.example/{name}") for name in ("a", "b")]
    third = WitnessProcess(little.root / "c", name="witness.example/c")
    away = third.witness
    appoint(little, *each, third, quorum=2)
    with running(each[0]) as first, running(each[1]) as second:
        case_id = little.approved()
        assert signers(little)[1:] == [first.key.name, second.key.name]
        each[0].stop()
        something_happens(little)
        with raises(Conflict, *NOT_YET):
            little.retrieve(case_id)
        with running(third):
            assert little.opened(little.retrieve(case_id))
            assert signers(little)[1:] == [second.key.name, away.key.name]
            each[0].start()
            publish(little.instance)
            assert sorted(signers(little)[1:]) == [first.key.name, second.key.name, away.key.name]
            assert len(latest_checkpoint(little.instance).cosignatures) == 3
