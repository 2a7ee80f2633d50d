"""A clock closes intervals, pads and shuffles them, so that an outsider can link nothing and learns no outcome."""

import dataclasses
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from support.home import LittleHome
from support.outside import published_leaves
from support.people import AGENCY, COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, STEWARD
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.instance import Instance
from withhold.casework.publication import intervals
from withhold.casework.publication.intervals import LENGTH, SHORT, STREAM, interval_due
from withhold.casework.publication.publishing import publish, publish_if_due
from withhold.casework.review.determining import view_dossier
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.work import work_once
from withhold.ledger.interval_order import TOGETHER
from withhold.ledger.leaf import Leaf
from withhold.model.cases.determination import Decision
from withhold.model.kinds import Kind
from withhold.model.occurrences import IntervalClosed

COVERS = (
    "withhold.casework.publication.intervals",
    "withhold.casework.publication.publishing",
    "withhold.casework.audit.audit_intervals",
)


@pytest.fixture
def padded(little: LittleHome) -> Instance:
    """The instance as one that is no demonstration publishes."""
    return replace(little.instance, founding=None)


def something_happens(little: LittleHome) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")


def leaves(little: LittleHome) -> list[Leaf]:
    return [Leaf.parse(each) for each in published_leaves(little.home / "log")]


def summaries(little: LittleHome) -> list[IntervalClosed]:
    events = [little.instance.recorder.read_event(each) for each in little.instance.journal.stream(STREAM)]
    return [each for each in events if isinstance(each, IntervalClosed)]


def findings(little: LittleHome) -> list[str]:
    found = [f"{each.where}: {each.what}" for each in audit(little.instance).findings]
    assert bool(found) is bool(fsck(little.instance).findings or found)
    return found


# The clock


def test_an_interval_is_closed_when_it_is_due_also_if_nothing_happened(little: LittleHome, padded: Instance) -> None:
    something_happens(little)
    publish(padded)
    assert not publish_if_due(padded)
    little.clock.advance(seconds=LENGTH.total_seconds())
    before = len(leaves(little))
    assert publish_if_due(padded)
    assert Counter(each.kind for each in leaves(little)[before:]) == {Kind.STEP: TOGETHER, Kind.INTERVAL_CLOSED: 1}
    assert not publish_if_due(padded)
    assert findings(little) == []


def test_no_use_case_publishes(little: LittleHome, padded: Instance) -> None:
    size = padded.sequencer.size()
    (case_id,) = little.file_only([little.row("robin"), little.row("jules", reason="")]).cases
    confirm_docketed(little.instance, [case_id])
    something_happens(little)
    little.decide(OFFICERS[0], case_id, Decision.REFUSE)
    assert padded.sequencer.size() == size
    little.clock.advance(seconds=LENGTH.total_seconds())
    assert work_once(padded)
    assert padded.sequencer.size() > size


def test_a_demonstration_closes_every_second_and_only_what_has_something_in_it(little: LittleHome) -> None:
    little.clock.advance(hours=1)
    assert not publish_if_due(little.instance)
    something_happens(little)
    assert publish_if_due(little.instance)
    something_happens(little)
    assert not publish_if_due(little.instance)
    little.clock.advance(seconds=SHORT.total_seconds())
    assert publish_if_due(little.instance)
    assert {sum(each.padding.values()) for each in summaries(little)} == {0}


def test_a_clock_that_was_set_back_stops_nothing(little: LittleHome, padded: Instance) -> None:
    little.clock.advance(hours=-3)
    assert interval_due(padded)


# The padding


def test_each_day_has_a_multiple_of_steps(little: LittleHome, padded: Instance) -> None:
    for _ in range(18):
        stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[1].person)
    little.clock.advance(days=2)
    something_happens(little)
    publish(padded)
    summary = summaries(little)[-1]
    steps = {day: kinds[str(int(Kind.STEP))] for day, kinds in summary.counts.items()}
    assert list(steps.values()) == [32, 16, 16]  # the first day has 18 of its own, the others have none
    assert sum(summary.padding.values()) == 32 - 18 + 32
    assert findings(little) == []
    audited = audit(little.instance)
    assert audited.kinds == {kind: (count, count) for kind, (count, _) in audited.kinds.items()}


def test_the_summary_is_the_last_and_the_rows_of_a_batch_are_together(little: LittleHome, padded: Instance) -> None:
    before = len(leaves(little))
    little.file_only([little.row("robin"), *(little.row("jules", reason="") for _ in range(3)), little.row("kit")])
    publish(padded)
    kinds = [each.kind for each in leaves(little)[before:]]
    assert kinds[-1] == Kind.INTERVAL_CLOSED
    assert kinds[:-1] == [Kind.BATCH_RECEIVED, *[Kind.ROW_RETURNED] * 3, *[Kind.STEP] * TOGETHER]


def tampered(little: LittleHome, padded: Instance, **changes: object) -> list[str]:
    """Close an interval whose summary says something else than its order and padding follow from."""
    real = intervals.IntervalClosed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intervals, "IntervalClosed", lambda *said: dataclasses.replace(real(*said), **changes))
        stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[1].person)
        publish(padded)
    return findings(little)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"seed": "00" * 32}, "not in the order of its seed"),
        ({"seed": "no hex"}, "interval "),
        ({"padding": {}}, "no record accounts for it"),
        ({"padding": {"20416": 16}}, "its padding is not that of its seed"),
        ({"padding": {"20416": 10**9}}, "names more padding than it has entries"),
        ({"padding": {"20416": -5}}, "no record accounts for it"),
    ],
)
def test_another_seed_or_padding_is_named(
    little: LittleHome, padded: Instance, changes: dict[str, object], says: str
) -> None:
    assert any(says in each for each in tampered(little, padded, **changes))


def test_another_order_is_named(little: LittleHome, padded: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intervals, "shuffled", lambda _, entries: sorted(entries))
    stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[1].person)
    publish(padded)
    assert any("not in the order of its seed" in each for each in findings(little))


def test_a_step_outside_the_run_of_steps_is_named(
    little: LittleHome, padded: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intervals._is_step
    monkeypatch.setattr(intervals, "_is_step", lambda each: False)
    stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[1].person)
    assert real(little.instance.journal.queue()[-1])
    something_happens(little)
    publish(padded)
    assert any("not together before its summary" in each for each in findings(little))


# The outsider


def test_an_outsider_links_no_two_entries_of_a_case_by_their_order(little: LittleHome, padded: Instance) -> None:
    """The attack that linked 775 of 775 pairs: what comes next to each other belongs together.

    Two cases go through their steps one after the other, so that the steps of a case were recorded in one run.
    """
    cases = little.docket("robin", "jules")
    linked = pairs = 0
    for _ in range(12):
        before = len(leaves(little))
        recorded = len(list(little.instance.journal.list_all()))
        for case_id in cases:
            for _ in range(8):
                view_dossier(little.instance, COUNSEL[0], case_id)
        publish(padded)
        steps = list(little.instance.journal.list_all())[recorded:]
        positions = {each.position: each.stream for each in steps if each.stream.startswith("case/")}
        order = [positions[place] for place in sorted(each for each in positions if each is not None)]
        assert len(order) == 16
        assert {leaves(little)[place].kind for place in positions if place is not None} == {Kind.STEP}
        assert min(place for place in positions if place is not None) >= before
        linked += sum(one == two for one, two in pairwise(order))
        pairs += len(order) - 1
    # By chance, 7 of the 15 others are of the same case. The standard error of the share is 0.037.
    assert abs(linked / pairs - 7 / 15) < 5 * 0.037


def test_what_became_of_a_case_shows_in_no_number_or_kind(little: LittleHome, padded: Instance) -> None:
    """One case is not confirmed, the other is confirmed and refused: the entries look the same, and are as many."""
    shown = []
    for subject in ("absent", "robin"):
        before = len(leaves(little))
        (case_id,) = little.file_only([little.row(subject)]).cases
        confirm_docketed(little.instance, [case_id])
        publish(padded)
        little.clock.advance(seconds=LENGTH.total_seconds())
        if subject == "robin":
            little.decide(OFFICERS[0], case_id, Decision.REFUSE)
            little.decide(COUNSEL[0], case_id)
        assert publish_if_due(padded)
        shown.append([(each.kind, each.day) for each in leaves(little)[before:]])
        little.clock.advance(seconds=LENGTH.total_seconds())
    assert shown[0] == shown[1]
