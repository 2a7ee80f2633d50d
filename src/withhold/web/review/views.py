"""The docket, a dossier, and a reviewer's determination. Each case has a page and a signature of its own."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.instance import stream_of
from withhold.casework.review.acting import act, draft
from withhold.casework.review.determining import DossierRef, determination, determine, view_dossier
from withhold.casework.review.docket import docket_of, reviewed_by
from withhold.casework.review.similar_texts import similar_texts
from withhold.casework.subject.suspending import suspend_accounting
from withhold.model.cases import commands
from withhold.model.cases.determination import Answer, Decision
from withhold.model.cases.permissions import PERMISSIONS, authorize
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import CaseId
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Role
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import to_act, touch_of


def docket(request: HttpRequest) -> HttpResponse:
    """Return a page of the docket, in order of arrival."""
    number = request.GET.get("page", "0")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return page(request, "review/docket.html", docket=docket_of(instance_of(request), actor_of(request), at), at=at)


def decided(request: HttpRequest) -> HttpResponse:
    """Return the page of the cases that the reviewer decided, with their present states."""
    found = reviewed_by(instance_of(request), actor_of(request))
    recallable = PERMISSIONS[commands.Recall].states
    counsel = actor_of(request).role is Role.COUNSEL
    cases = [(each, each.state in recallable) for each in found]
    return page(request, "review/decided.html", decided=cases, counsel=counsel)


def dossier(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Return the page of a dossier. The view is recorded as an event."""
    instance, actor = instance_of(request), actor_of(request)
    seen = view_dossier(instance, actor, case_id)
    stream = stream_of(case_id)
    decided_at = instance.journal.done_in(Kind.DETERMINATION_MADE, actor.person, [stream]).get(stream)
    dossier = json.loads(seen.dossier)
    return page(
        request,
        "review/dossier.html",
        seen=seen,
        dossier=dossier,
        request_lines=[(name, dossier["request"][name]) for name in COLUMNS],
        elements=[(each, _evidence(each, dossier["request"])) for each in dossier["elements"]],
        similar=similar_texts(instance, actor, case_id, dossier),
        decided_at=decided_at,
        decisions=Decision,
    )


def _evidence(element: Mapping[str, Any], request: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the columns, with their text, that the finding on an element is based on."""
    return [(name, request[name]) for name in element["rests_on"] if request[name]]


def options(request: HttpRequest, case_id: CaseId) -> JsonResponse:
    """Return what the reviewer's passkey signs: the dossier's digest, the decision, and every answer as written."""
    instance, actor = instance_of(request), actor_of(request)
    authorize(actor, commands.Determine)
    decision, answers = _decided(request)
    return to_act(request, actor, determination(instance, actor, _seen(request, case_id), decision, answers))


def decide_now(request: HttpRequest, case_id: CaseId) -> HttpResponseBase:
    """Record the signed determination, and redirect to the docket."""
    decision, answers = _decided(request)
    determine(instance_of(request), actor_of(request), _seen(request, case_id), decision, answers, touch_of(request))
    return redirect("/review")


def recall_options(request: HttpRequest, case_id: CaseId) -> JsonResponse:
    """Return what the reviewer's passkey signs before an approval is withdrawn."""
    actor, recall = actor_of(request), commands.Recall(request.POST.get("reason", ""))
    return to_act(request, actor, draft(instance_of(request), actor, case_id, recall))


def recall(request: HttpRequest, case_id: CaseId) -> HttpResponseBase:
    """Withdraw an approval, or demand the return of what was released."""
    recall = commands.Recall(request.POST.get("reason", ""))
    act(instance_of(request), actor_of(request), case_id, recall, touch_of(request))
    return redirect("/review/decided")


def suspend(request: HttpRequest, case_id: CaseId) -> HttpResponseBase:
    """Withhold the accounting of a case from the record subject for a limited time."""
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise Conflict(Code.FORM_NOT_A_DATE, field="until") from None
    reason = request.POST.get("reason", "")
    suspend_accounting(instance_of(request), actor_of(request), case_id, until, reason)
    return redirect("/review/decided")


def _seen(request: HttpRequest, case_id: CaseId) -> DossierRef:
    """Return the reference of the dossier that the form was shown with. The digest identifies it without its text."""
    return DossierRef(case_id, "", request.POST.get("digest", "")[:64])


def _decided(request: HttpRequest) -> tuple[Decision, tuple[Answer, ...]]:
    """Return the decision and the answers in the form. Raises Conflict if the decision or an answer is missing."""
    given = request.POST
    if given.get("decision") not in set(Decision):
        raise Conflict(Code.DETERMINATION_CHOOSE)
    answers = []
    for question in given.get("questions", "").split():  # those of the dossier, which the determination checks
        satisfied = given.get(f"satisfied-{question}")
        reason = given.get(f"reason-{question}", "").strip()
        if satisfied not in ("yes", "no") or not reason:
            raise Conflict(Code.DETERMINATION_ANSWERS_MISSING)
        answers.append(Answer(question, satisfied == "yes", reason))
    return Decision(given["decision"]), tuple(answers)
