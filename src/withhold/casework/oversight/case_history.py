"""The history of a case, for an inspector: every event with its content and its position on the ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum

from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance, stream_of
from withhold.events.codec import Event
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Forbidden
from withhold.model.identifiers import CaseId, PersonId
from withhold.model.kinds import Kind
from withhold.tlog.tree.hashing import leaf_hash

_LEFT_OUT = frozenset({"assertion", "dossier"})
"""Fields that are not shown: the bytes of a signature, and the dossier's text, which repeats the request."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a case. `position` is None until it is on the ledger, and `leaf` is the hex hash of its leaf.

    `says` is its content as pairs of label and text, for example `("reason", "No longer needed")`.
    """

    kind: Kind
    at: datetime
    actor: PersonId
    role: str
    says: tuple[tuple[str, str], ...]
    position: int | None
    leaf: str


def case_history(instance: Instance, actor: Actor, case_id: CaseId) -> list[Step]:
    """Return every event of a case, in order.

    Raises Forbidden, also if the case does not exist, and Fault if a row is not what its leaf commits to.
    """
    authorize(actor, commands.ReadCase)
    require_accredited(instance, actor)
    stored = instance.journal.stream(stream_of(case_id))
    if not stored:
        raise Forbidden()
    steps = []
    for each in stored:
        instance.recorder.verify(each)
        says = tuple(_describe_event(instance.recorder.read_event(each)))
        leaf = leaf_hash(each.leaf).hex()
        steps.append(Step(Kind(each.kind), each.recorded_at, each.actor, each.role, says, each.position, leaf))
    return steps


def _describe_event(event: Event) -> Iterator[tuple[str, str]]:
    """Yield both parts of an event as pairs of label and text, or that its content was erased."""
    for each in fields(event):
        value = getattr(event, each.name)
        if each.name != "content":
            yield from _describe(each.name, value)
        elif value is None:
            yield "content", "erased"
        else:
            yield from _describe("", value)


def _describe(label: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield a value as pairs of label and text. The label is the path to the text, for example "answers 2 reason"."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if each.name not in _LEFT_OUT:
                yield from _describe(f"{label} {each.name}".strip(), getattr(value, each.name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _describe(f"{label} {name}".strip(), item)
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value, 1):
            yield from _describe(f"{label} {number}".strip(), item)
    elif value not in ("", None):
        yield label.replace("_", " "), str(value.value if isinstance(value, Enum) else value)
