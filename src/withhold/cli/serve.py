"""``withhold serve``: the pages of a home."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from withhold.casework.configuration import load_configuration
from withhold.cli.options import desk_at, home_option
from withhold.web.application import Begun, application
from withhold.witness.serving import address, listen, serve

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


@click.command("serve")
@home_option
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
def serve_pages(home: Path, bind: str, port: int) -> None:
    """Serve the pages of a home: for the public, and for whoever asks what stands about themself.

    They answer to the host of the home's `passkey_origin`, and on this machine. It speaks plain HTTP: put a proxy with
    TLS before it where it faces a network, one that sets X-Forwarded-Proto. SIGTERM ends it once requests that have
    begun are answered.
    """
    load_configuration(home)
    bound = listen(bind, port)
    click.echo(f"address     {address(bound)}")
    serve(Begun(partial(_pages, home)), bound, "pages")


def _pages(home: Path) -> "WSGIApplication":
    desk = desk_at(home)
    origin = urlsplit(desk.configuration.passkey_origin)
    hosts = [origin.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
    return application(desk, hosts, secure=origin.scheme == "https")
