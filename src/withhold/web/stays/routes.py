"""Routes of stays and of contested entries."""

from withhold.model.cases.determination import REVIEWERS
from withhold.model.vocabulary import Role
from withhold.web.routes import Route
from withhold.web.stays import views

_WHO = frozenset({*REVIEWERS, Role.INSPECTOR})
_STAY = r"stays/(?P<stay_id>[0-9a-f]{16})"

ROUTES = (
    Route("stays", views.stays, _WHO, ("GET", "POST"), title="Stays"),
    Route("stays/challenge", views.place_options, _WHO, ("POST",)),
    Route(f"{_STAY}/challenge", views.options, _WHO, ("POST",)),
    Route(f"{_STAY}/lift", views.lift, _WHO, ("POST",)),
    Route("contests", views.contested, _WHO, title="Contested entries"),
)
