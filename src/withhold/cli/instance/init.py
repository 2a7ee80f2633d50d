"""``withhold init``: makes the keys of an instance, and lets its founders begin."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from withhold.casework.configuration import Configuration
from withhold.casework.opening.draft import Begun, begin_founding
from withhold.casework.setting_bounds import USUAL
from withhold.cli.options import environment, home_option
from withhold.model.authority.founding import FEWEST_INSPECTORS, FEWEST_STEWARDS
from withhold.model.errors import Unreadable
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role
from withhold.tlog.errors import NotReadable
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness

_OPTIONS = {
    "origin": "--origin",
    "custodian": "--custodian",
    "register": "--register",
    "passkey_domain": "--domain",
    "passkey_origin": "--url",
    "quorum": "--quorum",
    "witnesses": "--witness",
}
"""Setting -> the option that gives it, for each setting that an option can put out of bounds."""
_STEWARDS, _INSPECTORS = 3, 2
"""How many founders are recommended."""

Person = tuple[PersonId, str, Role]


@click.command()
@home_option
@click.option("--origin", help="The log's name, for example disclosures.example.gov/log. A digest is added to it.")
@click.option("--register", help="The register: a Parquet file, or sql:TABLE.")
@click.option("--custodian", default="", help="The custodian's name, as the pages show it.")
@click.option("--pack", default="us-irc-6103-i-2", show_default=True, help="The rule pack to apply.")
@click.option("--domain", default="localhost", show_default=True, help="The domain that passkeys belong to.")
@click.option("--url", default="http://localhost:8000", show_default=True, help="The URL of the pages.")
@click.option("--steward", multiple=True, metavar="ID=NAME", help="A founding steward. Give it three times.")
@click.option("--inspector", multiple=True, metavar="ID=NAME", help="A founding inspector. Give it twice.")
@click.option("--witness", nargs=2, multiple=True, metavar="KEY URL", help="A witness's verifier key, and its URL.")
@click.option("--quorum", type=int, default=USUAL["quorum"], show_default=True, help="How many witnesses must cosign.")
@click.option("--model", multiple=True, metavar="AAGUID", help="An allowed model of authenticator, or the word any.")
def init(
    home: Path,
    origin: str | None,
    register: str | None,
    custodian: str,
    pack: str,
    domain: str,
    url: str,
    steward: tuple[str, ...],
    inspector: tuple[str, ...],
    witness: tuple[tuple[str, str], ...],
    quorum: int,
    model: tuple[str, ...],
) -> None:
    """Make the keys of an instance, and print a code for each founder. The founders begin its ledger in the pages.

    Stewards and inspectors found an instance. Name at least two stewards and one inspector. Three and two are better.
    Each of them registers two passkeys and signs the founding statement. What it has can only be changed by signed
    acts afterward, for example the witnesses.

    The recovery key is printed once. Print it on paper, and keep it outside the office. On a terminal the command asks
    for what is missing.

    \b
    Example:
      withhold init --home /srv/withhold --origin disclosures.example.gov/log --register register.parquet \\
          --steward CUS-1="Ada Example" --steward CUS-2="Ben Example" --steward CUS-3="Cy Example" \\
          --inspector INS-1="Dee Example" --inspector INS-2="Eve Example" \\
          --witness witness.example/w1+0b1c2d3e+BA... https://witness.example --model any
    """
    origin = origin or _ask("--origin", "Name of the log")
    register = register or _ask("--register", "Register (a Parquet file, or sql:TABLE)")
    people = _people(steward, inspector)
    witnesses = _witnesses(witness or [_ask_witness()])
    models = tuple(sorted(model or _ask("--model", "Allowed models of authenticators, or any").split()))
    if Path(register).is_file():
        # In `home.toml`, a relative path would start at the instance directory.
        register = str(Path(register).absolute())
    try:
        configuration = standard_configuration(
            origin, register, custodian, pack, domain, url, witnesses, quorum, demonstration=False
        )
    except Unreadable as fault:
        # There is no `home.toml` yet, so the option is named in place of the setting.
        raise click.UsageError(f"{_OPTIONS[fault.column or '']}: {fault.reason}") from None
    except ValueError as error:
        raise click.UsageError(f"--witness, --quorum: {error}") from None
    _say(home, url, begin_founding(home, configuration, people, models, environment()))


def _say(home: Path, url: str, begun: Begun) -> None:
    click.echo(f"instance    {home}")
    for person, code in begun.codes.items():
        click.echo(f"code        {code} for {person}")
    click.echo("\nThe recovery key. It is not stored. Print it, and keep it outside the office:\n")
    click.echo(begun.recovery.text())
    click.echo("Next:")
    click.echo("1. Back up the keys directory, apart from the records. Without it nothing here can be opened.")
    click.echo("2. Hand each founder their own code, in person.")
    click.echo(f"3. Run withhold serve --home {home}")
    click.echo(f"4. Each founder opens {url}, registers two passkeys, reads the statement and signs it.")


def _people(stewards: Sequence[str], inspectors: Sequence[str]) -> tuple[Person, ...]:
    """Return the founders. Asks for them on a terminal if none are given, and warns if there are fewer than advised."""
    stewards = stewards or _ask_people("--steward", "Steward", FEWEST_STEWARDS)
    inspectors = inspectors or _ask_people("--inspector", "Inspector", FEWEST_INSPECTORS)
    for given, advised, option, what in (
        (stewards, _STEWARDS, "--steward", "stewards"),
        (inspectors, _INSPECTORS, "--inspector", "inspectors"),
    ):
        if len(given) < advised:
            click.echo(
                f"warning: {option}: {advised} {what} are recommended, so that losing one locks nobody out", err=True
            )
    people = [*((each, Role.STEWARD) for each in stewards), *((each, Role.INSPECTOR) for each in inspectors)]
    return tuple(_person(text, role) for text, role in people)


def _person(text: str, role: Role) -> Person:
    person, equals, name = text.partition("=")
    if not equals or not person.strip() or not name.strip():
        raise click.UsageError(f'--{role.value}: write it as ID=NAME, for example CUS-1="Ada Example".')
    return PersonId(person.strip()), name.strip(), role


def _witnesses(given: Sequence[tuple[str, str]]) -> tuple[Witness, ...]:
    try:
        return tuple(Witness(VerifierKey.parse(key), url) for key, url in given)
    except (NotReadable, ValueError) as error:
        raise click.UsageError(f"--witness: {error}") from None


def _ask(option: str, question: str) -> str:
    """Return the answer of the person at the terminal. Without a terminal, raise a usage error."""
    if not _on_a_terminal():
        raise click.UsageError(f"Missing option '{option}'.")
    answer: str = click.prompt(question)
    return answer


def _on_a_terminal() -> bool:
    return sys.stdin.isatty()


def _ask_people(option: str, question: str, fewest: int) -> list[str]:
    people = [_ask(option, f"{question} {number}, as ID=NAME") for number in range(1, fewest + 1)]
    while more := click.prompt(f"{question} {len(people) + 1}, or nothing", default="", show_default=False):
        people.append(more)
    return people


def _ask_witness() -> tuple[str, str]:
    return _ask("--witness", "Verifier key of the witness"), _ask("--witness", "URL of the witness")


def standard_configuration(
    origin: str,
    register: str,
    custodian: str,
    pack: str,
    domain: str,
    url: str,
    witnesses: tuple[Witness, ...],
    quorum: int = USUAL["quorum"],
    *,
    demonstration: bool,
) -> Configuration:
    """Return the configuration of a new instance, with the usual capacities.

    Raises Unreadable, or ValueError if the witnesses and the quorum do not fit.
    """
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
        witnesses=witnesses,
        quorum=quorum,
    )
