"""``withhold key``: a signer or named official makes their own key, and hands on its public half."""

from pathlib import Path

import click

from withhold.sealing.keys import ReleaseKey, SigningKey
from withhold.sealing.keytext import Use


@click.command()
@click.option("--for", "use", required=True, type=click.Choice(["signer", "official"]), help="Who the key is for.")
@click.option("--name", required=True, help="Whose key it is: their id in the accreditation.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The private key file.")
def key(use: str, name: str, out: Path) -> None:
    """Make a key: a signer's, to sign batches with, or a named official's, to open releases with.

    The private half is written to a file that only you may read, and never leaves you. The line that is printed is the
    public half: it goes to the steward, into accreditation.json. An existing file is never overwritten.
    """
    made = ReleaseKey.generate(name) if use == "official" else SigningKey.generate(Use.SIGNER, name)
    made.write(out)
    click.echo(made.public.text())
