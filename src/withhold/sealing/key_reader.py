"""What identifies a key, so that the fold of authority can tell whether two keys are one."""

from collections.abc import Mapping
from typing import Any

from withhold.model.errors import Code, Conflict
from withhold.sealing.keys import RecipientKey, VerifyingKey, key_pair_id
from withhold.sealing.keytext import Use
from withhold.sealing.passkey_record import RegisteredPasskey


class SealingKeyReader:
    """Reads passkeys, sealing keys and signing keys. It is a `model.authority.rules.offers.KeyReader`."""

    def passkey_ids(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the ids of the key pair and of the credential. Raises PasskeyRejected."""
        return RegisteredPasskey.from_record(record).ids

    def key_id(self, name: str, text: str) -> tuple[str, str]:
        """Return the owner's id in a ``sealing`` or ``signing`` key, and the id of its key pair. Raises Unreadable.

        Raises Conflict if the signing key is a log's or a witness's.
        """
        key = RecipientKey.parse(text, "sealing key") if name == "sealing" else VerifyingKey.parse(text, "signing key")
        if key.use not in (Use.RELEASE, Use.SIGNER):
            raise Conflict(Code.KEY_OF_LOG_OR_WITNESS)
        return key.name, key_pair_id(key.use, key.raw)
