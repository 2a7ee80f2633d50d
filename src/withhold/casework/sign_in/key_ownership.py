"""To whom each key belongs. A key has its owner's id in its name, and belongs to one person forever.

If somebody else has a key, they can open what is sealed to it and sign with it.
"""

from collections.abc import Iterator

from withhold.casework.instance import Instance
from withhold.model.errors import Code, Conflict
from withhold.model.occurrences import PasskeyRegistered, PersonAccredited
from withhold.sealing.keys import RecipientKey, VerifyingKey, key_pair_id
from withhold.sealing.keytext import Use
from withhold.sealing.passkey_record import RegisteredPasskey

_MADE_WITH = {
    "sealing": "withhold key --for official --name ID",
    "signing": "withhold key --for signer --name ID",
}


def require_own_keys(person: PersonAccredited) -> None:
    """Raise Unreadable if a key is not of its kind, Conflict if its name is not the person's id."""
    for key in _keys(person):
        if key.name != person.person:
            command = _MADE_WITH["sealing" if isinstance(key, RecipientKey) else "signing"]
            raise Conflict(Code.KEY_ANOTHER_NAME, command=command)


def take_keys(instance: Instance, happened: PersonAccredited | PasskeyRegistered) -> None:
    """Record every key and credential id of an event as the person's. Call inside the write that records the event.

    Raises Conflict if one was ever registered before. For example, a key of a revoked official cannot be used again.
    """
    for digest in key_ids(happened):
        instance.people.take_key(digest, happened.person)


def key_ids(happened: PersonAccredited | PasskeyRegistered) -> list[str]:
    """Return the ids under which the keys and credential ids of an event are recorded.

    Raises Unreadable, or PasskeyRejected.
    """
    if isinstance(happened, PasskeyRegistered):
        return [*RegisteredPasskey.from_record(happened.passkey).ids]
    pairs = [key_pair_id(key.use, key.raw) for key in _keys(happened)]
    return [*pairs, *(each for passkey in happened.passkeys for each in RegisteredPasskey.from_record(passkey).ids)]


def _keys(person: PersonAccredited) -> Iterator[RecipientKey | VerifyingKey]:
    """Yield the person's keys, each parsed as the kind under which it is listed: sealing or signing.

    An empty text is no signing key. It is an error for a sealing key, which every official needs.
    """
    if "sealing" in person.keys:
        yield RecipientKey.parse(person.keys["sealing"], "sealing key")
    if person.keys.get("signing"):
        key = VerifyingKey.parse(person.keys["signing"], "signing key")
        if key.use is not Use.SIGNER:
            raise Conflict(Code.KEY_OF_LOG_OR_WITNESS)
        yield key
