"""People: who may act, in which role and for which term, and their enrollment, recovery and revocation."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.accreditation.accrediting import accredit_person, change_term, revoke
from withhold.casework.sign_in.enrolling import open_enrollment, proposed_by, recover
from withhold.model.cases import commands
from withhold.model.cases.permissions import authorize
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.occurrences import PersonAccredited
from withhold.model.people.accreditation import CUSTODIAN_ROLES, Term
from withhold.model.vocabulary import Role
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.steward.agencies import confirmed

_PAGE = 100
_AGENCY_ROLES = frozenset({Role.SIGNER, Role.OFFICIAL})
_FIELDS = (
    *("id", "name", "title", "role", "agency", "office", "address"),
    *("sealing_key", "valid_from", "valid_until"),
)


def listed(request: HttpRequest) -> HttpResponseBase:
    """Return a page of people in order of their ids, or accredit the person in the form."""
    instance, actor = instance_of(request), actor_of(request)
    authorize(actor, commands.Accredit)
    if request.method == "POST":
        confirmed(request)
        entered = _entered(request)
        accredit_person(instance, actor, entered)
        return redirect(f"/steward/people/{entered.person}")
    role, agency, after = (request.GET.get(name, "")[:80] for name in ("role", "agency", "after"))
    people = instance.people.page_of(role, AgencyId(agency), after, _PAGE)
    return page(
        request,
        "steward/people.html",
        people=people,
        more=people[-1].person_id if len(people) == _PAGE else "",
        role=role,
        agency=agency,
        roles=sorted(CUSTODIAN_ROLES | _AGENCY_ROLES),
        offices=instance.pack.parameters.listed_offices,
        agencies=instance.people.agencies(),
    )


def _entered(request: HttpRequest) -> PersonAccredited:
    """Return the person in the form. The use case checks whether that person can be accredited."""
    given = {name: request.POST.get(name, "").strip() for name in _FIELDS}
    role = given.pop("role")
    sealing = given.pop("sealing_key")
    keys = {"sealing": sealing} if sealing or role == Role.OFFICIAL else {}
    if role not in _AGENCY_ROLES:  # the form shows these fields for an agency's people only
        given |= dict.fromkeys(("agency", "title", "office", "address"), "")
    person, agency = PersonId(given.pop("id")), AgencyId(given.pop("agency"))
    return PersonAccredited(person=person, agency=agency, role=role, keys=keys, passkeys=(), **given)


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, "").strip())
    except ValueError:
        raise Conflict(Code.FORM_NOT_A_DATE, field=name) from None


def person(request: HttpRequest, person: PersonId, code: str = "") -> HttpResponse:
    """Return the page of one person, with their accreditation and passkeys. ``code`` is shown if it is given."""
    instance = instance_of(request)
    authorize(actor_of(request), commands.Accredit)
    known = instance.people.known(person)
    if known is None:
        raise Http404
    return page(
        request,
        "steward/person.html",
        known=known,
        role=known.role.replace("_", " "),
        passkeys=len(instance.people.passkeys(person)),
        proposed_by=proposed_by(instance, person),
        code=code,
    )


def term(request: HttpRequest, person: PersonId) -> HttpResponseBase:
    """Change the term of an agency's person."""
    confirmed(request)
    given = Term(_day(request, "valid_from"), _day(request, "valid_until"))
    change_term(instance_of(request), actor_of(request), person, given, request.POST.get("reason", ""))
    return redirect(f"/steward/people/{person}")


def revoke_now(request: HttpRequest, person: PersonId) -> HttpResponseBase:
    """End an accreditation at once. The person's sessions end, and open cases are affected at their next step."""
    confirmed(request)
    revoke(instance_of(request), actor_of(request), person, request.POST.get("reason", ""))
    return redirect(f"/steward/people/{person}")


def enroll(request: HttpRequest, person: PersonId) -> HttpResponse:
    """Make a code for a person without passkeys. It is shown once."""
    confirmed(request)
    code = open_enrollment(instance_of(request), actor_of(request), person)
    return _person_page(request, person, code)


def recover_now(request: HttpRequest, person: PersonId) -> HttpResponse:
    """Agree that a person's passkeys are lost. The first steward proposes, and the second gets the code, once."""
    confirmed(request)
    code = recover(instance_of(request), actor_of(request), person, request.POST.get("reason", ""))
    return _person_page(request, person, code)


def _person_page(request: HttpRequest, known: PersonId, code: str) -> HttpResponse:
    return person(request, known, code)
