"""``withhold open``: the named official opens a release, offline."""

from pathlib import Path

import click

from withhold.cli.ledger.founding_check import founding_option, show_founding
from withhold.model.errors import Code, Unreadable
from withhold.sealing.hpke import open_sealed_release, read_binding
from withhold.sealing.keys import ReleaseKey
from withhold.tlog.stores.regular import read_regular

_LARGEST = 16 * 1024 * 1024
"""Bytes that a sealed release may have. A real one is much smaller, since it has one field."""


@click.command("open")
@click.argument("sealed", type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The named official's release key file.")
@founding_option
def open_release(sealed: Path, key: Path, founding: str | None) -> None:
    """Open a SEALED release with the official's own key. Needs no network and no instance.

    The content goes to standard output as JSON. The case, official, rule pack and ledger entry that the release is
    bound to go to standard error. With --founding it opens only if the release names a log of those founders. Who
    sealed it is proven by the ledger: its entry commits to this file.

    \b
    Example:   withhold open 0f1e2d3c4b5a6978-23.sealed --key OFF-0001.key
    """
    try:
        content = read_regular(str(sealed), _LARGEST)
    except OSError as error:
        raise Unreadable(Code.FILE_UNREADABLE, file=str(sealed), problem=error.strerror or "") from None
    if len(content) > _LARGEST:
        raise Unreadable(Code.RELEASE_TOO_LARGE, file=str(sealed))
    plain = open_sealed_release(content, ReleaseKey.read(key), sealed.name)
    binding = read_binding(content, sealed.name)
    click.echo(
        f"case {binding.request}, for {binding.official}, under {binding.pack} {binding.pack_version}, "
        f"ledger {binding.origin} entry {binding.index}",
        err=True,
    )
    show_founding(founding, binding.origin)
    click.echo(plain.decode())
