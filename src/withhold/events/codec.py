"""Writes events as canonical JSON (RFC 8785) and reads them again. The JSON is the payload that a leaf commits to.

The fields come from the annotations of the event types. Reading is strict: a payload with another field, or with a
value of another type, is a Fault. For example, the payload of a stay that is placed has exactly the fields of
`StayPlaced`.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, get_args

import msgspec
import rfc8785

from withhold.model import occurrences
from withhold.model.authority.grants import GRANTS
from withhold.model.cases import events
from withhold.model.errors import Code, Fault
from withhold.model.kinds import Kind

Event = events.CaseEvent | occurrences.Occurrence

TYPES: dict[Kind, type[Event]] = {
    each.kind: each for each in (*get_args(events.CaseEvent), *get_args(occurrences.Occurrence))
}
"""Kind → its event type."""


def canonical(value: object) -> bytes:
    """Return the canonical JSON (RFC 8785) of plain values and dataclasses."""
    return rfc8785.dumps(_plain(value))


def read(payload: bytes) -> dict[str, Any]:
    """Return the plain value of a payload. Raises Fault if it is not the canonical JSON of an object."""
    try:
        value = json.loads(payload)
        again = rfc8785.dumps(value)
    except (ValueError, RecursionError):
        # Python reads some values that RFC 8785 cannot write: NaN, half a surrogate pair, integers above 2^53.
        raise Fault(Code.PAYLOAD_NOT_JSON) from None
    if not isinstance(value, dict) or again != payload:
        raise Fault(Code.PAYLOAD_NOT_CANONICAL)
    return value


def event_from(kind: int, value: object) -> Event:
    """Return the event in a payload's `event` member. Raises Fault if its fields are not exactly those of its kind."""
    try:
        built = msgspec.convert(value, TYPES[Kind(kind)], dec_hook=_tagged)
    except (KeyError, TypeError, ValueError):
        raise Fault(Code.PAYLOAD_ANOTHER_SHAPE) from None
    # The conversion ignores a member that the type does not have, and fills in a default for one that is missing.
    if _plain(built) != value:
        raise Fault(Code.PAYLOAD_ANOTHER_SHAPE)
    return built


def _tagged(base: type, value: Any) -> Any:
    """Return the grant of a proposal. Its member `what` names the type."""
    return msgspec.convert(value, GRANTS[value["what"]])


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value
