"""The bounds of each setting of `home.toml`, so that no value turns a protection off.

There is one exception. An empty `witnesses` ends cosigning, and the ledger does not record that yet. See
docs/operating.md.

A setting that is a whole number has bounds. For example, `docket_days` must be from 1 to 30. Any other setting has a
check, or a reason why it needs none.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a setting may be, both included, and what it is in a new instance.

    `roomy` settings are capacities. In a demonstration they have no upper bound.
    """

    least: int
    most: int
    usual: int
    why: str
    roomy: bool = False


BOUNDS: Final[Mapping[str, Bounds]] = {
    "reviews_per_day": Bounds(1, 50, 25, "nobody decides more cases in a day with care", roomy=True),
    "docket_days": Bounds(1, 30, 5, "a longer docket takes in what review cannot reach in time"),
    "attempts_per_person": Bounds(1, 10, 5, "each question to the register says something about the person"),
    "attempts_per_official": Bounds(1, 1_000, 100, "an official who may ask without end may guess", roomy=True),
    "attempts_window_days": Bounds(90, 3_650, 90, "a short window forgets the attempts before it"),
    "disposal_days": Bounds(1, 365, 90, "what was released must be returned or destroyed within a year"),
    "quorum": Bounds(0, 1_000, 0, "with witnesses named, at least one must have cosigned"),
    "retention_years": Bounds(1, 100, 5, "the accounting must be there to be checked; the rule pack may ask for more"),
}

USUAL: Final[Mapping[str, int]] = {name: bounds.usual for name, bounds in BOUNDS.items()}
"""What each of these settings is in a new instance."""

UNBOUNDED: Final[Mapping[str, str]] = {
    "demonstration": "set when the home is made; opening the home verifies it against the first entry of the ledger",
    "pack": "must name a rule pack of this release, whose parameters have bounds of their own",
    "witnesses": "read strictly as verifier keys and URLs; quorum says how many count",
}
"""Settings that this module does not bound, each with the reason."""

_ORIGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@-]{0,119}")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?|localhost")
_LOCAL: Final = "localhost"
_CUSTODIAN: Final = 200


class Settings(Protocol):
    """The settings that the checks read. `Configuration` has them."""

    @property
    def origin(self) -> str: ...  # noqa: D102
    @property
    def custodian(self) -> str: ...  # noqa: D102
    @property
    def passkey_domain(self) -> str: ...  # noqa: D102
    @property
    def passkey_origin(self) -> str: ...  # noqa: D102
    @property
    def register(self) -> str: ...  # noqa: D102
    @property
    def log(self) -> str: ...  # noqa: D102
    @property
    def demonstration(self) -> bool: ...  # noqa: D102


def setting_fault(settings: Settings) -> tuple[str, str] | None:
    """Return the name of the first setting that is out of bounds, and what is wrong with it. None if all are good.

    For example: `("docket_days", "must be from 1 to 30: ...")`.
    """
    for name, bounds in BOUNDS.items():
        value = getattr(settings, name)
        unlimited = bounds.roomy and settings.demonstration
        if value < bounds.least or (value > bounds.most and not unlimited):
            return name, f"must be from {bounds.least:,} to {bounds.most:,}: {bounds.why}"
    for name, check in CHECKS.items():
        wrong = check(settings)
        if wrong:
            return name, wrong
    return None


def _origin(settings: Settings) -> str:
    return "" if _ORIGIN.fullmatch(settings.origin) else "must be letters, digits and . _ / @ -, at most 120 of them"


def _custodian(settings: Settings) -> str:
    good = len(settings.custodian) <= _CUSTODIAN and settings.custodian.isprintable()
    return "" if good else f"must be at most {_CUSTODIAN} printable characters, on one line"


def _passkey_domain(settings: Settings) -> str:
    """Return what is wrong with the domain, or "" (WebAuthn, section 5.1.2)."""
    # A passkey works on the whole domain. So a top-level domain, which others share, or an IP address is refused.
    good = len(settings.passkey_domain) <= 253 and _DOMAIN.fullmatch(settings.passkey_domain)
    return "" if good else "must be a host name of your own in lower case, for example reviews.example.gov"


def _passkey_origin(settings: Settings) -> str:
    """Return what is wrong with the origin, or "". It must be written as browsers do (WHATWG URL, section 4.7)."""
    try:
        parts = urlsplit(settings.passkey_origin)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    default = {"https": 443, "http": 80}.get(parts.scheme)
    shown = host if port is None else f"{host}:{port}"
    if default is None or port == default or settings.passkey_origin != f"{parts.scheme}://{shown}":
        return "must be an origin as browsers write it, for example https://reviews.example.gov: no path, no slash"
    # Over plain HTTP, anybody on the network path could change a page.
    if parts.scheme != "https" and host != _LOCAL and not host.endswith(f".{_LOCAL}"):
        return "must begin with https://; only localhost may be served without"
    if host != settings.passkey_domain and not host.endswith(f".{settings.passkey_domain}"):
        return "must be on the passkey_domain, or below it: passkeys of one domain do not sign on another"
    return ""


def _register(settings: Settings) -> str:
    """Return what is wrong with the text of the setting, or "". Opening the register checks its columns."""
    return _place(settings.register)


def _log(settings: Settings) -> str:
    """Return what is wrong with the text of the setting, or "". Opening the instance checks that the log exists."""
    return _place(settings.log)


def _place(text: str) -> str:
    # The operating system accepts no NUL in a path, and messages of one line show the path.
    good = text.strip() and all(unicodedata.category(each) != "Cc" for each in text)
    return "" if good else "must name a place, without control characters"


CHECKS: Final[Mapping[str, Callable[[Settings], str]]] = {
    "origin": _origin,
    "custodian": _custodian,
    "passkey_domain": _passkey_domain,
    "passkey_origin": _passkey_origin,
    "register": _register,
    "log": _log,
}
"""Setting -> the function that returns what is wrong with it, or ""."""
