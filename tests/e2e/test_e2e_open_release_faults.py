"""Releases that the browser cannot open: another key, no key, an altered file, a browser without the functions.

The page names each fault and its cure.
"""

import hashlib
import struct
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from playwright.sync_api import Page

from support.release_page import ReleasePage
from support.sealed_example import BINDING, BOX, INFO, KEY, OTHER, SEALED, choose, sealed, tells
from withhold.sealing.hpke import LONGEST_PLAINTEXT, MAGIC, seal_release
from withhold.sealing.keys import SecretKey, SigningKey
from withhold.sealing.keytext import KeyText, Use, private_text

COVERS = ("withhold.sealing.hpke", "withhold.sealing.keys")


def test_another_officials_key_does_not_open_a_release(page: Page, served: ReleasePage, tmp_path: Path) -> None:
    OTHER.write(tmp_path / "other.key")
    choose(page, served, SEALED, tmp_path / "other.key")
    tells(
        page, f"this key's id is {OTHER.key_id}. Choose the key that was accredited when it was released, {KEY.key_id}"
    )


def test_a_release_that_names_this_key_but_is_sealed_to_another_is_reported(
    page: Page, served: ReleasePage, key_file: Path
) -> None:
    theirs = sealed(replace(BINDING, recipient_key=OTHER.key_id), OTHER)
    forged = theirs.replace(OTHER.key_id.encode(), KEY.key_id.encode())
    choose(page, served, forged, key_file)
    tells(page, "The sealed release was altered or cut short")


PARTS = {
    "magic": (0, "not a sealed release of a version"),
    "length": (INFO - 1, "altered or cut short"),
    "label": (INFO, "altered or cut short"),
    "a field's length": (INFO + 19, "altered or cut short"),
    "request": (INFO + 20, "altered or cut short"),
    "index": (BOX - 1, "altered or cut short"),
    "encapsulated key": (BOX, "altered or cut short"),
    "ciphertext": (BOX + 32, "altered or cut short"),
    "tag": (len(SEALED) - 1, "altered or cut short"),
}


@pytest.mark.parametrize("part", PARTS)
def test_an_altered_part_is_reported(page: Page, served: ReleasePage, key_file: Path, part: str) -> None:
    place, said = PARTS[part]
    choose(page, served, SEALED[:place] + bytes([SEALED[place] ^ 1]) + SEALED[place + 1 :], key_file)
    tells(page, said)


# This runs in the page, with the module itself. It returns a short outcome for each sealed release.
OUTCOMES = """async ([releases, key]) => {
  const { Told, from64, opened } = await import("/static/site/sealed-release.js");
  const outcome = async (each) => {
    try {
      return `opened ${(await opened(from64(each), from64(key))).plain.length}`;
    } catch (error) { return error instanceof Told ? "told" : String(error); }
  };
  const found = [];
  for (const each of releases) found.push(await outcome(each));
  return found;
}"""


def outcomes(page: Page, served: ReleasePage, releases: list[bytes], key_file: Path) -> list[str]:
    page.goto(served.address)
    given = [b64encode(each).decode() for each in releases]
    found: list[str] = page.evaluate(OUTCOMES, [given, b64encode(key_file.read_bytes()).decode()])
    return found


def test_no_byte_can_be_altered_none_left_out_and_none_added(page: Page, served: ReleasePage, key_file: Path) -> None:
    altered = [SEALED[:at] + bytes([SEALED[at] ^ 0x80]) + SEALED[at + 1 :] for at in range(len(SEALED))]
    shorter = [SEALED[:length] for length in range(len(SEALED))]
    low_order = [SEALED[:BOX] + bytes(32) + SEALED[BOX + 32 :]]
    every = [*altered, *shorter, *low_order, SEALED + b"\0"]
    assert set(outcomes(page, served, every, key_file)) == {"told"}


def test_what_python_seals_opens_whatever_its_length(page: Page, served: ReleasePage, key_file: Path) -> None:
    lengths = [0, 1, 15, 16, 17, 255, 4096, LONGEST_PLAINTEXT]
    releases = [seal_release(bytes(length), KEY.public, BINDING) for length in lengths]
    assert outcomes(page, served, releases, key_file) == [f"opened {length}" for length in lengths]


def test_a_header_that_is_longer_or_malformed_is_reported(page: Page, served: ReleasePage, key_file: Path) -> None:
    # Each release is sealed to the official under its own header, so only the header is wrong.
    suite, recipient = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM), KEY.public.raw

    def under(info: bytes) -> bytes:
        box = suite.encrypt(b"{}", X25519PublicKey.from_public_bytes(recipient), info=info)
        return MAGIC + struct.pack(">H", len(info)) + info + box

    def field(text: bytes) -> bytes:
        return info.replace(b"\0\x09case-0001", struct.pack(">H", len(text)) + text)

    info = BINDING.encode()
    strange = [info + b"\0\1x", info + b"\0\0", info[:-10], info[:-1], info[1:], b"", info + b"\0"]
    strange += [field(text) for text in (b"", b"case\x1b0001", b"case\xff0001", b"\xe2\x80\xae", b"x" * 1025)]
    strange += [field(b"x" * 20_000), info[:-10] + b"\0\x09" + info[-8:], info[:-10] + b"\0\x07" + info[-7:]]
    assert outcomes(page, served, [under(each) for each in strange], key_file) == ["told"] * len(strange)
    assert outcomes(page, served, [under(info), under(field(b"x" * 1024))], key_file) == ["opened 2"] * 2


TEXT = private_text(KeyText(Use.RELEASE, KEY.name, KEY.key_id, KEY.secret))
LIAR = private_text(KeyText(Use.RELEASE, KEY.name, KEY.key_id, OTHER.secret))
NO_KEYS = {
    "empty": (b"", "is not a private key file"),
    "a picture": (bytes(range(256)) * 4, "is not a private key file"),
    "the release": (SEALED, "is not a private key file"),
    "too long": (b"x" * 100_000, "too long"),
    "public": (KEY.public.text().encode(), "This is a public key"),
    "Windows line ends": (TEXT.replace("\n", "\r\n").encode(), "altered or cut short. Restore it"),
    "byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), "is not a private key file"),
    "cut short": (TEXT[:-20].encode(), "Restore it from its backup"),
    "one letter": (TEXT.replace("official-17", "official-71").encode(), "Restore it from its backup"),
    "not its id": (LIAR.encode(), "Restore it from its backup"),
    "trailing": (TEXT.encode() + b"\n", "Restore it from its backup"),
    "signer": (b"", "another use (signer)"),
    "home": (b"", "another use (home)"),
}
_OTHERS = {"signer": SigningKey.generate(Use.SIGNER, "s"), "home": SecretKey.generate(Use.HOME, "h")}


@pytest.mark.parametrize("kind", NO_KEYS)
def test_a_file_that_is_no_release_key_is_reported(page: Page, served: ReleasePage, tmp_path: Path, kind: str) -> None:
    content, said = NO_KEYS[kind]
    if kind in _OTHERS:
        _OTHERS[kind].write(tmp_path / "key")
        content = (tmp_path / "key").read_bytes()
    choose(page, served, SEALED, content)
    tells(page, said)


def test_a_key_text_has_one_form(page: Page, served: ReleasePage) -> None:
    # Base64 leaves two bits unused at the end of 32 bytes. If they are set, Python refuses the text too.
    secret = b64encode(KEY.secret).decode()
    garbled = secret[:-2] + chr(ord(secret[-2]) + 1) + "="
    lines = TEXT.partition("checksum: ")[0].replace(secret, garbled)
    choose(page, served, SEALED, f"{lines}checksum: {hashlib.sha256(lines.encode()).hexdigest()}\n".encode())
    tells(page, "Restore it from its backup")


@pytest.mark.parametrize(
    "changes",
    [{"v": 2}, {"case": "case-0002"}, {"address": None}, {"address": {}}, {"address": {"line1": ["x"]}}],
    ids=["version", "another case", "none", "empty", "a list"],
)
def test_content_of_another_form_is_shown_without_guessing(
    page: Page, served: ReleasePage, key_file: Path, changes: dict[str, Any]
) -> None:
    choose(page, served, sealed(**changes), key_file)
    tells(page, "Save the sealed file and open it offline with: withhold open")


@pytest.mark.parametrize("lacks", ["X25519", "every key exchange"])
def test_a_browser_that_cannot_open_a_release_shows_how_to_open_it_offline(
    page: Page, served: ReleasePage, key_file: Path, lacks: str
) -> None:
    page.add_init_script(
        "crypto.subtle.importKey = async () => { throw new DOMException('', 'NotSupportedError'); };"
        if lacks == "X25519"
        else "Object.defineProperty(crypto, 'subtle', { value: undefined });"
    )
    choose(page, served, SEALED, key_file)
    tells(page, "This browser cannot open releases: it knows no X25519. Save the sealed file and open it offline")
