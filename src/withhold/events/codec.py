"""Writes events as canonical JSON (RFC 8785) and reads them again.

An event is written in two parts. The permanent part has all of its fields, and in place of its `content` the hex
SHA-256 over a salt and the content. It is in the payload that a leaf commits to. The content is the salt (32 random
bytes) and the canonical JSON after it. It is stored apart, so that an erasure takes it and the payload stays as it is.
Nobody can guess a content from its digest without the salt.

The fields come from the annotations of the event types. Reading is strict: a part with another field, or with a value
of another type, is a Fault. For example, the payload of a stay that is placed has exactly the fields of `StayPlaced`.
"""

import hashlib
import hmac
import json
import re
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

SALT_SIZE = 32
"""Bytes of the salt before a content."""

_CONTENT = "content"
_DIGEST = re.compile("[0-9a-f]{64}")


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


def split(event: Event, salt: bytes) -> tuple[dict[str, Any], bytes | None]:
    """Return the permanent part of an event, and its content (salt, then canonical JSON). None if it has no content.

    `salt` is 32 new random bytes for this event alone. Raises ValueError if it has another length, or if the content
    of the event was erased.
    """
    plain: dict[str, Any] = _plain(event)
    if _CONTENT not in plain:
        return plain, None
    if plain[_CONTENT] is None:
        raise ValueError("an event whose content was erased cannot be written again")
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt is {SALT_SIZE} bytes")
    content = salt + rfc8785.dumps(plain[_CONTENT])
    return {**plain, _CONTENT: digest_of_content(content)}, content


def join(kind: int, permanent: object, content: bytes | None) -> Event:
    """Return the event of that kind from its two parts. `content` is None if it has none, or if it was erased.

    Raises Fault if the fields are not exactly those of the kind, or if the content is not the one that the permanent
    part names.
    """
    try:
        event_type = TYPES[Kind(kind)]
    except (KeyError, ValueError):
        raise Fault(Code.PAYLOAD_ANOTHER_SHAPE) from None
    whole = permanent
    if _CONTENT in event_type.__dataclass_fields__:
        digest = named_content(permanent)
        if digest is None:
            raise Fault(Code.PAYLOAD_ANOTHER_SHAPE)
        if content is not None and not hmac.compare_digest(digest_of_content(content), digest):
            raise Fault(Code.PAYLOAD_CONTENT_DIFFERS)
        whole = {**_members(permanent), _CONTENT: None if content is None else read(content[SALT_SIZE:])}
    elif content is not None:
        raise Fault(Code.PAYLOAD_CONTENT_DIFFERS)
    try:
        built = msgspec.convert(whole, event_type, dec_hook=_tagged)
    except (KeyError, TypeError, ValueError):
        raise Fault(Code.PAYLOAD_ANOTHER_SHAPE) from None
    # The conversion ignores a member that the type does not have, and fills in a default for one that is missing.
    if _plain(built) != whole:
        raise Fault(Code.PAYLOAD_ANOTHER_SHAPE)
    return built


def _tagged(base: type, value: Any) -> Any:
    """Return the grant of a proposal. Its member `what` names the type."""
    return msgspec.convert(value, GRANTS[value["what"]])


def digest_of_content(content: bytes) -> str:
    """Return the hex SHA-256 by which a payload names a content (salt, then canonical JSON)."""
    return hashlib.sha256(content).hexdigest()


def named_content(permanent: object) -> str | None:
    """Return the digest of the content that the permanent part of an event names. None if it names none."""
    digest = _members(permanent).get(_CONTENT)
    return digest if isinstance(digest, str) and _DIGEST.fullmatch(digest) else None


def _members(permanent: object) -> dict[str, Any]:
    return permanent if isinstance(permanent, dict) else {}


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
