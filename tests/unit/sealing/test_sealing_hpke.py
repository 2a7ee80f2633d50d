"""A sealed release opens for its official, whole and unaltered, and in no other case."""

from dataclasses import fields, replace

import pytest

from withhold.model.errors import Fault, Unreadable
from withhold.sealing.binding import LONGEST_FIELD, ReleaseBinding
from withhold.sealing.errors import SealBroken
from withhold.sealing.hpke import (
    LONGEST_PLAINTEXT,
    MAGIC,
    open_sealed_release,
    read_binding,
    seal_release,
)
from withhold.sealing.keys import ReleaseKey

COVERS = ("withhold.sealing.binding", "withhold.sealing.hpke")

KEY = ReleaseKey.generate("official-17")
PLAINTEXT = b'{"address":"1 Sample Street"}'


def binding(**changes):
    made = ReleaseBinding(
        request="case-0001",
        official="official-17",
        recipient_key=KEY.key_id,
        pack="us-irc-6103-i-2",
        pack_version="2026.1",
        pack_digest="ab" * 32,
        origin="log.custodian.example/2026",
        index=41,
    )
    return replace(made, **changes)


SEALED = seal_release(PLAINTEXT, KEY.public, binding())


def test_the_official_opens_it_and_reads_what_it_is_bound_to():
    assert open_sealed_release(SEALED, KEY) == PLAINTEXT
    assert read_binding(SEALED) == binding()


def test_sealing_twice_gives_different_files():
    assert seal_release(PLAINTEXT, KEY.public, binding()) != SEALED


def test_the_longest_and_the_empty_plaintext_open():
    for plaintext in (b"", b"a" * LONGEST_PLAINTEXT):
        assert open_sealed_release(seal_release(plaintext, KEY.public, binding()), KEY) == plaintext


def test_another_key_does_not_open_it_and_the_message_names_both():
    other = ReleaseKey.generate("official-17")
    with pytest.raises(SealBroken, match=f"{KEY.key_id}.*{other.key_id}"):
        open_sealed_release(SEALED, other)


def test_every_single_altered_byte_is_found():
    for position in range(len(SEALED)):
        altered = bytearray(SEALED)
        altered[position] ^= 1
        with pytest.raises((Fault, Unreadable)):
            open_sealed_release(bytes(altered), KEY)


def test_every_cut_is_found():
    for length in range(len(SEALED)):
        with pytest.raises((Fault, Unreadable)):
            open_sealed_release(SEALED[:length], KEY)
    with pytest.raises(SealBroken):
        open_sealed_release(SEALED + b"\0", KEY)


@pytest.mark.parametrize("name", [field.name for field in fields(ReleaseBinding)])
def test_no_field_can_be_exchanged_for_another_valid_one(name):
    changed = binding(**{name: 42 if name == "index" else "f" * 32})
    old, new = binding().encode(), changed.encode()
    start = len(MAGIC)
    forged = SEALED[:start] + len(new).to_bytes(2, "big") + new + SEALED[start + 2 + len(old) :]
    assert read_binding(forged) == changed
    with pytest.raises(SealBroken):
        open_sealed_release(forged, KEY)


def test_bytes_cannot_move_between_neighboring_fields():
    one, other = binding(request="ab", official="c"), binding(request="a", official="bc")
    assert one.encode() != other.encode()


def test_other_files_are_unreadable_not_at_fault():
    for content in (b"", b"%PDF-1.7", MAGIC, MAGIC + b"\xff\xff", SEALED + bytes(200_000)):
        with pytest.raises(Unreadable, match=r"a\.sealed"):
            open_sealed_release(content, KEY, "a.sealed")
    with pytest.raises(Unreadable, match="cut short"):
        read_binding(SEALED[: len(MAGIC) + 40])


def test_sealing_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="another recipient key"):
        seal_release(PLAINTEXT, ReleaseKey.generate("official-18").public, binding())
    with pytest.raises(ValueError, match="at most"):
        seal_release(bytes(LONGEST_PLAINTEXT + 1), KEY.public, binding())


@pytest.mark.parametrize(
    "changes",
    [
        {"request": ""},
        {"origin": "x" * (LONGEST_FIELD + 1)},
        {"official": "line\nbreak"},
        {"pack": "\x1b[2J"},
        {"index": -1},
        {"index": 2**64},
    ],
)
def test_a_binding_that_cannot_be_encoded_is_refused(changes):
    with pytest.raises(ValueError, match=r"bound field|ledger index"):
        binding(**changes).encode()


def test_a_binding_with_too_few_or_too_many_fields_is_unreadable():
    encoded = binding().encode()
    for wrong in (encoded[:-10], encoded + b"\0\x01a", b"withhold-release/2" + encoded[18:], b""):
        with pytest.raises(Unreadable, match="header"):
            ReleaseBinding.decode(wrong)
