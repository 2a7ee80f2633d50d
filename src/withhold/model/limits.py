"""How long each text may be, in characters. Every boundary checks these limits. The database columns have the same.

SQLite ignores the length of a column, and PostgreSQL refuses a text that is longer. Without one check before the
database, a file that is filed on SQLite would stop the worker on PostgreSQL.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Final

from withhold.model.errors import Code, Conflict

REQUEST_REF: Final = 80
PERSON_NAME_PART: Final = 100
"""First, middle or last name, or suffix, in a request."""
REQUEST_TEXT: Final = 4_000
"""Every other column of a request, ``reason`` included."""
REASON: Final = 4_000
"""A reason, statement, note or answer that somebody writes."""
IDENTIFIER: Final = 80
"""The id of an agency, a person, a case or a stay; also an office or a role."""
NAME: Final = 200
"""The name of an agency or an accredited person, or a person's title."""
ADDRESS: Final = 400
"""The address of an agency or an accredited person."""
STAY_VALUE: Final = 160
CREDENTIAL_ID_BYTES: Final = 1_023
"""Web Authentication Level 3, section 4: the longest credential id."""
CREDENTIAL_ID: Final = -(-CREDENTIAL_ID_BYTES * 4 // 3)
"""Characters of the longest credential id in base64url without padding."""

_LIMITS: Final = {
    "request_ref": REQUEST_REF,
    "first_name": PERSON_NAME_PART,
    "middle_name": PERSON_NAME_PART,
    "last_name": PERSON_NAME_PART,
    "suffix": PERSON_NAME_PART,
    "reason": REASON,
    "statement": REASON,
    "note": REASON,
    "agency": IDENTIFIER,
    "person": IDENTIFIER,
    "signer": IDENTIFIER,
    "reviewer": IDENTIFIER,
    "proposed_by": IDENTIFIER,
    "office": IDENTIFIER,
    "role": IDENTIFIER,
    "manner": IDENTIFIER,
    "name": NAME,
    "title": NAME,
    "address": ADDRESS,
    "value": STAY_VALUE,
    "credential_id": CREDENTIAL_ID,
}
"""Field of an event, a request or a passkey -> its limit. Fields that a machine fills have none, such as a digest."""


def column_limit(column: str) -> int:
    """Return the maximum length, in characters, of a cell in this column of a batch."""
    return _LIMITS.get(column, REQUEST_TEXT)


def too_long(limit: int) -> str:
    """Return why a text over the limit is refused, as the end of a sentence."""
    return f"is longer than {limit:,} characters"


def defect(text: str, limit: int | None = None) -> str | None:
    """Return why this text cannot be recorded, as the end of a sentence, or None if it can.

    For example: ``is longer than 80 characters``.
    """
    if limit is not None and len(text) > limit:
        return too_long(limit)
    if "\0" in text:  # PostgreSQL refuses it
        return "contains a NUL character"
    return "contains half of a character (a lone surrogate)" if _has_lone_surrogate(text) else None


def _has_lone_surrogate(text: str) -> bool:
    """Return whether the text contains half of a surrogate pair, for which UTF-8 has no form."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def require_text(field: str, text: str, limit: int | None = None) -> None:
    """Raise Conflict unless SQLite and PostgreSQL can store the text. The message names the field, never the text.

    Without ``limit``, the field has its limit in this module, if it has one.
    """
    limit, name = limit or _LIMITS.get(field), field.replace("_", " ")
    if limit is not None and len(text) > limit:
        raise Conflict(Code.TEXT_TOO_LONG, field=name, limit=limit)
    if "\0" in text:
        raise Conflict(Code.TEXT_NUL_CHARACTER, field=name)
    if _has_lone_surrogate(text):
        raise Conflict(Code.TEXT_HALF_CHARACTER, field=name)


def require_texts(value: object, field: str = "text") -> None:
    """Raise Conflict unless every text in an event, a mapping or a sequence can be recorded."""
    if isinstance(value, str):
        require_text(field, value)
    elif is_dataclass(value):
        for each in fields(value):
            require_texts(getattr(value, each.name), each.name)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            require_text("name of a field", name)
            require_texts(each, name)
    elif isinstance(value, tuple | list):
        for each in value:
            require_texts(each, field)
