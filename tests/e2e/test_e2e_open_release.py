"""A real browser opens what Python sealed, with the key file that Python wrote, and tells what does not open."""

import hashlib
import json
import re
import struct
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.browser import DESK, PHONE, chromium, serious
from support.release_page import ReleasePage, release_page
from withhold.sealing.binding import ReleaseBinding
from withhold.sealing.hpke import LONGEST_PLAINTEXT, MAGIC, seal_release
from withhold.sealing.keys import ReleaseKey, SecretKey, SigningKey
from withhold.sealing.keytext import KeyText, Use, private_text

KEY = ReleaseKey.generate("official-17")
OTHER = ReleaseKey.generate("official-18")
BINDING = ReleaseBinding(
    "case-0001", "official-17", KEY.key_id, "a-pack", "2.1.0", "ab" * 32, "log.example/2026", 2**53 + 1
)
ADDRESS = {"line1": "12 Sample Street", "line2": "", "city": "Peoría", "state": "IL", "zip": "61602"}
CONTENT: dict[str, Any] = {
    "v": 1,
    "case": "case-0001",
    "request_ref": "R-9",
    "notice": "Return it.",
    "address": ADDRESS,
}
INFO = len(MAGIC) + 2
BOX = INFO + len(BINDING.encode())


def sealed(binding: ReleaseBinding = BINDING, key: ReleaseKey = KEY, **changes: Any) -> bytes:
    return seal_release(json.dumps({**CONTENT, **changes}, ensure_ascii=False).encode(), key.public, binding)


SEALED = sealed()


@pytest.fixture(scope="module")
def served() -> Iterator[ReleasePage]:
    with release_page() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(accept_downloads=True)
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which a message on the console, such as of the policy broken, is a failure."""
    found = context.new_page()
    said: list[str] = []
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    assert said == []


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "official-17.key"
    KEY.write(path)
    return path


def choose(page: Page, served: ReleasePage, release: bytes, key: Path | bytes) -> None:
    """Show a release, and choose a key file."""
    served.sealed = release
    page.goto(served.address)
    page.get_by_label("Your private key file").set_input_files(
        key if isinstance(key, Path) else {"name": "a.key", "mimeType": "text/plain", "buffer": key}
    )


def tells(page: Page, text: str) -> None:
    """The page tells `text` as an error, and shows nothing of a release."""
    expect(page.locator("#opened .usa-alert--error")).to_contain_text(text)
    assert page.locator("#opened dl").count() == 0
    assert ADDRESS["line1"] not in page.locator("main").inner_text()


def pairs(page: Page) -> dict[str, str]:
    expect(page.get_by_role("heading", name="What it is bound to")).to_be_visible()
    rows = zip(page.locator("#opened dt").all_inner_texts(), page.locator("#opened dd").all_inner_texts(), strict=True)
    return dict(rows)


def test_the_official_opens_it_and_sees_what_it_is_bound_to(page: Page, served: ReleasePage, key_file: Path) -> None:
    choose(page, served, SEALED, key_file)
    assert pairs(page) == {
        "Address": "12 Sample Street",
        "City": "Peoría",
        "State": "IL",
        "ZIP code": "61602",
        "Your reference": "R-9",
        "Notice": "Return it.",
        "Request": "case-0001",
        "Named official": "official-17",
        "Rule pack": "a-pack 2.1.0",
        "Digest of the rule pack": "ab" * 32,
        "Ledger": "log.example/2026",
        "Entry of the ledger": "9007199254740993",
        "Your key": f"official-17, {KEY.key_id}",
        "SHA-256 of the sealed file": hashlib.sha256(SEALED).hexdigest(),
    }


def test_the_key_goes_nowhere_and_the_page_keeps_nothing_of_it(page: Page, served: ReleasePage, key_file: Path) -> None:
    asked: list[str] = []
    served.sealed = SEALED
    page.goto(served.address, wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url))
    before = len(served.asked)
    page.get_by_label("Your private key file").set_input_files(key_file)
    pairs(page)
    page.get_by_label("Your private key file").set_input_files({"name": "b", "mimeType": "", "buffer": b"nothing"})
    tells(page, "not a private key file")
    page.wait_for_timeout(300)
    assert asked == []
    assert served.asked[before:] == []
    assert page.evaluate("document.getElementById('open-key').files.length") == 0
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert b64encode(KEY.secret).decode() not in page.content()


def test_another_officials_key_does_not_open_it(page: Page, served: ReleasePage, tmp_path: Path) -> None:
    OTHER.write(tmp_path / "other.key")
    choose(page, served, SEALED, tmp_path / "other.key")
    tells(
        page, f"this key's id is {OTHER.key_id}. Choose the key that was accredited when it was released, {KEY.key_id}"
    )


def test_a_release_that_names_this_key_and_is_sealed_to_another_is_told(
    page: Page, served: ReleasePage, key_file: Path
) -> None:
    theirs = sealed(ReleaseBinding(*_but(BINDING, recipient_key=OTHER.key_id)), OTHER)
    forged = theirs.replace(OTHER.key_id.encode(), KEY.key_id.encode())
    choose(page, served, forged, key_file)
    tells(page, "The sealed release was altered or cut short")


def _but(binding: ReleaseBinding, **changes: Any) -> list[Any]:
    return [changes.get(name, getattr(binding, name)) for name in ReleaseBinding.__dataclass_fields__]


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
def test_an_altered_part_is_told(page: Page, served: ReleasePage, key_file: Path, part: str) -> None:
    place, said = PARTS[part]
    choose(page, served, SEALED[:place] + bytes([SEALED[place] ^ 1]) + SEALED[place + 1 :], key_file)
    tells(page, said)


# In the page, with the module itself: what comes of each sealed release, in short.
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


def test_a_header_longer_or_stranger_than_ours_is_told(page: Page, served: ReleasePage, key_file: Path) -> None:
    def with_info(info: bytes) -> bytes:
        return MAGIC + struct.pack(">H", len(info)) + info + SEALED[BOX:]

    info = BINDING.encode()
    strange = [info + b"\0\1x", info + b"\0\0", info.replace(b"case-0001", b"case\x1b0001"), info[:-10], b""]
    strange += [info.replace(b"case-0001", b"case\xff0001"), info + b"x" * 20_000]
    assert outcomes(page, served, [with_info(each) for each in strange], key_file) == ["told"] * len(strange)


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
def test_a_file_that_is_no_release_key_is_told(page: Page, served: ReleasePage, tmp_path: Path, kind: str) -> None:
    content, said = NO_KEYS[kind]
    if kind in _OTHERS:
        _OTHERS[kind].write(tmp_path / "key")
        content = (tmp_path / "key").read_bytes()
    choose(page, served, SEALED, content)
    tells(page, said)


def test_a_key_text_has_one_form(page: Page, served: ReleasePage) -> None:
    """Base64 leaves two bits unused at the end of 32 bytes; where they are set, Python takes it for garbled too."""
    secret = b64encode(KEY.secret).decode()
    garbled = secret[:-2] + chr(ord(secret[-2]) + 1) + "="
    lines = TEXT.partition("checksum: ")[0].replace(secret, garbled)
    choose(page, served, SEALED, f"{lines}checksum: {hashlib.sha256(lines.encode()).hexdigest()}\n".encode())
    tells(page, "Restore it from its backup")


def test_the_right_key_after_a_wrong_one_opens_it(page: Page, served: ReleasePage, key_file: Path) -> None:
    choose(page, served, SEALED, b"nothing")
    tells(page, "is not a private key file")
    page.get_by_label("Your private key file").set_input_files(key_file)
    assert pairs(page)["Address"] == "12 Sample Street"


def test_markup_in_the_content_is_shown_as_text(page: Page, served: ReleasePage, key_file: Path) -> None:
    line = "<script>document.title='x'</script><img src=x onerror=document.title='x'>"
    address = {**ADDRESS, "line1": line, "<b>unknown</b>": "<i>kept</i>"}
    choose(page, served, sealed(address=address, notice="=cmd()", demonstration=True), key_file)
    found = pairs(page)
    assert (found["Address"], found["<b>unknown</b>"], found["Notice"]) == (line, "<i>kept</i>", "=cmd()")
    assert page.locator("#opened script, #opened img, #opened b, #opened i").count() == 0
    assert page.title() == "The release"
    expect(page.locator("#opened")).to_contain_text("Demonstration: nobody real lives there.")


@pytest.mark.parametrize(
    "changes",
    [{"v": 2}, {"case": "case-0002"}, {"address": None}, {"address": {}}, {"address": {"line1": ["x"]}}],
    ids=["version", "another case", "none", "empty", "a list"],
)
def test_content_of_another_form_is_not_guessed_at(
    page: Page, served: ReleasePage, key_file: Path, changes: dict[str, Any]
) -> None:
    choose(page, served, sealed(**changes), key_file)
    tells(page, "Save the sealed file and open it offline with: withhold open")


@pytest.mark.parametrize("lacks", ["X25519", "every key exchange"])
def test_a_browser_that_cannot_is_told_how_to_open_it_offline(
    page: Page, served: ReleasePage, key_file: Path, lacks: str
) -> None:
    page.add_init_script(
        "crypto.subtle.importKey = async () => { throw new DOMException('', 'NotSupportedError'); };"
        if lacks == "X25519"
        else "Object.defineProperty(crypto, 'subtle', { value: undefined });"
    )
    choose(page, served, SEALED, key_file)
    tells(page, "This browser cannot open releases: it knows no X25519. Save the sealed file and open it offline")


def test_the_sealed_file_is_saved_as_it_came(page: Page, served: ReleasePage, key_file: Path, tmp_path: Path) -> None:
    choose(page, served, SEALED, key_file)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Save the sealed file").click()
    begun.value.save_as(tmp_path / "saved")
    assert begun.value.suggested_filename == "case-0001.sealed"
    assert (tmp_path / "saved").read_bytes() == SEALED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_works_by_keyboard_and_axe_finds_nothing_serious(
    browser: Browser, served: ReleasePage, key_file: Path, size: Any, scheme: Any, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.on("filechooser", lambda _: None)  # from the start: a key pressed sooner would open a dialog of the system's
    served.sealed = SEALED
    page.goto(served.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "save-sealed"
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(key_file)
    pairs(page)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=str(tmp_path / "opened.png"), full_page=True)
    page.get_by_label("Your private key file").set_input_files({"name": "b", "mimeType": "", "buffer": b"nothing"})
    expect(page.get_by_role("status")).to_contain_text(re.compile("not a private key file"))
    assert serious(page) == []
    page.screenshot(path=str(tmp_path / "told.png"), full_page=True)
    context.close()
