"""The dossier: what a reviewer sees and signs. Fixed when review opens; its digest is what both signatures cover.

It holds the request as the agency set it forth, each element with its citation and what its finding rests on, the
identity factors as agrees, differs or absent, how many requests are like it, the agency's earlier requests about the
person, and what it asked for lately.
It never holds a value of the register.
"""

import hashlib
from collections.abc import Mapping

from withhold.casework.desk import Desk
from withhold.casework.review.agency_history import agency_history
from withhold.casework.review.similar_requests import likeness
from withhold.events.codec import canonical
from withhold.identity.corroborate import Corroboration
from withhold.law.pack import RulePack
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Answer, Decision
from withhold.model.vocabulary import Role
from withhold.screening.judging.element_inputs import element_inputs

_DOSSIER = b"withhold dossier v1\n"
_DETERMINATION = b"withhold determination v1\n"


def compose(desk: Desk, case: Case, identity: Corroboration) -> str:
    """The dossier of a case, as canonical JSON."""
    return canonical(
        {
            "v": 1,
            "demonstration": desk.demonstration,
            "case": case.case_id,
            "agency": case.agency,
            "request": case.request.as_text(),
            "pack": _pack(desk.pack),
            "elements": _elements(desk.pack),
            "identity": {name: factor.value for name, factor in identity.factors.items()},
            "questions": [
                {"id": each.id, "text": each.text, "citation": each.citation} for each in desk.pack.questions
            ],
            "official": _official(desk, case),
            "likeness": likeness(desk, case, desk.now()),
            "agency_history": agency_history(desk, case.agency),
            "earlier": [{"case": each, "state": _state(desk, each)} for each in case.earlier],
        }
    ).decode()


def _elements(pack: RulePack) -> list[Mapping[str, object]]:
    """Each element with what its finding rests on: columns of the request above, and whether the records as well."""
    inputs = element_inputs(pack)
    return [
        {
            "id": each.id,
            "title": each.title,
            "citation": each.citation,
            "finding": "met",
            "rests_on": inputs[each.id].columns,
            "records": inputs[each.id].records,
        }
        for each in pack.elements
    ]


def _pack(pack: RulePack) -> Mapping[str, str]:
    return {
        "id": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "notice": pack.notice,
        "item": pack.permitted_item,
    }


def _official(desk: Desk, case: Case) -> Mapping[str, str | int]:
    person = desk.people.known(case.request.official_id)
    matters = desk.cases.engagement(case.agency, case.request.official_id)
    if person is None:
        return {"id": case.request.official_id, "name": "", "title": "", "open_matters": matters}
    return {"id": person.person_id, "name": person.name, "title": person.title, "open_matters": matters}


def _state(desk: Desk, case_id: str) -> str:
    """Where an earlier request stands; a row that went back became no case."""
    found = desk.cases.get(case_id)
    return "went back" if found is None else found.state


def digest_of(dossier: str) -> str:
    """Hex SHA-256 of a dossier, with its own prefix so that no other signed text can pass for one."""
    return hashlib.sha256(_DOSSIER + dossier.encode()).hexdigest()


def challenge_of(
    case_id: str, digest: str, reviewer: str, role: Role, decision: Decision, answers: tuple[Answer, ...]
) -> bytes:
    """The 32 bytes that the reviewer's passkey signs: the dossier, and all that they say about it.

    Binding the decision and the answers keeps a signature given for a refusal from serving an approval.
    """
    statement = canonical(
        {
            "case": case_id,
            "dossier": digest,
            "reviewer": reviewer,
            "role": role,
            "decision": decision,
            "answers": answers,
        }
    )
    return hashlib.sha256(_DETERMINATION + statement).digest()
