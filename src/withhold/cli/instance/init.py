"""``withhold init``: make a home."""

from pathlib import Path

import click

from withhold.casework.configuration import Configuration
from withhold.casework.opening.instance import create_home, log_key
from withhold.cli.options import home_option, world
from withhold.model.people.accreditation_file import load_accreditation
from withhold.sealing.passkey_record import RegisteredPasskey


@click.command()
@home_option
@click.option("--origin", required=True, help="The log's name, for example disclosures.example.gov/log.")
@click.option("--register", required=True, help="The register: a Parquet file, or sql:TABLE.")
@click.option("--custodian", default="", help="The custodian's name, as the pages show it.")
@click.option("--pack", default="us-irc-6103-i-2", show_default=True, help="The rule pack to apply.")
@click.option("--domain", default="localhost", show_default=True, help="The domain that passkeys belong to.")
@click.option("--url", default="http://localhost:8000", show_default=True, help="Where the pages are served.")
@click.option(
    "--accreditation",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Enter this accreditation (JSON) at once, as the first steward it names.",
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
    """Set up a home: keys, records, and a ledger whose verifier key is then printed.

    Publish the verifier key where people can find it without you: it is what they check the ledger with.
    """
    entered = None if accreditation is None else load_accreditation(accreditation, RegisteredPasskey.from_record)
    if Path(register).is_file():
        register = str(Path(register).absolute())  # `home.toml` would take it as relative to the home
    configuration = standard_configuration(origin, register, custodian, pack, domain, url, demonstration=False)
    create_home(home, configuration, world(), entered)
    click.echo(f"home        {home}")
    click.echo(f"verifier    {log_key(home)}")
    click.echo("Back up the keys directory now, apart from the records: without it nothing here opens.")


def standard_configuration(
    origin: str, register: str, custodian: str, pack: str, domain: str, url: str, *, demonstration: bool
) -> Configuration:
    """A configuration with the capacities that a new home begins with; `home.toml` is where to change them."""
    return Configuration(
        origin=origin,
        demonstration=demonstration,
        custodian=custodian,
        pack=pack,
        register=register,
        passkey_domain=domain,
        passkey_origin=url,
        reviews_per_day=25,
        docket_days=5,
        attempts_per_person=5,
        attempts_per_official=100,
        attempts_window_days=90,
        disposal_days=90,
    )
