"""Which keys a person may have. A key belongs to one person, and to nobody else later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from withhold.model.authority.events import KeysOffered
from withhold.model.errors import Code, NotAdmitted
from withhold.model.vocabulary import Role

FEWEST_PASSKEYS: Final = 2
"""Each person registers that many, so that nobody is locked out by losing one."""

REQUIRED: Final = {Role.OFFICIAL: frozenset({"sealing"})}
"""Role -> names of the keys that it must have."""
ALLOWED: Final = {Role.SIGNER: frozenset({"signing"}), Role.OFFICIAL: frozenset({"sealing", "signing"})}
"""Role -> names of the keys that it may have. The other roles have passkeys only."""


class KeyReader(Protocol):
    """Reads keys. `sealing.key_reader` does, since nothing here looks inside one."""

    def passkey_ids(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what identifies a passkey: its key pair and its credential id. Raises WithholdError."""

    def key_id(self, name: str, text: str) -> tuple[str, str]:
        """Return the owner's id in a key, and what identifies its key pair. Raises WithholdError.

        `name` is ``sealing`` or ``signing``.
        """


@dataclass(frozen=True, slots=True)
class OfferedKeys:
    """The keys that a person offered, with what identifies them."""

    passkeys: tuple[Mapping[str, Any], ...]
    keys: Mapping[str, str]
    ids: frozenset[str]


def read_offer(offer: KeysOffered, role: Role, reader: KeyReader) -> OfferedKeys:
    """Return the offered keys.

    Raises NotAdmitted if they are not what the role needs, if one has another person's name, or if one is offered
    twice. Raises another WithholdError if the reader cannot read one.
    """
    if len(offer.passkeys) < FEWEST_PASSKEYS:
        raise NotAdmitted(Code.AUTHORITY_PASSKEYS_TOO_FEW, fewest=FEWEST_PASSKEYS)
    names = offer.keys.keys()
    if not REQUIRED.get(role, frozenset()) <= names <= ALLOWED.get(role, frozenset()):
        raise NotAdmitted(Code.AUTHORITY_KEYS_NOT_OF_ROLE)
    ids = [each for passkey in offer.passkeys for each in reader.passkey_ids(passkey)]
    for name, text in offer.keys.items():
        owner, identity = reader.key_id(name, text)
        if owner != offer.person:
            raise NotAdmitted(Code.AUTHORITY_KEY_OF_ANOTHER_NAME)
        ids.append(identity)
    if len(set(ids)) < len(ids):
        raise NotAdmitted(Code.AUTHORITY_KEY_OFFERED_TWICE)
    return OfferedKeys(offer.passkeys, offer.keys, frozenset(ids))
