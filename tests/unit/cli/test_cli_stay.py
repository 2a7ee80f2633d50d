"""``withhold stay`` on the console. It works while everything else is down. A person's number is never an argument."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from support.acts import lift_stay
from support.home import LittleHome, little_home
from support.people import AGENCY, INSPECTORS, LIFTERS, SUBJECTS
from withhold.casework.configuration import FILE
from withhold.casework.stays.placing import Stayed
from withhold.cli.main import withhold
from withhold.model.errors import Forbidden
from withhold.model.kinds import Kind
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.witnesses.client import Witness

COVERS = ("withhold.casework.stays.placing", "withhold.cli.instance.stay", "withhold.cli.main")

TIN = SUBJECTS["robin"].tin
PLACE = ("--person", INSPECTORS[0].person, "--reason", "Order 7.")


@pytest.fixture
def little(tmp_path: Path) -> Iterator[LittleHome]:
    with little_home(tmp_path) as home:
        yield home


def stay(little: LittleHome, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(withhold, ["stay", *words, "--home", str(little.home)], input=typed)


def placed(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    fields: dict[str, object] = json.loads(result.stdout)
    return fields


def test_a_stay_is_placed_while_log_register_and_witness_are_down_and_publishes_nothing(little: LittleHome) -> None:
    case_id = little.approved()
    shown = (little.home / "log" / "checkpoint").read_bytes()
    settings = little.instance.configuration
    key = VerifierKey("witness.example", KeyType.COSIGNATURE, bytes(range(32)))
    down = replace(settings, witnesses=(Witness(key, "http://127.0.0.1:9"),), quorum=1, register="gone.parquet")
    (little.home / FILE).write_text(down.dump())
    shutil.move(little.home / "log", little.root / "away")
    stopped = placed(stay(little, "place", "--scope", "agency", "--value", AGENCY.lower(), *PLACE, "--json"))
    assert (stopped["covers"], stopped["cases"], stopped["approved_releases"]) == (
        f"Bureau of Tests (fictional) ({AGENCY})",
        1,
        1,
    )
    assert not (little.home / "log").exists()
    (little.home / FILE).write_text(settings.dump())
    shutil.move(little.root / "away", little.home / "log")
    assert (little.home / "log" / "checkpoint").read_bytes() == shown
    with pytest.raises(Stayed):
        little.retrieve(case_id)
    (event,) = [each for each in little.instance.journal.list_all() if each.kind == Kind.STAY_PLACED]
    payload = little.instance.recorder.payload(event)
    assert (event.actor, payload["event"]["channel"]) == (INSPECTORS[0].person, "console")  # type: ignore[index]


def test_a_persons_number_comes_from_standard_input_only(little: LittleHome) -> None:
    case_id = little.approved()
    refused = stay(little, "place", "--scope", "subject", "--value", TIN, *PLACE)
    assert refused.exit_code != 0
    assert TIN not in refused.output
    result = stay(little, "place", "--scope", "subject", *PLACE, typed=f"{TIN}\nmore\n")
    assert "1 case, 1 approved release" in result.output
    assert TIN not in result.output
    with pytest.raises(Stayed):
        little.retrieve(case_id)


@pytest.mark.parametrize("typed", ["", "\n", "12\n", "x" * 5000])
def test_a_text_that_is_not_a_number_is_refused_without_repeating_it(little: LittleHome, typed: str) -> None:
    refused = stay(little, "place", "--scope", "subject", *PLACE, typed=typed)
    assert refused.exit_code != 0
    assert "xxx" not in str(refused.exception)
    assert ("The SSN or ITIN is read from its first line." in refused.output) == (not typed.strip())


def test_a_stay_that_stops_nothing_needs_confirm_none(little: LittleHome) -> None:
    words = ("place", "--scope", "official", "--value", "OFF-2", *PLACE)
    assert "--confirm-none" in str(stay(little, *words).exception)
    assert little.instance.stays.list_all() == []
    assert "0 cases" in stay(little, *words, "--confirm-none").output


@pytest.mark.parametrize("person", ["SGN-1", "CUS-STEWARD", "NOBODY"])
def test_a_person_who_may_not_place_stays_may_not_place_or_list_them_here(little: LittleHome, person: str) -> None:
    refused = stay(little, "place", "--scope", "everything", "--reason", "x", "--person", person)
    assert isinstance(refused.exception, Forbidden)
    assert isinstance(stay(little, "list", "--person", person).exception, Forbidden)


def test_the_list_shows_what_is_in_force_and_what_was_lifted(little: LittleHome) -> None:
    assert "No stay was ever placed." in stay(little, "list", "--person", INSPECTORS[0].person).output
    little.approved()
    first = placed(stay(little, "place", "--scope", "everything", *PLACE, "--json"))
    second = placed(stay(little, "place", "--scope", "subject", *PLACE, "--json", typed=TIN))
    # The command takes the time of this machine, and nobody signs while a clock is behind what is recorded.
    little.clock.advance(seconds=(datetime.now(UTC) - little.clock.instant).total_seconds() + 60)
    for person in LIFTERS:
        lift_stay(little.instance, person, str(first["stay"]), "Vacated.")
    lift_stay(little.instance, INSPECTORS[1], str(second["stay"]), "Vacated.")
    output = stay(little, "list", "--person", INSPECTORS[0].person).output
    assert output.index(str(second["stay"])) < output.index(str(first["stay"]))
    assert "INS-2 proposes to lift it" in output
    listed = json.loads(stay(little, "list", "--person", INSPECTORS[0].person, "--json").stdout)
    assert [(each["scope"], each["value"], each["cases"], each["channel"]) for each in listed] == [
        ("subject", "", 1, "console"),
        ("everything", "", None, "console"),
    ]
    assert [each["lifted_at"] is None for each in listed] == [True, False]
    assert TIN not in output + json.dumps(listed)


def test_both_commands_report_that_the_instance_is_a_demonstration(little: LittleHome) -> None:
    shutil.move(little.home / "log", little.root / "away")
    for words in (("place", "--scope", "everything", *PLACE), ("list", "--person", INSPECTORS[0].person)):
        ended = stay(little, *words, "--json")
        assert (ended.exit_code, ended.stderr.count("DEMONSTRATION")) == (0, 1)
        json.loads(ended.stdout)


def test_the_console_has_no_command_to_lift_a_stay(little: LittleHome) -> None:
    assert "No such command 'lift'" in stay(little, "lift", "--person", INSPECTORS[0].person).output
