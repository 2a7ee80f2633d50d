"""What every page has around it, and the desk behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from withhold.casework.desk import Desk
from withhold.model.cases.permissions import Actor
from withhold.model.vocabulary import Role
from withhold.web.routes import Link
from withhold.web.translations import ENGLISH, LINKS_IN_SPANISH

Links = Callable[[Role | None], Sequence[Link]]
Guide = Callable[[Role], Sequence[str]]
"""What the tour of a demonstration tells somebody in a role to try."""
_served: list[tuple[Desk, Links, Guide]] = []


def serve_desk(desk: Desk, links: Links, guide: Guide) -> None:
    """Say whose pages this process serves: one home's."""
    _served[:] = [(desk, links, guide)]


def desk_of(request: HttpRequest) -> Desk:
    """The desk of the home that is served."""
    return _served[0][0]


def authority_in(desk: Desk, words: Mapping[str, str]) -> str:
    """The law that the pack applies, in the language of the words."""
    return desk.pack.title if words["lang"] == "en" else desk.pack.title_es


def _named(link: Link, words: Mapping[str, str]) -> Link:
    return link if words["lang"] == "en" else replace(link, title=LINKS_IN_SPANISH.get(link.title, link.title))


def page(
    request: HttpRequest,
    template: str,
    words: Mapping[str, str] = ENGLISH,
    *,
    status: int = 200,
    **content: Any,
) -> HttpResponse:
    """A page with what stands around every one."""
    desk, links, guide = _served[0]
    actor: Actor | None = getattr(request, "withhold_caller", None)
    around = {
        "custodian": desk.configuration.custodian,
        "demonstration": desk.demonstration,
        "notice": desk.pack.notice if words["lang"] == "en" else desk.pack.notice_es,
        "navigation": [_named(link, words) for link in links(actor.role if actor else None)],
        "caller": actor,
        "guide": guide(actor.role) if actor and desk.demonstration else (),
        "words": words,
    }
    return render(request, template, {**around, **content}, status=status)
