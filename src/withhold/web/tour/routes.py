"""Routes of the tour. In an instance that is not a demonstration, they are not found."""

from withhold.web.routes import EVERYBODY, SIGNED_IN, Route
from withhold.web.tour import views

ROUTES = (
    Route("tour", views.tour, EVERYBODY),
    Route(r"tour/become/(?P<person>[A-Za-z0-9._-]{1,80})", views.become, EVERYBODY, ("POST",)),
    Route("tour/assertion", views.assertion, SIGNED_IN, ("POST",)),
)
