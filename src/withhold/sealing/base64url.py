"""Base64url without padding (RFC 4648, section 5), read strictly: bytes have one text."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode


def encode(content: bytes) -> str:
    """The text of the bytes."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of the text. Raises ValueError if it is not exactly what `encode` writes."""
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        content = None
    if content is None or encode(content) != text:
        raise ValueError("not base64url without padding")
    return content
