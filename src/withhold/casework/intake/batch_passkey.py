"""A signer's signature over a batch, made by passkey in the pages. It signs a `BatchStatement`.

The signature file is canonical JSON (RFC 8785) with three members: ``v`` is 1, ``statement`` is the signed text, and
``assertion`` is the WebAuthn assertion. Its challenge is the SHA-256 of the statement under a prefix of its own.
"""

from hashlib import sha256

from withhold.casework.acts.registered_passkeys import verify_passkey_signature, verify_recorded_assertion
from withhold.casework.instance import Instance
from withhold.events.codec import canonical, read
from withhold.model.batch_statement import BatchStatement, statement_in
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Fault, Unreadable

_PREFIX = b"withhold batch by passkey v2\n"
_BEGINS = b"{"


def statement_challenge(statement: BatchStatement) -> bytes:
    """Return the 32 bytes that the signer's passkey signs."""
    return sha256(_PREFIX + statement.text().encode()).digest()


def sign_by_passkey(instance: Instance, statement: BatchStatement, assertion: Assertion) -> bytes:
    """Verify the passkey's signature over a statement, and return the signature file.

    Call inside the write that stores it. Raises PasskeyRejected, or Conflict if the passkey was used in between.
    """
    verify_passkey_signature(instance, statement.signer, assertion, statement_challenge(statement))
    return canonical({"v": 1, "statement": statement.text(), "assertion": assertion})


def is_by_passkey(signature: bytes) -> bool:
    """Return whether a signature file is by passkey. The other kind is a signed note."""
    return signature.startswith(_BEGINS)


def statement_by_passkey(signature: bytes, file: str) -> BatchStatement:
    """Return what the signature file claims. Nothing in it is verified yet. Raises Unreadable, naming `file`."""
    try:
        content = read(signature)
        return statement_in(str(content["statement"]), file)
    except (Fault, KeyError):
        raise Unreadable(Code.SIGNATURE_NOT_OVER_BATCH, file=file) from None


def verify_by_passkey(instance: Instance, signature: bytes, statement: BatchStatement) -> None:
    """Raise Fault, or PasskeyRejected, unless the file has this statement, signed by a passkey its signer has now."""
    assertion = assertion_in(signature, statement)
    verify_recorded_assertion(instance, statement.signer, assertion, statement_challenge(statement))


def assertion_in(signature: bytes, statement: BatchStatement) -> Assertion:
    """Return the assertion in a signature file that has exactly this statement. Raises Fault. It is not verified."""
    content = read(signature)
    try:
        assertion = Assertion(**content["assertion"])
    except (KeyError, TypeError):
        raise Fault(Code.INTAKE_ASSERTION_MISSING) from None
    if content != {"v": 1, "statement": statement.text(), "assertion": content["assertion"]}:
        raise Fault(Code.INTAKE_ANOTHER_STATEMENT)
    if not all(isinstance(each, str) for each in content["assertion"].values()):
        raise Fault(Code.INTAKE_ASSERTION_MISSING)
    return assertion
