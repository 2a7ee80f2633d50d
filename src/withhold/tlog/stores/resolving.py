"""Looking up a host name before a deadline.

The system's resolver cannot be interrupted, and one that does not answer can block for minutes. So it runs in a process
of its own, which is killed when time is up. Nothing stays behind.
"""

import ipaddress
import os
import select
import socket
import subprocess
import sys
from dataclasses import dataclass, field

from withhold.tlog.stores.deadline import Deadline

_LOOK_UP = """
import socket, sys
try:
    found = socket.getaddrinfo(sys.argv[1], int(sys.argv[2]), type=socket.SOCK_STREAM)
except socket.gaierror as fault:
    print("fault", fault.errno)
else:
    for family, _, _, _, address in found:
        print(int(family), address[0], address[3] if len(address) > 2 else 0)
"""
RESOLVER = (sys.executable, "-I", "-S", "-c", _LOOK_UP)
"""The words of the process, before the name and the port."""
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where a host can be reached."""

    family: socket.AddressFamily
    address: tuple[str, int] | tuple[str, int, int, int]


@dataclass(slots=True)
class Names:
    """The names looked up so far. Keep one for as long as the answers may be used: a verification, for example."""

    _known: dict[tuple[str, int], list[Place]] = field(default_factory=dict)

    def places(self, host: str, port: int, deadline: Deadline) -> list[Place]:
        """Where a host can be reached, in the order to try. Raises TimeoutError, or OSError as `getaddrinfo` does."""
        if (host, port) not in self._known:
            self._known[host, port] = _literal(host, port) or _looked_up(host, port, deadline)
        return self._known[host, port]


def _literal(host: str, port: int) -> list[Place]:
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return []
    return [_place(socket.AF_INET if version == 4 else socket.AF_INET6, host, port)]


def _place(family: int, host: str, port: int, scope: int = 0) -> Place:
    if family == socket.AF_INET6:
        return Place(socket.AF_INET6, (host, port, 0, scope))
    return Place(socket.AddressFamily(family), (host, port))


def _looked_up(host: str, port: int, deadline: Deadline) -> list[Place]:
    if not host.isprintable() or host.startswith("-"):
        raise socket.gaierror(socket.EAI_NONAME, "no such host")
    with subprocess.Popen(  # noqa: S603 - our words, and a name that is no option
        [*RESOLVER, host, str(port)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            said = _output(process, deadline)
        finally:
            process.kill()
    places = []
    for line in said.decode("ascii", "replace").splitlines():
        word, *rest = line.split()
        if word == "fault":
            raise socket.gaierror(int(rest[0]), "the host name cannot be looked up")
        places.append(_place(int(word), rest[0], port, int(rest[1])))
    if not places:
        raise socket.gaierror(socket.EAI_FAIL, "the host name cannot be looked up")
    return places


def _output(process: "subprocess.Popen[bytes]", deadline: Deadline) -> bytes:
    assert process.stdout is not None
    said = b""
    while True:
        deadline.wait(process.stdout.fileno(), select.POLLIN)
        piece = os.read(process.stdout.fileno(), _PIECE)
        if not piece:
            return said
        said += piece
