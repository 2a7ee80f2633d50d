"""A real instance cannot be turned into a demonstration, which would accept software passkeys.

Neither a changed column, line of a file or leaf does it, nor all of them together. On both databases.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rfc8785
from django.db import connections

from support.codes import raises
from support.founding import found_home
from support.home import LittleHome, configuration
from support.homes import copy_of
from support.people import OFFICIALS, register_of
from withhold.casework.acts.registered_passkeys import require_passkey_kind
from withhold.casework.configuration import FILE
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment, is_demonstration, open_instance
from withhold.casework.releasing import retrieve
from withhold.cli.demonstration.story import play
from withhold.ledger.interval_order import TOGETHER
from withhold.ledger.leaf import Leaf, commit
from withhold.model.authority.founding import WAITS
from withhold.model.errors import Code, Conflict, Fault, Unreadable, WithholdError
from withhold.model.kinds import Kind
from withhold.records.database import close
from withhold.records.models import Entry, Event
from withhold.sealing.passkey_record import SOFTWARE_AAGUID, RegisteredPasskey
from withhold.tlog.errors import LogError, ProofFails

COVERS = (
    "withhold.casework.configuration",
    "withhold.casework.instance",
    "withhold.casework.opening.founding",
    "withhold.casework.acts.registered_passkeys",
    "withhold.cli.demonstration.story",
)

REAL = replace(configuration(), demonstration=False)


def make_real(root: Path, database_url: str) -> None:
    (root / "home").mkdir(mode=0o700)
    register_of().write_parquet(root / "home" / "register.parquet")
    instance = found_home(root / "home", REAL, Environment(database_url), root / "people")
    close(instance.alias)


@pytest.fixture
def real(tmp_path: Path, database_url: str) -> Iterator[Instance]:
    copy_of(make_real, tmp_path, database_url)
    instance = open_instance(tmp_path / "home", Environment(database_url))
    yield instance
    close(instance.alias)


def opened(instance: Instance, database_url: str) -> Instance:
    """The home, opened again from what is on disk and in the database."""
    return open_instance(instance.home, Environment(database_url))


def unprotect(instance: Instance) -> None:
    """What somebody who may write to the database does first."""
    with connections[instance.alias].cursor() as cursor:
        if connections[instance.alias].vendor == "sqlite":
            cursor.execute("DROP TRIGGER records_event_no_update")
            cursor.execute("DROP TRIGGER records_event_no_delete")
        else:
            cursor.execute("ALTER TABLE records_event DISABLE TRIGGER USER")


def say_demonstration(instance: Instance) -> None:
    path = instance.home / FILE
    path.write_text(path.read_text().replace("demonstration = false", "demonstration = true"))


def first(instance: Instance) -> Event:
    return Event.objects.using(instance.alias).get(stream="founding", version=1)


def edit_column(instance: Instance) -> None:
    Event.objects.using(instance.alias).filter(stream="founding").update(kind=Kind.DEMONSTRATION_FOUNDED)


def edit_leaf(instance: Instance) -> None:
    """The column, and the leaf's own kind."""
    leaf = replace(Leaf.parse(bytes(first(instance).leaf)), kind=Kind.DEMONSTRATION_FOUNDED)
    Event.objects.using(instance.alias).filter(stream="founding").update(
        kind=Kind.DEMONSTRATION_FOUNDED, leaf=leaf.encode()
    )


def edit_all(instance: Instance) -> None:
    """Column, payload, leaf and commitment, by somebody who has the home's keys too: consistent in itself."""
    stored = instance.journal.stream("founding")[0]
    payload = json.loads(instance.recorder.payload_bytes(stored))
    payload["kind"] = int(Kind.DEMONSTRATION_FOUNDED)
    content = rfc8785.dumps(payload)
    committed = commit(instance.recorder.opening(stored), payload["kind"], content)
    leaf = replace(Leaf.parse(stored.leaf), kind=payload["kind"], commitment=committed)
    sealed = instance.at_rest.seal(content, b"payload founding#1", label=f"events-{stored.recorded_at:%Y-%m}")
    Event.objects.using(instance.alias).filter(stream="founding").update(
        kind=payload["kind"], payload=sealed, leaf=leaf.encode()
    )


def remove(instance: Instance) -> None:
    Entry.objects.using(instance.alias).filter(event=first(instance)).delete()
    with connections[instance.alias].cursor() as cursor:
        cursor.execute("DELETE FROM records_event WHERE stream = 'founding'")


def lose_the_place(instance: Instance) -> None:
    Entry.objects.using(instance.alias).filter(event=first(instance)).update(first=7_000)


def put_another_before(instance: Instance) -> None:
    """Add a second first event. It sorts before the true one, and is nowhere on the log."""
    another = first(instance)
    another.id, another.version, another.kind, another.tag = None, 0, Kind.DEMONSTRATION_FOUNDED, bytes(32)
    another.save(using=instance.alias)


ATTACKS = [edit_column, edit_leaf, edit_all, remove, lose_the_place, put_another_before]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_real_home_whose_records_say_demonstration_does_not_open(
    real: Instance, database_url: str, attack: Callable[[Instance], None]
) -> None:
    """Neither if its file says so too, nor if it does not."""
    unprotect(real)
    attack(real)
    for change_file in (lambda: None, lambda: say_demonstration(real)):
        change_file()
        with pytest.raises((Fault, ProofFails)):
            opened(real, database_url)
        with pytest.raises((Fault, ProofFails)):
            is_demonstration(real.home, Environment(database_url))


def test_a_line_of_the_file_does_not_make_a_demonstration(real: Instance, database_url: str) -> None:
    say_demonstration(real)
    with pytest.raises(Unreadable, match="column demonstration: It is not what the founding statement"):
        opened(real, database_url)


def test_another_origin_is_not_this_home(real: Instance, database_url: str) -> None:
    path = real.home / FILE
    path.write_text(path.read_text().replace("little.home.example/log", "other.example/log"))
    with pytest.raises((WithholdError, LogError)):
        opened(real, database_url)


def test_a_log_that_was_changed_does_not_open(real: Instance, database_url: str) -> None:
    for tile in (real.home / "log" / "tile" / "0").rglob("*.p/*"):
        tile.write_bytes(bytes(len(tile.read_bytes())))
    with pytest.raises((WithholdError, LogError)):
        opened(real, database_url)
    shutil.rmtree(real.home / "log" / "tile")
    with pytest.raises((WithholdError, LogError)):
        opened(real, database_url)


def test_a_real_home_opens_as_one_and_takes_no_software_passkey(real: Instance, database_url: str) -> None:
    instance = opened(real, database_url)
    assert not instance.demonstration
    # Whatever the configuration says to code that asks it: the proven value decides.
    software = RegisteredPasskey(b"c", b"k", 0, b"h", SOFTWARE_AAGUID)
    with raises(Conflict, Code.PASSKEY_DEMONSTRATION_ONLY):
        require_passkey_kind(replace(instance, configuration=configuration()), software)


def test_a_real_home_is_not_cleared_away_for_a_demonstration(real: Instance, database_url: str) -> None:
    if not database_url:
        say_demonstration(real)
        with pytest.raises(Unreadable):
            play(real.home, 100, lambda *_: None)
        assert (real.home / "keys" / "log.key").exists()


def test_a_demonstration_is_known_as_one_and_another_can_be_made_in_its_place(little: LittleHome) -> None:
    little.close()
    assert is_demonstration(little.home, Environment())
    shutil.rmtree(little.home)
    little.home.mkdir()
    register_of().write_parquet(little.home / "register.parquet")
    instance = found_home(little.home, REAL, Environment(), little.root / "founders")
    assert not is_demonstration(little.home, Environment())
    assert instance.sequencer.size() == 1 + TOGETHER + 1  # its first entry, padding, and the summary


def test_a_software_passkey_signs_nothing_in_a_real_home(little: LittleHome) -> None:
    """Also one that came into the table some other way."""
    case_id = little.approved()
    assert little.instance.demonstration
    with raises(Conflict, Code.PASSKEY_DEMONSTRATION_ONLY):
        real = replace(little.instance.founding, demonstration=False, waits=WAITS)
        retrieve(replace(little.instance, founding=real), OFFICIALS[0], case_id)
