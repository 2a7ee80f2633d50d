"""Whatever is sealed opens to itself; whatever is not sealed raises what it should and nothing else."""

from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from withhold.model.errors import Fault, Unreadable
from withhold.sealing.binding import LABEL, ReleaseBinding
from withhold.sealing.envelope import AtRest
from withhold.sealing.errors import SealBroken
from withhold.sealing.hpke import MAGIC, open_sealed_release, read_binding, seal_release
from withhold.sealing.keys import RecipientKey, ReleaseKey, SecretKey, SigningKey, VerifyingKey
from withhold.sealing.keytext import PRIVATE_HEADER, PUBLIC_HEADER, Use

COVERS = ("withhold.sealing.binding", "withhold.sealing.envelope", "withhold.sealing.hpke")

KEY = ReleaseKey.generate("official-17")

fields = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1, max_size=40)
indices = st.integers(0, 2**64 - 1)
bindings = st.builds(ReleaseBinding, fields, fields, st.just(KEY.key_id), fields, fields, fields, fields, indices)


@given(bindings)
@settings(deadline=None)
def test_a_binding_reads_back(binding):
    assert ReleaseBinding.decode(binding.encode()) == binding


@given(bindings, bindings)
@settings(deadline=None)
def test_two_bindings_never_share_an_encoding(one, other):
    assert (one.encode() == other.encode()) == (astuple(one) == astuple(other))


@given(st.binary(max_size=300), bindings)
@settings(max_examples=50, deadline=None)
def test_a_release_opens_to_what_was_sealed(plaintext, binding):
    sealed = seal_release(plaintext, KEY.public, binding)
    assert open_sealed_release(sealed, KEY) == plaintext
    assert read_binding(sealed) == binding


@given(st.binary(max_size=300), st.sampled_from([b"", MAGIC, MAGIC + b"\x00\x40", MAGIC + b"\x00\x40" + LABEL]))
@settings(deadline=None)
def test_bytes_nobody_sealed_are_refused_and_never_crash(content, start):
    with pytest.raises((Fault, Unreadable)):
        open_sealed_release(start + content, KEY)


@given(st.text(max_size=120), st.sampled_from(["", PUBLIC_HEADER + " ", PUBLIC_HEADER + " release a "]))
@settings(deadline=None)
def test_text_that_is_no_public_key_is_unreadable_and_never_crashes(text, start):
    with pytest.raises(Unreadable):
        RecipientKey.parse(start + text)


@given(st.binary(max_size=120), st.sampled_from([b"", f"{PRIVATE_HEADER}\nuse: log\n".encode()]))
@settings(deadline=None)
def test_bytes_that_are_no_private_key_are_unreadable_and_never_crash(content, start):
    with pytest.raises(Unreadable):
        SigningKey.parse(start + content, "a.key")


@given(st.binary(min_size=32, max_size=32))
@settings(deadline=None)
def test_a_key_made_from_any_bytes_has_a_public_text_that_reads_back(secret):
    release, signing = ReleaseKey(Use.RELEASE, "a", secret).public, SigningKey(Use.LOG, "a", secret).public
    assert RecipientKey.parse(release.text()) == release
    assert VerifyingKey.parse(signing.text()) == signing


@given(st.lists(st.tuples(st.binary(max_size=60), st.binary(max_size=20)), min_size=2, max_size=6))
@settings(max_examples=30, deadline=None)
def test_payloads_open_in_their_own_context_and_in_no_other(payloads):
    with TemporaryDirectory() as directory:
        sealer = AtRest(SecretKey(Use.HOME, "home", bytes(32)), Path(directory)).sealer("2026-11")
        for plaintext, aad in payloads:
            assert sealer.open(sealer.seal(plaintext, aad), aad) == plaintext
        (plaintext, aad), (_, other) = payloads[:2]
        assume(aad != other)
        with pytest.raises(SealBroken):
            sealer.open(sealer.seal(plaintext, aad), other)
