"""Base64url without padding (RFC 4648, section 5), read strictly, so that the same bytes have only one text."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode


def encode(content: bytes) -> str:
    """Return the text of the bytes. For example, the byte 255 becomes ``_w``."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Return the bytes of the text. Raises ValueError if it is not exactly what `encode` writes."""
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        content = None
    if content is None or encode(content) != text:
        raise ValueError("not base64url without padding")
    return content
