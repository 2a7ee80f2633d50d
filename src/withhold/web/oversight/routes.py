"""Routes of the inspector's pages. Those of stays and contested entries are in `web.stays`."""

from withhold.model.vocabulary import Role
from withhold.web.oversight import views
from withhold.web.routes import Route

_WHO = frozenset({Role.INSPECTOR})
_CASE = r"oversight/cases/(?P<case_id>[0-9a-f]{16}-\d{1,9})"

ROUTES = (
    Route("oversight", views.overview, _WHO, title="Oversight"),
    Route(r"oversight/figures\.csv", views.figures_csv, _WHO),
    Route(r"oversight/figures\.json", views.figures_json, _WHO),
    Route("oversight/cases", views.cases, _WHO, title="Cases"),
    Route(_CASE, views.case, _WHO),
    Route(f"{_CASE}/receipts.zip", views.receipts, _WHO),
)
