"""All routes, in the form that Django reads."""

from django.urls import re_path

from withhold.web.accounts.routes import ROUTES as ACCOUNTS
from withhold.web.agency.routes import ROUTES as AGENCY
from withhold.web.middleware.guards import guarded
from withhold.web.oversight.routes import ROUTES as OVERSIGHT
from withhold.web.public.routes import ROUTES as PUBLIC
from withhold.web.review.routes import ROUTES as REVIEW
from withhold.web.stays.routes import ROUTES as STAYS
from withhold.web.steward.routes import ROUTES as STEWARD
from withhold.web.subject.routes import ROUTES as SUBJECT
from withhold.web.tour.routes import ROUTES as TOUR

ROUTES = (*PUBLIC, *SUBJECT, *ACCOUNTS, *AGENCY, *REVIEW, *OVERSIGHT, *STAYS, *STEWARD, *TOUR)
urlpatterns = [re_path(f"^{route.path}$", guarded(route)) for route in ROUTES]
handler400 = "withhold.web.middleware.problems.bad_request"
handler403 = "withhold.web.middleware.problems.forbidden"
handler404 = "withhold.web.middleware.problems.not_found"
handler500 = "withhold.web.middleware.problems.failed"
