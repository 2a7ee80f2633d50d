"""The founding statement outside the records: its digest, the name of the log, the file, and its founders' signatures.

Everything here works without an instance, so that an outsider with `founding.json` can verify it.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from withhold.events.codec import canonical, join, read
from withhold.model.authority.founding import ANY_MODEL, DIGITS, FILE, Founded, FounderSignature, Statement, founded_by
from withhold.model.errors import Code, Fault, Unreadable, WithholdError
from withhold.model.kinds import Kind
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.keys import VerifyingKey
from withhold.sealing.keytext import Use
from withhold.sealing.passkey_record import RegisteredPasskey
from withhold.sealing.passkeys import check_assertion
from withhold.tlog.errors import NotReadable
from withhold.tlog.notes.vkey import KeyType, VerifierKey

LARGEST = 1024 * 1024
"""Bytes of the file. A statement is far smaller."""
_GROUP = 4


def founding_digest(statement: Statement) -> bytes:
    """Return the SHA-256 of the statement's canonical JSON (RFC 8785). It is the challenge that each founder signs."""
    return sha256(canonical(statement)).digest()


def origin_of(statement: Statement) -> str:
    """Return the name of the instance's log, for example ``agency.example/log/`` and 32 hex digits."""
    return origin_with(statement, founding_digest(statement))


def origin_with(statement: Statement, digest: bytes) -> str:
    """Return the name of the instance's log, given the statement's digest."""
    return f"{statement.base}/{digest.hex()[:DIGITS]}"


def grouped(digest: bytes) -> str:
    """Return a digest in groups of four hex digits, to be read aloud and compared."""
    text = digest.hex()
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def parse_digest(text: str) -> bytes | None:
    """Return the digest that a text states, with or without spaces. None if it is no SHA-256 in hex."""
    plain = "".join(text.split()).lower()
    try:
        return bytes.fromhex(plain) if len(plain) == 64 else None
    except ValueError:
        return None


def dump_founding(founded: Founded) -> bytes:
    """Return the content of `founding.json`: canonical JSON of the statement and the signatures."""
    return canonical(founded)


def parse_founding(content: bytes) -> Founded:
    """Return the event that a `founding.json` states. Nothing of it is verified. Raises Unreadable."""
    try:
        value = read(content)
        statement = value["statement"]
        kind = Kind.DEMONSTRATION_FOUNDED if statement["demonstration"] is True else Kind.FOUNDED
        founded = join(kind, value, None)
    except (Fault, KeyError, TypeError):
        raise Unreadable(Code.FOUNDING_FILE_MALFORMED, file=FILE) from None
    assert isinstance(founded, Founded)
    return founded


@lru_cache(maxsize=8)
def verified_digest(content: bytes) -> bytes:
    """Return the statement's digest that a `founding.json` states, if it verifies. Raises as `verify_founded` does.

    A process opens the same instance again and again, so what was verified once is remembered.
    """
    return verify_founded(parse_founding(content))


def verify_founded(founded: Founded) -> bytes:
    """Verify that every founder signed the statement and that its keys are usable. Returns the statement's digest.

    Raises Fault.
    """
    statement = founded.statement
    if founded != founded_by(statement, founded.signatures):
        raise Fault(Code.FOUNDING_DIFFERS)
    if tuple(each.person for each in founded.signatures) != tuple(each.person for each in statement.founders):
        raise Fault(Code.FOUNDING_SIGNATURE_MISSING)
    digest = founding_digest(statement)
    try:
        _require_keys(statement)
        for signature in founded.signatures:
            _verify_signature(statement, signature, digest)
    except (WithholdError, NotReadable):
        raise Fault(Code.FOUNDING_SIGNATURE_FAILS) from None
    return digest


def _require_keys(statement: Statement) -> None:
    """Raise if a key cannot be used, or a founder's passkey was made for somebody else or is of another kind."""
    for text, use in ((statement.recovery_key, Use.RECOVERY), (statement.vault_key, Use.VAULT)):
        if VerifyingKey.parse(text).use is not use:
            raise Fault(Code.FOUNDING_SIGNATURE_FAILS)
    if any(VerifierKey.parse(each).type is not KeyType.COSIGNATURE for each in statement.witnesses):
        raise Fault(Code.FOUNDING_SIGNATURE_FAILS)
    taken: set[str] = set()
    for founder in statement.founders:
        for record in founder.passkeys:
            passkey = RegisteredPasskey.from_record(record)
            require_founders_passkey(
                passkey, founder.person.encode(), taken, statement.models, demonstration=statement.demonstration
            )
            taken.update(passkey.ids)


def require_founders_passkey(
    passkey: RegisteredPasskey, handle: bytes, taken: set[str], models: Sequence[str], *, demonstration: bool
) -> None:
    """Raise PasskeyRejected unless a founder can have this passkey. `taken` has the ids of all others.

    One key pair belongs to one person. `models` and `demonstration` are as in `require_model`.
    """
    require_model(models, passkey, demonstration=demonstration)
    if passkey.user_handle != handle:
        raise PasskeyRejected(Code.FOUNDING_PASSKEY_OF_ANOTHER)
    if taken.intersection(passkey.ids):
        raise PasskeyRejected(Code.FOUNDING_PASSKEY_TWICE)


def require_model(models: Sequence[str], passkey: RegisteredPasskey, *, demonstration: bool) -> None:
    """Raise PasskeyRejected for a model of authenticator that is not allowed, or a software one outside demonstrations.

    The model is what the authenticator states of itself. Nothing proves it.
    """
    if passkey.software and not demonstration:
        raise PasskeyRejected(Code.PASSKEY_DEMONSTRATION_ONLY)
    if tuple(models) != (ANY_MODEL,) and passkey.model not in models:
        raise PasskeyRejected(Code.FOUNDING_MODEL_NOT_ALLOWED)


def _verify_signature(statement: Statement, signature: FounderSignature, digest: bytes) -> None:
    founder = statement.founder(signature.person)
    assert founder is not None
    check_assertion(
        [RegisteredPasskey.from_record({**each, "counter": 0}) for each in founder.passkeys],
        signature.assertion,
        challenge=digest,
        rp_id=statement.passkey_domain,
        origin=statement.passkey_origin,
    )
