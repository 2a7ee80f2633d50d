"""A clock that is set back opens nothing that was used or had run out."""

from pathlib import Path

from support.accounts import signed_in_as
from support.codes import raises
from support.founding import found_home
from support.home import REGISTER, Clock, configuration, little_home
from support.people import OFFICERS, STEWARD, register_of
from withhold.casework.acts.challenges import set_challenge, use_challenge
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment
from withhold.casework.sign_in.signing_in import signed_in
from withhold.model.errors import Code, Conflict
from withhold.model.occurrences import SignedIn
from withhold.records.database import close
from withhold.records.writing import write_transaction

COVERS = ("withhold.casework.instance", "withhold.casework.acts.challenges", "withhold.casework.sign_in.signing_in")

PURPOSE = "retrieve"


def made(home: Path, database_url: str, clock: Clock) -> Instance:
    home.mkdir()
    register_of().write_parquet(home / REGISTER)
    return found_home(
        home, configuration(), Environment(database_url=database_url, clock=clock), home.parent / "people"
    )


def use(instance: Instance, challenge: bytes) -> None:
    with write_transaction(instance.alias):
        use_challenge(instance, challenge, PURPOSE)


def test_a_used_challenge_is_never_used_again(tmp_path: Path, database_url: str) -> None:
    # An authenticator without a counter would sign nothing new: the challenge alone tells a replay.
    clock = Clock()
    instance = made(tmp_path / "home", database_url, clock)
    try:
        challenge = set_challenge(instance, PURPOSE)
        use(instance, challenge)
        clock.advance(minutes=6)
        use(instance, set_challenge(instance, PURPOSE))
        clock.advance(minutes=-6)
        with raises(Conflict, Code.SIGN_IN_SENT_BEFORE):
            use(instance, challenge)
    finally:
        close(instance.alias)


def test_a_clock_behind_the_last_event_is_named(tmp_path: Path, database_url: str) -> None:
    clock = Clock()
    instance = made(tmp_path / "home", database_url, clock)
    try:
        challenge = set_challenge(instance, PURPOSE)  # runs out unused
        clock.advance(hours=1)
        with write_transaction(instance.alias):
            instance.recorder.record(instance.recorder.tail("account/x"), [SignedIn("x", "y")], STEWARD, instance.now())
        clock.advance(hours=-1)
        with raises(Conflict, Code.SIGN_IN_CLOCK_BEHIND):
            use(instance, challenge)
        clock.advance(minutes=58)  # two servers' clocks differ a little
        use(instance, set_challenge(instance, PURPOSE))
    finally:
        close(instance.alias)


def test_a_session_that_ended_does_not_come_back() -> None:
    with little_home() as home:
        home.clock.advance(hours=2)
        token = signed_in_as(home, OFFICERS[0].person)
        assert signed_in(home.instance, token) == OFFICERS[0]
        home.clock.advance(minutes=-10)
        assert signed_in(home.instance, token) is None
