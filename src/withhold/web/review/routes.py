"""Routes of the reviewers' pages."""

from withhold.model.cases.determination import REVIEWERS
from withhold.model.vocabulary import Role
from withhold.web.review import views
from withhold.web.routes import Route

_WHO = frozenset(REVIEWERS)
_CASE = r"review/cases/(?P<case_id>[0-9a-f]{16}-\d{1,9})"

ROUTES = (
    Route("review", views.docket, _WHO, title="Docket"),
    Route("review/decided", views.decided, _WHO, title="Decided by me"),
    Route(_CASE, views.dossier, _WHO),
    Route(f"{_CASE}/challenge", views.options, _WHO, ("POST",)),
    Route(f"{_CASE}/determine", views.decide_now, _WHO, ("POST",)),
    Route(f"{_CASE}/suspend", views.suspend, frozenset({Role.COUNSEL}), ("POST",)),
    Route(f"{_CASE}/recall/challenge", views.recall_options, _WHO, ("POST",)),
    Route(f"{_CASE}/recall", views.recall, _WHO, ("POST",)),
)
