"""All routes, as Django asks for them."""

from withhold.web.public.routes import ROUTES as PUBLIC
from withhold.web.routes import patterns
from withhold.web.subject.routes import ROUTES as SUBJECT

ROUTES = (*PUBLIC, *SUBJECT)
urlpatterns = patterns(ROUTES)
handler400 = "withhold.web.problems.bad_request"
handler403 = "withhold.web.problems.forbidden"
handler404 = "withhold.web.problems.not_found"
handler500 = "withhold.web.problems.failed"
