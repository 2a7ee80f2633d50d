"""Routes of the pages for the record subject."""

from withhold.model.vocabulary import Role
from withhold.web.routes import Route
from withhold.web.subject import views

_WHO = frozenset({Role.SUBJECT})

ROUTES = (
    Route("(?P<language>en|es)/accounting", views.accounting, _WHO, ("GET", "POST")),
    Route("(?P<language>en|es)/contest", views.contest_entry, _WHO, ("POST",)),
    Route("(?P<language>en|es)/receipt", views.receipt, _WHO, ("POST",)),
)
