"""Host names resolved before a deadline.

The system's resolver cannot be interrupted, and can block for minutes if it gets no answer. So it runs in a process of
its own, which is killed at the deadline.
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
"""The arguments of that process. The host name and the port follow them."""
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class HostAddress:
    """An address of a host, in the form that `socket.connect` takes."""

    family: socket.AddressFamily
    address: tuple[str, int] | tuple[str, int, int, int]


@dataclass(slots=True)
class HostNames:
    """The host names that were resolved so far.

    Use one object for as long as the addresses may be reused, such as for one verification.
    """

    _known: dict[tuple[str, int], list[HostAddress]] = field(default_factory=dict)

    def addresses(self, host: str, port: int, deadline: Deadline) -> list[HostAddress]:
        """Return the addresses of a host in the order to try. Raises TimeoutError, or OSError as `getaddrinfo` does."""
        if (host, port) not in self._known:
            self._known[host, port] = _literal(host, port) or _looked_up(host, port, deadline)
        return self._known[host, port]


def _literal(host: str, port: int) -> list[HostAddress]:
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return []
    return [_address(socket.AF_INET if version == 4 else socket.AF_INET6, host, port)]


def _address(family: int, host: str, port: int, scope: int = 0) -> HostAddress:
    if family == socket.AF_INET6:
        return HostAddress(socket.AF_INET6, (host, port, 0, scope))
    return HostAddress(socket.AddressFamily(family), (host, port))


def _looked_up(host: str, port: int, deadline: Deadline) -> list[HostAddress]:
    if not host.isprintable() or host.startswith("-"):
        raise socket.gaierror(socket.EAI_NONAME, "no such host")
    with subprocess.Popen(  # noqa: S603 - fixed arguments, and a name that is not an option
        [*RESOLVER, host, str(port)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            output = _output(process, deadline)
        finally:
            process.kill()
    addresses = []
    for line in output.decode("ascii", "replace").splitlines():
        word, *rest = line.split()
        if word == "fault":
            raise socket.gaierror(int(rest[0]), "the host name cannot be looked up")
        addresses.append(_address(int(word), rest[0], port, int(rest[1])))
    if not addresses:
        raise socket.gaierror(socket.EAI_FAIL, "the host name cannot be looked up")
    return addresses


def _output(process: "subprocess.Popen[bytes]", deadline: Deadline) -> bytes:
    assert process.stdout is not None
    output = b""
    while True:
        deadline.wait(process.stdout.fileno(), select.POLLIN)
        chunk = os.read(process.stdout.fileno(), _CHUNK)
        if not chunk:
            return output
        output += chunk
