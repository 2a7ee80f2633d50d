"""``withhold init``: makes an instance."""

from pathlib import Path

import click

from withhold.casework.configuration import Configuration
from withhold.casework.opening.instance import create_home, log_key
from withhold.casework.setting_bounds import USUAL
from withhold.cli.options import environment, home_option
from withhold.model.errors import Unreadable
from withhold.model.people.accreditation_file import load_accreditation
from withhold.sealing.passkey_record import RegisteredPasskey

_OPTIONS = {
    "origin": "--origin",
    "custodian": "--custodian",
    "register": "--register",
    "passkey_domain": "--domain",
    "passkey_origin": "--url",
}
"""Setting -> the option that gives it, for each setting that an option can put out of bounds."""


@click.command()
@home_option
@click.option("--origin", required=True, help="The log's name, for example disclosures.example.gov/log.")
@click.option("--register", required=True, help="The register: a Parquet file, or sql:TABLE.")
@click.option("--custodian", default="", help="The custodian's name, as the pages show it.")
@click.option("--pack", default="us-irc-6103-i-2", show_default=True, help="The rule pack to apply.")
@click.option("--domain", default="localhost", show_default=True, help="The domain that passkeys belong to.")
@click.option("--url", default="http://localhost:8000", show_default=True, help="The URL of the pages.")
@click.option(
    "--accreditation",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The accreditation (JSON). The first steward that it names enters it at once.",
)
def init(
    home: Path,
    origin: str,
    register: str,
    custodian: str,
    pack: str,
    domain: str,
    url: str,
    accreditation: Path | None,
) -> None:
    """Make an instance: keys, records and a ledger whose verifier key is printed.

    People check the ledger with the verifier key. Publish it in a place that does not depend on you.

    Without --accreditation the instance has no steward, and no other command can add the first one.

    \b
    Example:
      withhold init --home /srv/withhold --origin disclosures.example.gov/log \\
          --register register.parquet --accreditation accreditation.json
    """
    entered = None if accreditation is None else load_accreditation(accreditation, RegisteredPasskey.from_record)
    if Path(register).is_file():
        # In `home.toml`, a relative path would start at the instance directory.
        register = str(Path(register).absolute())
    try:
        configuration = standard_configuration(origin, register, custodian, pack, domain, url, demonstration=False)
    except Unreadable as fault:
        # There is no `home.toml` yet, so the option is named in place of the setting.
        raise click.UsageError(f"{_OPTIONS[fault.column or '']}: {fault.reason}") from None
    create_home(home, configuration, environment(), entered)
    click.echo(f"instance    {home}")
    click.echo(f"verifier    {log_key(home)}")
    click.echo("Back up the keys directory now, apart from the records. Without it nothing here can be opened.")


def standard_configuration(
    origin: str, register: str, custodian: str, pack: str, domain: str, url: str, *, demonstration: bool
) -> Configuration:
    """Return the configuration of a new instance, with the usual capacities. `home.toml` may change them."""
    return Configuration(
        origin=origin,
        demonstration=demonstration,
        custodian=custodian,
        pack=pack,
        register=register,
        passkey_domain=domain,
        passkey_origin=url,
        reviews_per_day=USUAL["reviews_per_day"],
        docket_days=USUAL["docket_days"],
        attempts_per_person=USUAL["attempts_per_person"],
        attempts_per_official=USUAL["attempts_per_official"],
        attempts_window_days=USUAL["attempts_window_days"],
        disposal_days=USUAL["disposal_days"],
    )
