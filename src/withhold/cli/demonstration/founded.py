"""The founding of a demonstration: its founders sign with software passkeys, and its witness runs beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from withhold.casework.configuration import Configuration
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment
from withhold.casework.opening.making import Sign, found, log_of, make_keys, signed_by_all, statement_of
from withhold.cli.demonstration.sample import DOMAIN, KEYS, URL
from withhold.cli.instance.demonstration_witness import make_witness, running_witness
from withhold.cli.instance.init import standard_configuration
from withhold.model.authority.founding import ROLES, Founder
from withhold.model.cases.determination import Assertion
from withhold.model.identifiers import PersonId
from withhold.model.people.accreditation import Accreditation
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness

_NOWHERE = "http://localhost"
"""The URL of the witness until it runs. The statement has its key only."""


@contextmanager
def founded_demonstration(
    home: Path, world: Environment, accreditation: Accreditation, sample: Path
) -> Iterator[Instance]:
    """Found a demonstration by the stewards and inspectors of a sample, and yield it while its witness runs.

    ``sample`` is the directory of the sample, with everybody's keys and the register.
    """
    witness = make_witness(home)
    configuration = _configuration(f"{sample.name}/register.parquet", witness)
    keys = make_keys(home, configuration)
    keys.recovery.write(sample / KEYS / "recovery.key")  # a real one is printed, and kept outside the office
    founders = founders_of(accreditation)
    statement = statement_of(configuration, founders, keys.recovery.public, keys.vault, keys.log)
    founded = signed_by_all(statement, software_signatures(sample / KEYS, founders))
    with running_witness(home, witness, log_of(statement)) as running:
        yield found(home, replace(configuration, witnesses=(running,)), world, founded)


def founders_of(accreditation: Accreditation) -> tuple[Founder, ...]:
    """Return the stewards and inspectors of an accreditation as founders."""
    return tuple(
        Founder(each.id, each.name, each.role, each.passkeys) for each in accreditation.custodians if each.role in ROLES
    )


def software_signatures(keys: Path, founders: tuple[Founder, ...]) -> Sign:
    """Return what signs for each founder with the software passkeys in the directory ``keys``."""
    allowed = {
        each.person: [base64url.decode(str(passkey["credential_id"])) for passkey in each.passkeys] for each in founders
    }

    def sign(person: PersonId, challenge: bytes) -> Assertion:
        authenticator = SoftwareAuthenticator(keys / f"{person}.passkey")
        return authenticator.sign(rp_id=DOMAIN, origin=URL, challenge=challenge, allowed=allowed[person])

    return sign


def _configuration(register: str, witness: VerifierKey) -> Configuration:
    return standard_configuration(
        "demonstration.withhold.example/log",
        register,
        "Office of Synthetic Records (fictional)",
        "us-irc-6103-i-2",
        DOMAIN,
        URL,
        (Witness(witness, _NOWHERE),),
        demonstration=True,
    )
