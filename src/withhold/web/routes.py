"""Routes: the paths that are served, and the roles that may call each.

A view without a route cannot be reached, and every route names its audience.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http.response import HttpResponseBase

from withhold.model.vocabulary import Role

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Route:
    """A path, as a regular expression without the leading slash, and the view behind it."""

    path: str
    view: View
    audience: frozenset[Role]
    """The roles that may call it. A route whose audience is in `OPEN` needs no sign-in. All others do."""
    methods: tuple[str, ...] = ("GET",)
    title: str = ""
    """Its title in the navigation, or "" if it is not shown there."""
    enrolling: bool = False
    """Whether it is served to people who have fewer passkeys than everyone must register."""


EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.SUBJECT, Role.MACHINE}
"""The audience of pages for everyone who signs in, for example of their account."""
OPEN = EVERYBODY, frozenset({Role.SUBJECT})
"""The audiences that need no sign-in. A record subject gives an accounting code instead."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    path: str
    title: str


def navigation(routes: tuple[Route, ...], role: Role | None) -> list[Link]:
    """Return the navigation for a role, or for a visitor who is not signed in if ``role`` is None."""
    return [Link(f"/{route.path}", route.title) for route in routes if route.title and _is_shown(route, role)]


def _is_shown(route: Route, role: Role | None) -> bool:
    return role in route.audience if role else route.audience in OPEN
