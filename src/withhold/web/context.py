"""The instance that this process serves, and what every page shows around its content."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from withhold.casework.instance import Instance
from withhold.model.cases.permissions import Actor
from withhold.model.vocabulary import Role
from withhold.web.routes import Link
from withhold.web.translations import ENGLISH, Words

Links = Callable[[Role | None], Sequence[Link]]
Guide = Callable[[Role], Sequence[str]]
"""From a role to the hints that the tour of a demonstration shows to people in it."""
_served: list[tuple[Instance, Links, Guide]] = []


def serve_instance(instance: Instance, links: Links, guide: Guide) -> None:
    """Set the one instance whose pages this process serves."""
    _served[:] = [(instance, links, guide)]


def instance_of(request: HttpRequest) -> Instance:
    """Return the application context of the instance that is served."""
    return _served[0][0]


def authority_in(instance: Instance, words: Words) -> str:
    """Return the title of the law that the rule pack applies, in the language of ``words``."""
    return instance.pack.title if words.language == "en" else instance.pack.title_es


def _named(link: Link, words: Words) -> Link:
    return replace(link, title=words.link(link.title))


def page(
    request: HttpRequest,
    template: str,
    words: Words = ENGLISH,
    *,
    status: int = 200,
    **content: Any,
) -> HttpResponse:
    """Return a page: the template with its content, inside the header, navigation and footer of every page."""
    instance, links, guide = _served[0]
    actor: Actor | None = getattr(request, "withhold_caller", None)
    around = {
        "custodian": instance.configuration.custodian,
        "demonstration": instance.demonstration,
        "notice": instance.pack.notice if words.language == "en" else instance.pack.notice_es,
        "navigation": [_named(link, words) for link in links(actor.role if actor else None)],
        "caller": actor,
        "guide": guide(actor.role) if actor and instance.demonstration else (),
        "words": words,
    }
    return render(request, template, {**around, **content}, status=status)
