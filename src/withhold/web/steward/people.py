"""People: who may act, in which one role, from when until when; their enrolment, recovery and revocation."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.accrediting import accredit_person, change_term, revoke
from withhold.casework.enrolling import open_enrolment, proposed_by, recover
from withhold.model import commands
from withhold.model.accreditation import CUSTODIAN_ROLES
from withhold.model.errors import Conflict
from withhold.model.occurrences import PersonAccredited
from withhold.model.permissions import authorise
from withhold.model.words import Role
from withhold.sealing.keys import RecipientKey
from withhold.web.callers import actor_of
from withhold.web.steward.agencies import confirmed, identifier, required
from withhold.web.surroundings import desk_of, page

_PAGE = 100
_AGENCY_ROLES = frozenset({Role.SIGNER, Role.OFFICIAL})


def listed(request: HttpRequest) -> HttpResponseBase:
    """People by id; and accrediting another."""
    desk, actor = desk_of(request), actor_of(request)
    authorise(actor, commands.Accredit)
    if request.method == "POST":
        confirmed(request)
        entered = _entered(request)
        accredit_person(desk, actor, entered)
        return redirect(f"/steward/people/{entered.person}")
    role, agency, after = (request.GET.get(name, "")[:80] for name in ("role", "agency", "after"))
    people = desk.people.page_of(role, agency, after, _PAGE)
    return page(
        request,
        "steward/people.html",
        people=people,
        more=people[-1].person_id if len(people) == _PAGE else "",
        role=role,
        agency=agency,
        roles=sorted(CUSTODIAN_ROLES | _AGENCY_ROLES),
        offices=desk.pack.parameters.listed_offices,
        agencies=desk.people.agencies(),
    )


def _entered(request: HttpRequest) -> PersonAccredited:
    role = Role(request.POST.get("role", "")) if request.POST.get("role") in set(Role) else None
    if role not in CUSTODIAN_ROLES | _AGENCY_ROLES:
        raise Conflict("role: choose one")
    agency = identifier(request, "agency") if role in _AGENCY_ROLES else ""
    begins, ends = _day(request, "valid_from"), _day(request, "valid_until")
    if agency and (not begins or not ends):
        raise Conflict("valid_from, valid_until: an agency's people are accredited from one day until another")
    if begins and ends and ends < begins:
        raise Conflict("valid_until: is before valid_from")
    return PersonAccredited(
        person=identifier(request, "id"),
        name=required(request, "name"),
        title=required(request, "title") if agency else "",
        role=role.value,
        agency=agency,
        office=required(request, "office") if role is Role.SIGNER else "",
        address=required(request, "address") if role is Role.OFFICIAL else "",
        keys={"sealing": _sealing_key(request), "signing": ""} if role is Role.OFFICIAL else {},
        passkeys=(),
        valid_from=begins,
        valid_until=ends,
    )


def _sealing_key(request: HttpRequest) -> str:
    """The official's public key, as `withhold key` prints it. Raises Unreadable where it is none."""
    return RecipientKey.parse(required(request, "sealing_key")).text()


def _day(request: HttpRequest, name: str) -> str:
    value = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise Conflict(f"{name}: a date, YYYY-MM-DD") from None


def person(request: HttpRequest, person: str, code: str = "") -> HttpResponse:
    """One person: their accreditation, passkeys, and what may be done."""
    desk = desk_of(request)
    authorise(actor_of(request), commands.Accredit)
    known = desk.people.known(person)
    if known is None:
        raise Http404
    return page(
        request,
        "steward/person.html",
        known=known,
        role=known.role.replace("_", " "),
        passkeys=len(desk.people.passkeys(person)),
        proposed_by=proposed_by(desk, person),
        code=code,
    )


def term(request: HttpRequest, person: str) -> HttpResponseBase:
    """Give an agency's person another term."""
    confirmed(request)
    begins, ends = _day(request, "valid_from"), _day(request, "valid_until")
    if not begins or not ends:
        raise Conflict("valid_from, valid_until: give both days")
    days = date.fromisoformat(begins), date.fromisoformat(ends)
    change_term(desk_of(request), actor_of(request), person, *days, required(request, "reason"))
    return redirect(f"/steward/people/{person}")


def revoke_now(request: HttpRequest, person: str) -> HttpResponseBase:
    """End an accreditation, at once: their sessions end, and open cases feel it at their next step."""
    confirmed(request)
    revoke(desk_of(request), actor_of(request), person, required(request, "reason"))
    return redirect(f"/steward/people/{person}")


def enrol(request: HttpRequest, person: str) -> HttpResponse:
    """A code for somebody without passkeys, shown once."""
    confirmed(request)
    code = open_enrolment(desk_of(request), actor_of(request), person)
    return _person_page(request, person, code)


def recover_now(request: HttpRequest, person: str) -> HttpResponse:
    """Agree that somebody's passkeys are lost: the first steward proposes, a second gets the code, shown once."""
    confirmed(request)
    code = recover(desk_of(request), actor_of(request), person, required(request, "reason"))
    return _person_page(request, person, code)


def _person_page(request: HttpRequest, known: str, code: str) -> HttpResponse:
    return person(request, known, code)
