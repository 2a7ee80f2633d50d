"""Routes of sign-in, of enrollment, and of one's own passkeys."""

from withhold.web.accounts import views
from withhold.web.routes import EVERYBODY, SIGNED_IN, Route

ROUTES = (
    Route("sign-in", views.sign_in_page, EVERYBODY, ("GET", "POST")),
    Route("sign-in/challenge", views.sign_in_options, EVERYBODY, ("POST",)),
    Route("sign-out", views.sign_out_now, EVERYBODY, ("POST",)),
    Route("enroll", views.enroll, EVERYBODY, ("GET", "POST")),
    Route("enroll/challenge", views.enroll_options, EVERYBODY, ("POST",)),
    Route("account", views.account, SIGNED_IN, ("GET", "POST"), title="My passkeys", enrolling=True),
    Route("account/challenge", views.account_options, SIGNED_IN, ("POST",), enrolling=True),
)
