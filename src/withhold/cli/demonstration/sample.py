"""``withhold sample``: makes synthetic people, a batch about them with its truth, and keys for everyone."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from withhold.casework.acts.registered_passkeys import FEWEST
from withhold.casework.intake.batch_rows import rows_of
from withhold.casework.intake.batch_signature import sign_batch
from withhold.cli.agency.intake import signature_path
from withhold.cli.given_paths import DirectoryPath
from withhold.cli.options import Stage, progress
from withhold.model.batch_statement import BatchStatement
from withhold.model.identifiers import PersonId
from withhold.model.people.accreditation import Accreditation, Custodian, Official, Passkey, Signer
from withhold.model.people.accreditation_file import dump_accreditation
from withhold.population import make_sample
from withhold.sealing import files
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.sealing.keys import ReleaseKey, SigningKey
from withhold.sealing.keytext import Use
from withhold.sealing.passkeys import verify_registration

KEYS = "keys"
DOMAIN, URL = "localhost", "http://localhost:8000"


@click.command()
@click.option("--rows", default=10_000, show_default=True, type=click.IntRange(1), help="Rows of the batch.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same people and rows.")
@click.option("--out", required=True, type=DirectoryPath(), help="The directory to write to.")
def sample(rows: int, seed: int, out: Path) -> None:
    """Make a synthetic register and a batch about its people, with the truth of every row.

    The directory receives register.parquet, batch.csv, truth.csv (the expected outcome of each row, and why),
    accreditation.json, and keys/ with a key for everyone. All people are synthetic. All keys are new. The batch is not
    signed, because a signature names the log of one instance. `withhold sign` signs it.

    \b
    Example:   withhold sample --rows 1000 --out sample
    """
    with progress() as tell:
        write_sample(rows, seed, out, datetime.now(UTC).date(), tell)
    click.echo(f"written to {out}: {rows:,} rows, seed {seed}. Synthetic people only.")


def write_sample(rows: int, seed: int, out: Path, today: date, tell: Stage) -> Accreditation:
    """Write a sample with its keys. Return the accreditation with everyone's public keys."""
    made = make_sample(rows, seed, today=today, progress=lambda done, of: tell("making people", done, of))
    made.write(out, lambda done, of: tell("writing", done, of))
    (out / KEYS).mkdir(mode=0o700, exist_ok=True)
    tell("making keys", 0, 0)
    accreditation = _with_keys(made.accreditation, out / KEYS)
    files.replace(out / "accreditation.json", dump_accreditation(accreditation).encode())
    return accreditation


def sign_sample(out: Path, accreditation: Accreditation, log: str) -> bytes:
    """Sign the batch of a sample for the log with this origin, as its first signer. Write and return the signature."""
    batch, signer = out / "batch.csv", accreditation.signers[0].id
    statement = BatchStatement(log, accreditation.agency.id, signer, rows_of(batch))
    signature = sign_batch(statement, SigningKey.read(out / KEYS / f"{signer}.key", Use.SIGNER))
    files.replace(signature_path(batch), signature)
    return signature


def _with_keys(accreditation: Accreditation, keys: Path) -> Accreditation:
    return replace(
        accreditation,
        signers=tuple(_signer(each, keys) for each in accreditation.signers),
        officials=tuple(_official(each, keys) for each in accreditation.officials),
        custodians=tuple(_custodian(each, keys) for each in accreditation.custodians),
    )


def _signer(signer: Signer, keys: Path) -> Signer:
    key = SigningKey.generate(Use.SIGNER, signer.id)
    _write(key, keys / f"{signer.id}.key")
    return replace(signer, signing_key=key.public.text(), passkeys=_passkeys(signer.id, keys))


def _official(official: Official, keys: Path) -> Official:
    key = ReleaseKey.generate(official.id)
    _write(key, keys / f"{official.id}.key")
    return replace(official, sealing_key=key.public.text(), passkeys=_passkeys(official.id, keys))


def _write(key: SigningKey | ReleaseKey, path: Path) -> None:
    path.unlink(missing_ok=True)  # a sample that is made again in the same place gets new keys
    key.write(path)


def _custodian(person: Custodian, keys: Path) -> Custodian:
    return replace(person, passkeys=_passkeys(person.id, keys))


def _passkeys(person: PersonId, keys: Path) -> tuple[Passkey, ...]:
    """Make as many software passkeys as everyone should have, in one file. Return their public records."""
    path = keys / f"{person}.passkey"
    path.unlink(missing_ok=True)
    authenticator = SoftwareAuthenticator(path)
    return tuple(_passkey(authenticator, person) for _ in range(FEWEST))


def _passkey(authenticator: SoftwareAuthenticator, person: PersonId) -> Passkey:
    challenge, handle = os.urandom(32), person.encode()
    made = authenticator.register(rp_id=DOMAIN, origin=URL, challenge=challenge, user_handle=handle)
    return verify_registration(
        challenge=challenge,
        rp_id=DOMAIN,
        origin=URL,
        user_handle=handle,
        client_data_json=made.client_data_json,
        attestation_object=made.attestation_object,
    ).record()
