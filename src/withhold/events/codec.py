"""Events to canonical JSON (RFC 8785) and back: the payload that a leaf commits to.

The shapes come from the event types' own annotations; reading is strict, so a payload that does not say exactly
what its type says is a Fault.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, get_args

import msgspec
import rfc8785

from withhold.model import occurrences
from withhold.model.cases import events
from withhold.model.errors import Fault
from withhold.model.kinds import Kind

Event = events.CaseEvent | occurrences.Occurrence

TYPES: dict[Kind, type[Event]] = {
    each.kind: each for each in (*get_args(events.CaseEvent), *get_args(occurrences.Occurrence))
}
"""Kind -> the event type that carries it."""
_ANOTHER_SHAPE = "a payload does not have the shape of its kind"


def canonical(value: object) -> bytes:
    """RFC 8785 canonical JSON of plain values and dataclasses."""
    return rfc8785.dumps(_plain(value))


def read(payload: bytes) -> dict[str, Any]:
    """The plain value of a canonical payload. Raises Fault if it is not canonical JSON of an object."""
    try:
        value = json.loads(payload)
        again = rfc8785.dumps(value)
    except (ValueError, RecursionError):
        # Also what Python reads and RFC 8785 has no form for: NaN, half a surrogate pair, whole numbers past 2^53.
        raise Fault("a payload is not JSON") from None
    if not isinstance(value, dict) or again != payload:
        raise Fault("a payload is not canonical JSON of an object")
    return value


def event_from(kind: int, value: object) -> Event:
    """The event that a payload's `event` member stands for. Raises Fault if it is not exactly one."""
    try:
        built = msgspec.convert(value, TYPES[Kind(kind)])
    except (KeyError, ValueError):
        raise Fault(_ANOTHER_SHAPE) from None
    # The conversion passes over a member that the type lacks, and fills in a default for one that is not there.
    if _plain(built) != value:
        raise Fault(_ANOTHER_SHAPE)
    return built


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
