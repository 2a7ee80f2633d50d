"""Events to canonical JSON (RFC 8785) and back: the payload that a leaf commits to.

The shapes come from the event types' own annotations; reading is strict, so a payload that does not say exactly
what its type says is a Fault.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

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


def canonical(value: object) -> bytes:
    """RFC 8785 canonical JSON of plain values and dataclasses."""
    return rfc8785.dumps(_plain(value))


def read(payload: bytes) -> dict[str, Any]:
    """The plain value of a canonical payload. Raises Fault where it is not canonical JSON of an object."""
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
    """The event that a payload's `event` member stands for. Raises Fault where it is not exactly one."""
    try:
        built = _build(TYPES[Kind(kind)], value)
    except (KeyError, ValueError, TypeError):
        raise Fault("a payload does not have the shape of its kind") from None
    assert isinstance(built, Event)
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


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _build(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, value)
    if origin is tuple:
        return tuple(_build(get_args(kind)[0], item) for item in _exactly(list, value))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _build(get_args(kind)[1], item) for key, item in _exactly(dict, value).items()}
    if origin in (Union, types.UnionType):
        return _exactly(get_args(kind), value)
    if issubclass(kind, Enum):
        return kind(value)
    return _exactly(kind, value)


def _dataclass(kind: type, value: Any) -> Any:
    hints = _hints(kind)
    if _exactly(dict, value).keys() != hints.keys():
        raise TypeError("members differ")
    return kind(**{name: _build(hint, value[name]) for name, hint in hints.items()})


def _exactly(kind: Any, value: Any) -> Any:
    """The value, if it is of that very type: True is not an int here."""
    allowed = kind if isinstance(kind, tuple) else (kind,)
    if type(value) not in allowed:
        raise TypeError("wrong type")
    return value
