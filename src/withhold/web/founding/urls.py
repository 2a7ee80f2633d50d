"""The paths of an instance that is not founded yet, in the form that Django reads."""

from django.urls import re_path
from django.views.decorators.http import require_http_methods

from withhold.web.founding import views

_PATHS = (
    ("", views.founding_page, ("GET", "HEAD")),
    ("register", views.register, ("POST",)),
    ("register/challenge", views.register_options, ("POST",)),
    ("sign", views.sign, ("POST",)),
    ("sign/challenge", views.sign_options, ("POST",)),
)
urlpatterns = [
    *(re_path(f"^{path}$", require_http_methods(list(methods))(view)) for path, view, methods in _PATHS),
    re_path("", views.elsewhere),
]
handler400 = "withhold.web.founding.views.refused"
handler403 = "withhold.web.founding.views.refused"
handler500 = "withhold.web.founding.views.failed"
