"""``withhold key``: a signer or named official makes their own key, and gives its public half to the steward."""

from pathlib import Path

import click

from withhold.sealing.keys import ReleaseKey, SigningKey
from withhold.sealing.keytext import Use


@click.command()
@click.option("--for", "use", required=True, type=click.Choice(["signer", "official"]), help="Who the key is for.")
@click.option("--name", required=True, help="Whose key it is: their id in the accreditation.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The private key file.")
def key(use: str, name: str, out: Path) -> None:
    """Make a key for a signer, who signs batches with it, or a named official, who opens releases with it.

    The private half is written to a file that only you may read. Give it to nobody. The public half is printed as one
    line. Give that to the steward, for accreditation.json. An existing file is never overwritten.

    \b
    Example:   withhold key --for official --name OFF-0001 --out OFF-0001.key
    """
    made = ReleaseKey.generate(name) if use == "official" else SigningKey.generate(Use.SIGNER, name)
    made.write(out)
    click.echo(made.public.text())
