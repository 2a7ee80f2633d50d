"""A clock that is set back opens nothing that was used or had run out."""

from pathlib import Path

from support.accounts import signed_in_as
from support.codes import raises
from support.home import REGISTER, Clock, configuration, little_home
from support.people import OFFICERS, STEWARD, register_of
from withhold.casework.desk import Desk
from withhold.casework.opening.instance import Environment, create_home
from withhold.casework.sign_in.challenges import set_challenge, use_challenge
from withhold.casework.sign_in.signing_in import signed_in
from withhold.model.errors import Code, Conflict
from withhold.model.occurrences import SignedIn
from withhold.records.database import close
from withhold.records.writing import write_transaction

COVERS = ("withhold.casework.desk", "withhold.casework.sign_in.challenges", "withhold.casework.sign_in.signing_in")

PURPOSE = "retrieve"


def made(home: Path, database_url: str, clock: Clock) -> Desk:
    home.mkdir()
    register_of().write_parquet(home / REGISTER)
    return create_home(home, configuration(), Environment(database_url=database_url, clock=clock))


def use(desk: Desk, challenge: bytes) -> None:
    with write_transaction(desk.alias):
        use_challenge(desk, challenge, PURPOSE)


def test_a_used_challenge_is_never_used_again(tmp_path: Path, database_url: str) -> None:
    # An authenticator without a counter would sign nothing new: the challenge alone tells a replay.
    clock = Clock()
    desk = made(tmp_path / "home", database_url, clock)
    try:
        challenge = set_challenge(desk, PURPOSE)
        use(desk, challenge)
        clock.advance(minutes=6)
        use(desk, set_challenge(desk, PURPOSE))
        clock.advance(minutes=-6)
        with raises(Conflict, Code.SIGN_IN_SENT_BEFORE):
            use(desk, challenge)
    finally:
        close(desk.alias)


def test_a_clock_behind_the_last_event_is_named(tmp_path: Path, database_url: str) -> None:
    clock = Clock()
    desk = made(tmp_path / "home", database_url, clock)
    try:
        challenge = set_challenge(desk, PURPOSE)  # runs out unused
        clock.advance(hours=1)
        with write_transaction(desk.alias):
            desk.recorder.record(desk.recorder.tail("account/x"), [SignedIn("x", "y")], STEWARD, desk.now())
        clock.advance(hours=-1)
        with raises(Conflict, Code.SIGN_IN_CLOCK_BEHIND):
            use(desk, challenge)
        clock.advance(minutes=58)  # two servers' clocks differ a little
        use(desk, set_challenge(desk, PURPOSE))
    finally:
        close(desk.alias)


def test_a_session_that_ended_does_not_come_back() -> None:
    with little_home() as home:
        home.clock.advance(hours=2)
        token = signed_in_as(home, OFFICERS[0].person)
        assert signed_in(home.desk, token) == OFFICERS[0]
        home.clock.advance(minutes=-10)
        assert signed_in(home.desk, token) is None
