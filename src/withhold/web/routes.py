"""What is served, and who may call it. A view without a route cannot be reached, and a route always says who may."""

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
    """Who may call it. A route of the public is open to everybody; no other is served to who is not signed in."""
    methods: tuple[str, ...] = ("GET",)
    title: str = ""
    """What it is called in the navigation; "" for what does not stand there."""
    enrolling: bool = False
    """Whether it is served to somebody who has yet to register a second passkey."""


EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.SUBJECT, Role.MACHINE}
"""The audience of what everyone who signs in has: their account."""
OPEN = EVERYBODY, frozenset({Role.SUBJECT})
"""The audiences that nobody signs in for: the accounting code is what a record subject shows."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    path: str
    title: str


def navigation(routes: tuple[Route, ...], role: Role | None) -> list[Link]:
    """What stands in the navigation of somebody in that role; None for a visitor."""
    return [Link(f"/{route.path}", route.title) for route in routes if route.title and _stands(route, role)]


def _stands(route: Route, role: Role | None) -> bool:
    return role in route.audience if role else route.audience in OPEN
