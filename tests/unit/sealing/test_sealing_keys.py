"""Key texts and files: what is written reads back, and anything else is named with its cure."""

import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from support.codes import raises
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.sealing.errors import SignatureFails
from withhold.sealing.keys import (
    RecipientKey,
    ReleaseKey,
    SecretKey,
    SigningKey,
    VerifyingKey,
    check_ed25519,
    ed25519_sign,
)
from withhold.sealing.keytext import KeyText, Use, private_text

COVERS = ("withhold.sealing.errors", "withhold.sealing.keytext")


def _each():
    return [
        ReleaseKey.generate("official-17"),
        SigningKey.generate(Use.LOG, "log.custodian.example/2026"),
        SigningKey.generate(Use.SIGNER, "signer-1"),
        SigningKey.generate(Use.WITNESS, "witness.court.example"),
        SecretKey.generate(Use.HOME, "home"),
        SecretKey.generate(Use.SUBJECTS, "2026"),
    ]


@pytest.mark.parametrize("key", _each(), ids=lambda key: str(key.use))
def test_a_private_key_file_reads_back_and_only_its_owner_may_read_it(tmp_path, key):
    path = tmp_path / "a.key"
    key.write(path)
    assert type(key).read(path, key.use) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_file_is_never_overwritten(tmp_path):
    path = tmp_path / "a.key"
    first = ReleaseKey.generate("official-17")
    first.write(path)
    with raises(Conflict, Code.FILE_EXISTS):
        ReleaseKey.generate("official-17").write(path)
    assert ReleaseKey.read(path) == first


def test_a_name_with_other_characters_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="name"):
        ReleaseKey.generate("two words").write(tmp_path / "a.key")
    assert list(tmp_path.iterdir()) == []


def test_secrets_do_not_show():
    for key in _each():
        assert repr(key.secret) not in repr(key)
        assert "secret" not in repr(key)


def test_any_altered_byte_of_a_private_key_file_is_found(tmp_path):
    path = tmp_path / "a.key"
    SigningKey(Use.LOG, "log.custodian.example", bytes(range(32))).write(path)
    content = path.read_bytes()
    for position in range(len(content)):
        altered = bytearray(content)
        altered[position] ^= 1
        with pytest.raises(Unreadable):
            SigningKey.parse(bytes(altered), "a.key")


def test_an_id_that_is_not_the_secrets_is_found_though_the_checksum_fits():
    forged = private_text(KeyText(Use.HOME, "home", "0" * 32, bytes(32)))
    with pytest.raises(Unreadable, match="altered or cut short"):
        SecretKey.parse(forged.encode(), "home.key")


def test_unusable_files_are_named_with_their_cure(tmp_path):
    path = tmp_path / "a.key"
    with pytest.raises(
        Unreadable,
        match=r"^a\.key: The file cannot be read \(No such file or directory\)\. Check its path and who may read it\.$",
    ):
        ReleaseKey.read(path)
    with pytest.raises(Unreadable, match=r": This is a directory, not a file\. Name a file\.$"):
        ReleaseKey.read(tmp_path)
    key = ReleaseKey.generate("official-17")
    for content, cure in (
        (b"", "This is not a private key file"),
        (b"\xff\x00\n", "This is not a private key file"),
        (b"x" * 5000, "The file is longer than the 2,048 bytes"),
        (b"withhold private key, version 1\nuse: release\n", "Restore it from its backup"),
        (key.public.text().encode(), "the private one is needed. Give the private key file"),
    ):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(Unreadable, match=cure):
            ReleaseKey.read(path)


def test_a_key_file_that_others_may_read_is_refused_with_the_cure(tmp_path):
    path = tmp_path / "a.key"
    ReleaseKey.generate("official-17").write(path)
    path.chmod(0o640)
    with pytest.raises(Unreadable, match=r"open to others than its owner\. Make it private with: chmod 600 a\.key\.$"):
        ReleaseKey.read(path)


def test_a_key_has_one_use(tmp_path):
    path = tmp_path / "a.key"
    SigningKey.generate(Use.LOG, "log.custodian.example").write(path)
    with pytest.raises(Unreadable, match=r"This key is for the use log\. Give one for: release\.$"):
        ReleaseKey.read(path)
    with pytest.raises(Unreadable, match="Give one for: witness"):
        SigningKey.read(path, Use.WITNESS)


def test_a_public_key_reads_back_from_its_line():
    release, signing = ReleaseKey.generate("official-17").public, SigningKey.generate(Use.SIGNER, "s").public
    assert RecipientKey.parse(release.text()) == release
    assert RecipientKey.parse(release.text() + "\n") == release
    assert VerifyingKey.parse(signing.text()) == signing
    assert release.key_id in release.text()


def test_a_private_key_and_its_public_key_have_one_id():
    for key in _each()[:4]:
        assert key.key_id == key.public.key_id


def test_garbled_public_keys_are_refused():
    line = ReleaseKey.generate("official-17").public.text()
    parts = line.split(" ")
    for garbled in (
        "",
        line[:-1],
        line + " ",
        line.replace(" ", "  ", 1),
        " ".join([*parts[:3], "0" * 32, parts[4]]),
        " ".join([parts[0], "other", *parts[2:]]),
        " ".join([*parts[:2], "na\u00efve", *parts[3:]]),
        " ".join([*parts[:4], "AAAA"]),
        "withhold private key, version 1\nuse: release\n",
    ):
        with pytest.raises(Unreadable):
            RecipientKey.parse(garbled)
    with pytest.raises(Unreadable, match="for the use release"):
        VerifyingKey.parse(line)


@pytest.mark.parametrize("u", [0, 1, 2**255 - 19, 2**255 - 20])
def test_a_recipient_key_that_protects_nothing_is_refused(u):
    weak = RecipientKey(Use.RELEASE, "official-17", u.to_bytes(32, "little"))
    with pytest.raises(Unreadable, match="protects nothing"):
        RecipientKey.parse(weak.text())


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255, 2**255 + 1])
def test_a_verifying_key_of_low_order_is_refused(y):
    weak = VerifyingKey(Use.SIGNER, "signer-1", y.to_bytes(32, "little"))
    with pytest.raises(Unreadable, match="protects nothing"):
        VerifyingKey.parse(weak.text())


def test_without_that_refusal_one_signature_would_fit_any_message():
    identity = (1).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(identity).verify(identity + bytes(32), os.urandom(16))


def test_a_signature_is_checked_or_raises():
    key = SigningKey.generate(Use.SIGNER, "signer-1")
    signature = ed25519_sign(key)(b"batch digest")
    key.public.check(signature, b"batch digest")
    check_ed25519(key.public.raw, signature, b"batch digest")
    other = SigningKey.generate(Use.SIGNER, "signer-1").public
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    for public, bad, message in (
        (key.public.raw, signature, b"batch digesu"),
        (key.public.raw, flipped, b"batch digest"),
        (key.public.raw, signature[:-1], b"batch digest"),
        (key.public.raw, b"", b"batch digest"),
        (other.raw, signature, b"batch digest"),
        (b"short", signature, b"batch digest"),
    ):
        with pytest.raises(SignatureFails):
            check_ed25519(public, bad, message)


def test_the_same_bytes_make_the_same_key():
    assert SigningKey(Use.LOG, "a", bytes(32)).public.raw == SigningKey(Use.LOG, "b", bytes(32)).public.raw
