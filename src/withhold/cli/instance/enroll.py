"""``withhold enroll``: the first steward's way in."""

from pathlib import Path

import click

from withhold.casework.publication.publishing import publish
from withhold.casework.sign_in.enrolling import open_first_enrollment
from withhold.cli.options import desk_at, home_option


@click.command()
@click.argument("steward")
@home_option
def enroll(steward: str, home: Path) -> None:
    """Print a code with which STEWARD (an id) registers passkeys in the pages, at /enroll.

    It is for the first steward of a home, and is refused once a steward has a passkey: from then on stewards open
    enrollments in the pages, and a recovery takes two. The code serves for two passkeys within seven days.
    """
    desk = desk_at(home)
    code = open_first_enrollment(desk, steward)
    publish(desk)
    click.echo(f"code        {code}")
    click.echo(f"enter it at {desk.configuration.passkey_origin}/enroll")
