"""The texts of an agency's recent requests about other people that are the nearest to the text of one request.

A reviewer sees them side by side with it, and the words that both have are marked. One text for many people is specific
to none of them. Screening returned what is alike to the requests of too many people. Two or three may still matter to a
person who decides.

The dossier names the cases and states how alike their texts are. The texts are read when it is viewed, and they are not
copied into it. So a text ends with its own case. The texts are masked as screening compares them, without the names,
numbers and dates of their people. No agency can see them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import polars as pl

from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance
from withhold.law.pack import Pattern, RulePack
from withhold.law.similarity import ALIKE, grams, percent, similarity
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.own_case import require_no_party
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.cases.request import COLUMNS, Request
from withhold.model.errors import Forbidden
from withhold.model.identifiers import CaseId
from withhold.records.models import CaseIndex
from withhold.screening.alike.sketches import nearest, text_id
from withhold.screening.frame.canonical import canonical_frame

SHOWN = 3
"""Texts in a dossier."""
_TRIED = 8
"""Texts and cases that are compared for it. So composing a dossier takes as long with any number of cases."""
_BLANK = "#"


@dataclass(frozen=True, slots=True)
class Words:
    """Neighboring words of a text. `shared` if the other text has all of them too."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class SimilarText:
    """The text of another case beside that of the case under review, both masked."""

    case_id: CaseId
    received: date
    percent: int
    """How much of the groups of five characters in both texts is the same."""
    own: tuple[Words, ...]
    other: tuple[Words, ...] | None
    """None if the other case was erased, or if the reviewer is a party to it."""
    may_open: bool
    """Whether the reviewer may view the dossier of the other case."""
    erased: bool


def nearest_texts(
    instance: Instance, case: Case, since: datetime, given: Mapping[str, Mapping[bytes, int]]
) -> list[Mapping[str, str | int]]:
    """Return the cases with the nearest texts, as the dossier names them: id, whole percent and the day received.

    Each is of the same agency and about another person. They are found by the sketches that the records keep, and then
    compared by their texts. `given` is pattern → sketch → people, of the agency's requests since then.
    """
    compared, index = instance.pack.compared_text, instance.cases.get(case.case_id)
    if compared is None or index is None or compared.name not in index.keys:
        return []
    sketches = nearest(bytes.fromhex(index.keys[compared.name]), given.get(compared.name, {}), _TRIED)
    rows = instance.cases.with_texts(case.agency, map(text_id, sketches), since, bytes(index.subject), _TRIED)
    others = _one_for_each_person(rows)
    requests = [instance.case(CaseId(row.case_id)).request for row in others]
    own, *texts = map(grams, _masked(instance.pack, compared, [case.request, *requests]))
    found = [(similarity(own, text), row) for text, row in zip(texts, others, strict=True)]
    alike = sorted((each for each in found if each[0] >= ALIKE), key=lambda each: -each[0])
    return [
        {"case": row.case_id, "percent": percent(share), "received": row.received_at.date().isoformat()}
        for share, row in alike[:SHOWN]
    ]


def similar_texts(instance: Instance, actor: Actor, case_id: CaseId, dossier: Mapping[str, Any]) -> list[SimilarText]:
    """Return the texts that a dossier names, for a reviewer who has just viewed it. Raises Forbidden.

    `dossier` is the dossier of that case. It names at most `SHOWN` cases, and each is read by one query.
    """
    permission = authorize(actor, commands.ViewDossier)
    require_accredited(instance, actor)
    named, compared = dossier["likeness"].get("nearest", ()), instance.pack.compared_text
    if not named or compared is None:
        return []
    others = [instance.case(CaseId(each["case"])) for each in named]
    readable = {each.case_id: each for each in others if each.content is not None and not _is_party(actor, each)}
    requests = [instance.case(case_id).request, *(each.request for each in readable.values())]
    own, *masked = _masked(instance.pack, compared, requests)
    texts = dict(zip(readable, masked, strict=True))
    return [
        SimilarText(
            CaseId(each["case"]),
            date.fromisoformat(each["received"]),
            each["percent"],
            _marked(own, texts.get(each["case"], "")),
            _marked(texts[each["case"]], own) if each["case"] in texts else None,
            each["case"] in readable and readable[each["case"]].state in permission.states,
            other.content is None,
        )
        for each, other in zip(named, others, strict=True)
    ]


def _one_for_each_person(rows: Sequence[CaseIndex]) -> list[CaseIndex]:
    return list({bytes(row.subject): row for row in reversed(rows)}.values())[::-1]


def _is_party(actor: Actor, case: Case) -> bool:
    """Return whether the reviewer may not see the other case: nobody reviews a request that they are a party to."""
    try:
        require_no_party(actor, case)
    except Forbidden:
        return True
    return False


def _masked(pack: RulePack, compared: Pattern, requests: Sequence[Request]) -> list[str]:
    """Return the text of each request as screening compares it."""
    column = compared.key[0]
    rows = pl.DataFrame([each.as_text() for each in requests], schema=dict.fromkeys(COLUMNS, pl.String))
    # The day matters to none of the facts of which a text is made.
    return canonical_frame(rows, pack, date.min, facts=pack.facts_for([column]))[column].to_list()


def _marked(text: str, other: str) -> tuple[Words, ...]:
    """Return the words of a text in runs that the other text has or has not. A blank belongs to the run before it."""
    known = set(other.split())
    shared, words = False, []
    for word in text.split():
        shared = shared if word == _BLANK else word in known
        words.append((shared, word))
    return tuple(Words(" ".join(word for _, word in run), both) for both, run in groupby(words, lambda each: each[0]))
