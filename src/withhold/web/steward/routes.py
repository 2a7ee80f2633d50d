"""Routes of the steward's pages."""

from withhold.model.vocabulary import Role
from withhold.web.routes import Route
from withhold.web.steward import agencies, people

_WHO = frozenset({Role.STEWARD})
_AGENCY = r"steward/agencies/(?P<agency>[A-Za-z0-9._-]{1,80})"
_PERSON = r"steward/people/(?P<person>[A-Za-z0-9._-]{1,80})"

ROUTES = (
    Route("steward", agencies.overview, _WHO, title="Agencies"),
    Route("steward/challenge", agencies.options, _WHO, ("POST",)),
    Route("steward/agencies", agencies.accredit, _WHO, ("POST",)),
    Route(f"{_AGENCY}/safeguards", agencies.assess, _WHO, ("POST",)),
    Route("steward/people", people.listed, _WHO, ("GET", "POST"), title="People"),
    Route(_PERSON, people.person, _WHO),
    Route(f"{_PERSON}/term", people.term, _WHO, ("POST",)),
    Route(f"{_PERSON}/revoke", people.revoke_now, _WHO, ("POST",)),
    Route(f"{_PERSON}/enroll", people.enroll, _WHO, ("POST",)),
    Route(f"{_PERSON}/recover", people.recover_now, _WHO, ("POST",)),
)
