import pytest

from withhold.tlog.errors import Malformed, NotReadable
from withhold.tlog.notes.vkey import KeyType, VerifierKey

COVERS = ("withhold.tlog.errors", "withhold.tlog.notes.vkey")


def test_there_and_back(world):
    for key in (world.log.key(), *world.witnesses):
        assert VerifierKey.parse(str(key)) == key
        assert VerifierKey.parse(f" {key}\n") == key


def test_the_same_bytes_of_another_type_are_another_key(world):
    assert world.log.key().key_id != world.log.key(KeyType.COSIGNATURE).key_id


def test_a_name_may_not_be_such_that_lines_become_ambiguous(world):
    for name in ("", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\nb", "a\x01b"):
        with pytest.raises(Malformed, match="key name"):
            VerifierKey(name, KeyType.ED25519, bytes(32))


def test_a_key_has_32_bytes():
    with pytest.raises(Malformed, match="32 bytes"):
        VerifierKey("log.example", KeyType.ED25519, bytes(31))


def altered(world):
    name, key_id, data = str(world.log.key()).split("+", 2)
    yield "", "not of the form"
    yield f"{name}+{key_id}", "not of the form"
    yield f"{name}+00000000+{data}", "key id"
    yield f"{name}+{key_id.upper()}+{data}", "key id"
    yield f"other+{key_id}+{data}", "key id"
    yield f"{name}+{key_id}+{data[:-1]}", "base64"
    yield f"{name}+{key_id}+", "neither Ed25519"
    yield f"{name}+{key_id}+Ag==", "neither Ed25519"
    yield f"{name}+{key_id}+AQ==", "32 bytes"
    yield f"+{key_id}+{data}", "key name"


def test_anything_else_is_unreadable_and_says_why(world):
    for text, why in altered(world):
        with pytest.raises(NotReadable, match=why) as raised:
            VerifierKey.parse(text)
        assert raised.value.file == "verifier key"
