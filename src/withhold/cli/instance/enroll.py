"""``withhold enroll``: a code for the first steward."""

from pathlib import Path

import click

from withhold.casework.publication.publishing import publish
from withhold.casework.sign_in.enrolling import open_first_enrollment
from withhold.cli.options import home_option, instance_at
from withhold.model.identifiers import PersonId


@click.command()
@click.argument("steward")
@home_option
def enroll(steward: PersonId, home: Path) -> None:
    """Print a code with which STEWARD (an id) registers passkeys in the pages, at /enroll.

    The code registers two passkeys within seven days. The command is for the first steward of an instance. It is
    refused once any steward has a passkey. From then on stewards give codes in the pages, and a recovery takes two of
    them.

    \b
    Example:   withhold enroll CUS-0002 --home /srv/withhold
    """
    instance = instance_at(home)
    code = open_first_enrollment(instance, steward)
    publish(instance)
    click.echo(f"code        {code}")
    click.echo(f"enter it at {instance.configuration.passkey_origin}/enroll")
