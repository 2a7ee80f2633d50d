"""The bounds of each setting of `home.toml`, so that no value turns a protection off.

A setting that is a whole number has bounds. For example, `docket_days` must be from 1 to 30. Any other setting has a
check, or a reason why it needs none.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from withhold.model.errors import Code, Unreadable

FILE: Final = "home.toml"
"""The file of the settings, in the directory of the instance."""


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
    "quorum": Bounds(1, 1_000, 1, "at least one witness must have cosigned before a release"),
    "retention_years": Bounds(1, 100, 5, "the accounting must be there to be checked; the rule pack may ask for more"),
}

USUAL: Final[Mapping[str, int]] = {name: bounds.usual for name, bounds in BOUNDS.items()}
"""What each of these settings is in a new instance."""

UNBOUNDED: Final[Mapping[str, str]] = {
    "demonstration": "the founding statement has it, and opening the instance verifies that",
    "pack": "must name a rule pack of this release, whose parameters have bounds of their own",
    "witnesses": "the founding statement has their keys; quorum says how many count",
}
"""Settings that this module does not bound, each with the reason."""

_ORIGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@-]{0,119}")
_LONGEST_ORIGIN: Final = 120
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


def require_bounded(settings: Settings) -> None:
    """Raise Unreadable for the first setting that is out of bounds. The error names it and the cure."""
    for name, bounds in BOUNDS.items():
        value = getattr(settings, name)
        unlimited = bounds.roomy and settings.demonstration
        if value < bounds.least or (value > bounds.most and not unlimited):
            raise Unreadable(
                Code.SETTING_OUT_OF_BOUNDS, file=FILE, column=name, least=bounds.least, most=bounds.most, why=bounds.why
            )
    for check in CHECKS.values():
        check(settings)


def _origin(settings: Settings) -> None:
    if not _ORIGIN.fullmatch(settings.origin):
        raise Unreadable(Code.SETTING_ORIGIN, file=FILE, column="origin", limit=_LONGEST_ORIGIN)


def _custodian(settings: Settings) -> None:
    if len(settings.custodian) > _CUSTODIAN or not settings.custodian.isprintable():
        raise Unreadable(Code.SETTING_CUSTODIAN, file=FILE, column="custodian", limit=_CUSTODIAN)


def _passkey_domain(settings: Settings) -> None:
    """Check the domain (WebAuthn, section 5.1.2)."""
    # A passkey works on the whole domain. So a top-level domain, which others share, or an IP address is refused.
    if len(settings.passkey_domain) > 253 or not _DOMAIN.fullmatch(settings.passkey_domain):
        raise Unreadable(Code.SETTING_PASSKEY_DOMAIN, file=FILE, column="passkey_domain")


def _passkey_origin(settings: Settings) -> None:
    """Check the origin. It must be written as browsers do (WHATWG URL, section 4.7)."""
    try:
        parts = urlsplit(settings.passkey_origin)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    default = {"https": 443, "http": 80}.get(parts.scheme)
    shown = host if port is None else f"{host}:{port}"
    if default is None or port == default or settings.passkey_origin != f"{parts.scheme}://{shown}":
        raise Unreadable(Code.SETTING_PASSKEY_ORIGIN, file=FILE, column="passkey_origin")
    # Over plain HTTP, anybody on the network path could change a page.
    if parts.scheme != "https" and host != _LOCAL and not host.endswith(f".{_LOCAL}"):
        raise Unreadable(Code.SETTING_PASSKEY_ORIGIN_PLAIN, file=FILE, column="passkey_origin")
    if host != settings.passkey_domain and not host.endswith(f".{settings.passkey_domain}"):
        raise Unreadable(Code.SETTING_PASSKEY_ORIGIN_ELSEWHERE, file=FILE, column="passkey_origin")


def _register(settings: Settings) -> None:
    """Check the text of the setting. Opening the register checks its columns."""
    _require_place("register", settings.register)


def _log(settings: Settings) -> None:
    """Check the text of the setting. Opening the instance checks that the log exists."""
    _require_place("log", settings.log)


def _require_place(name: str, text: str) -> None:
    # The operating system accepts no NUL in a path, and messages of one line show the path.
    if not text.strip() or any(unicodedata.category(each) == "Cc" for each in text):
        raise Unreadable(Code.SETTING_PLACE, file=FILE, column=name)


CHECKS: Final[Mapping[str, Callable[[Settings], None]]] = {
    "origin": _origin,
    "custodian": _custodian,
    "passkey_domain": _passkey_domain,
    "passkey_origin": _passkey_origin,
    "register": _register,
    "log": _log,
}
"""Setting -> the function that raises Unreadable if it is wrong."""
