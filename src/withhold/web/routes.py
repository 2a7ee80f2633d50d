"""What is served, and who may call it. A view without a route cannot be reached, and a route always says who may."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_http_methods

from withhold.model.words import Role

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


EVERYBODY = frozenset(Role)
OPEN = EVERYBODY, frozenset({Role.SUBJECT})
"""The audiences that nobody signs in for: the accounting code is what a record subject shows."""


def patterns(routes: tuple[Route, ...]) -> list[URLPattern]:
    """Django's own form of them. Raises ValueError for a route that nobody would hold anybody to."""
    for route in routes:
        if route.audience not in OPEN:
            raise ValueError(f"route {route.path}: no page for people who sign in is served yet")
    return [re_path(f"^{route.path}$", _held(route)) for route in routes]


def _held(route: Route) -> View:
    methods = ("HEAD", *route.methods) if "GET" in route.methods else route.methods
    return require_http_methods(list(methods))(route.view)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    path: str
    title: str


def navigation(routes: tuple[Route, ...]) -> list[Link]:
    """What stands in the navigation."""
    return [Link(f"/{route.path}", route.title) for route in routes if route.title]
