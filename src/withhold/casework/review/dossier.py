"""The dossier: what a reviewer sees and signs. It is fixed when review opens. Both signatures cover its digest.

It contains the request as the agency set it forth, each element with its citation and the basis of its finding, the
notes of screening, the identity factors as agrees, differs or absent, counts of similar requests, the agency's earlier
requests about the person, and what the agency asked for lately. It never contains a value of the register. For example,
a reviewer sees that the date of birth agrees, and not what the register has. It contains a salt too, 32 random bytes in
hex. The digest is kept after the dossier is erased, and without the salt nobody can guess the dossier from it.
"""

import hashlib
from collections.abc import Mapping

from withhold.casework.instance import Instance
from withhold.casework.review.agency_history import agency_history
from withhold.casework.review.similar_requests import likeness
from withhold.events.codec import SALT_SIZE, canonical
from withhold.identity.corroborate import Corroboration
from withhold.law.pack import RulePack
from withhold.model.cases.case import Case
from withhold.model.identifiers import CaseId
from withhold.screening.judging.element_inputs import element_inputs

_DOSSIER = b"withhold dossier v1\n"


def compose(instance: Instance, case: Case, identity: Corroboration) -> str:
    """Return the dossier of a case as canonical JSON (RFC 8785)."""
    return canonical(
        {
            "v": 1,
            "salt": instance.entropy(SALT_SIZE).hex(),
            "demonstration": instance.demonstration,
            "case": case.case_id,
            "agency": case.agency,
            "request": case.request.as_text(),
            "pack": _pack(instance.pack),
            "elements": _elements(instance.pack),
            "marks": _marks(instance.pack, case),
            "identity": {name: factor.value for name, factor in identity.factors.items()},
            "questions": [
                {"id": each.id, "text": each.text, "citation": each.citation}
                for each in instance.pack.questions_for(case.request.as_text())
            ],
            "official": _official(instance, case),
            "likeness": likeness(instance, case, instance.now()),
            "agency_history": agency_history(instance, case.agency),
            "earlier": [{"case": each, "state": _state(instance, each)} for each in case.asked.earlier],
        }
    ).decode()


def _elements(pack: RulePack) -> list[Mapping[str, object]]:
    """Return each element with the basis of its finding: columns of the request, and whether the records were used."""
    inputs = element_inputs(pack)
    return [
        {
            "id": each.id,
            "title": each.title,
            "citation": each.citation,
            "finding": "met",
            "rests_on": inputs[each.id].columns,
            "records": inputs[each.id].records,
            "model": each.model,
        }
        for each in pack.elements
    ]


def _marks(pack: RulePack, case: Case) -> list[Mapping[str, str]]:
    """Return the notes of screening on the request. They changed no outcome."""
    return [
        {
            "id": each.id,
            "title": each.title,
            "text": each.text,
            "citation": pack.element(each.element).citation,
            "model": each.model,
        }
        for each in pack.marks_named(case.asked.marks)
    ]


def _pack(pack: RulePack) -> Mapping[str, str]:
    return {
        "id": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "notice": pack.notice,
        "item": pack.permitted_item,
    }


def _official(instance: Instance, case: Case) -> Mapping[str, str | int]:
    person = instance.people.known(case.official)
    matters = instance.cases.engagement(case.agency, case.official)
    if person is None:
        return {"id": case.official, "name": "", "title": "", "open_matters": matters}
    return {"id": person.person_id, "name": person.name, "title": person.title, "open_matters": matters}


def _state(instance: Instance, case_id: CaseId) -> str:
    """Return the state of an earlier request, or "returned" if its row became no case."""
    found = instance.cases.get(case_id)
    return "returned" if found is None else found.state


def digest_of(dossier: str) -> str:
    """Return the hex SHA-256 of a dossier, under a prefix of its own so that no other signed text passes for one."""
    return hashlib.sha256(_DOSSIER + dossier.encode()).hexdigest()
