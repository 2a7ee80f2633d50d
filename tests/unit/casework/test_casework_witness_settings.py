"""The witnesses and the quorum in an instance's settings, and the list of witnesses that the log states."""

from pathlib import Path

import pytest

from support.appointed_witnesses import SOME_KEY, appoint, replace_witness
from support.home import LittleHome
from withhold.casework.configuration import FILE, load_configuration
from withhold.casework.publication.witnesses import appoint_witnesses
from withhold.model.errors import Conflict, Unreadable
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.witnesses.client import Witness

COVERS = (
    "withhold.casework.configuration",
    "withhold.casework.publication.witnesses",
)

W = f'{{ vkey = "{SOME_KEY}", url = "https://witness.example/" }}'


def test_witnesses_are_in_the_settings_and_in_the_log(little: LittleHome) -> None:
    first = Witness(SOME_KEY, "http://127.0.0.1:7")
    second = Witness(VerifierKey("two.example", KeyType.COSIGNATURE, bytes(32)), "http://127.0.0.1:7")
    appoint(little, first, second, quorum=2)
    configuration = load_configuration(little.home)
    assert (configuration.witnesses, configuration.quorum) == ((first, second), 2)
    assert configuration.dump() == (little.home / FILE).read_text()
    assert (little.home / "log/witnesses").read_text() == f"{first.key}\n{second.key}\n"


def test_a_witness_that_was_replaced_stays_in_the_list_of_the_log(little: LittleHome) -> None:
    [before] = little.instance.configuration.witnesses
    replace_witness(little, Witness(SOME_KEY, "http://127.0.0.1:7"))
    assert (little.home / "log/witnesses").read_text() == f"{SOME_KEY}\n{before.key}\n"
    assert little.instance.trust.witnesses.witnesses == (SOME_KEY,)


@pytest.mark.parametrize(
    ("witnesses", "quorum", "said"),
    [
        ("[]", "1", "cannot be met"),
        ("[]", "0", "from 1 to"),
        (f"[{W}]", "0", "from 1 to"),
        (f"[{W}]", "2", "cannot be met"),
        (f"[{W}]", "-1", "must be"),
        (f"[{W}]", "true", "type int"),
        (f"[{W}]", "1.0", "type int"),
        (f"[{W}, {W}]", "1", "named twice"),
        (W, "1", "must be a list"),
        ('"https://witness.example/"', "1", "must be a list"),
        ("[1]", "1", "must be a list"),
        (f'[{{ vkey = "{SOME_KEY}" }}]', "1", "must be a list"),
        (f'[{{ vkey = "{SOME_KEY}", url = 1 }}]', "1", "must be a list"),
        ('[{ vkey = 1, url = "https://witness.example/" }]', "1", "must be a list"),
        (W.replace(" }", ', name = "x" }').join("[]"), "1", "must be a list"),
        ('[{ vkey = "a+b+c", url = "https://witness.example/" }]', "1", "vkey: "),
        (f'[{{ vkey = "{SOME_KEY}", url = "ftp://witness.example/" }}]', "1", "http or https"),
    ],
)
def test_settings_that_do_not_go_together_open_no_home(
    little: LittleHome, witnesses: str, quorum: str, said: str
) -> None:
    path = little.home / FILE
    kept = [line for line in path.read_text().splitlines() if not line.startswith(("witnesses", "quorum"))]
    path.write_text("\n".join([*kept, f"witnesses = {witnesses}", f"quorum = {quorum}"]))
    with pytest.raises(Unreadable, match=said):
        load_configuration(little.home)


def test_settings_may_leave_the_quorum_out_and_not_the_witnesses(little: LittleHome) -> None:
    path = little.home / FILE
    kept = [line for line in path.read_text().splitlines() if not line.startswith("quorum")]
    path.write_text("\n".join(kept))
    assert load_configuration(little.home).quorum == 1
    path.write_text("\n".join(line for line in kept if not line.startswith("witnesses")))
    with pytest.raises(Unreadable, match="cannot be met"):
        load_configuration(little.home)


def test_a_log_is_not_its_own_witness(little: LittleHome) -> None:
    key = SigningKey.read(little.home / "keys/log.key", Use.LOG)
    own = Witness(VerifierKey("other.example", KeyType.COSIGNATURE, key.public.raw), "http://127.0.0.1:9")
    appoint_witnesses(little.home, [own], 1)
    with pytest.raises(Unreadable, match="own witness"):
        little.reopen()


def test_appointing_what_cannot_be(little: LittleHome, tmp_path: Path) -> None:
    before = (little.home / FILE).read_text()
    with pytest.raises(Conflict):
        appoint_witnesses(little.home, [], 1)
    with pytest.raises(Unreadable):
        appoint_witnesses(little.home, [Witness(SOME_KEY, "http://127.0.0.1:9")], 0)
    assert (little.home / FILE).read_text() == before
    with pytest.raises(Unreadable):
        appoint_witnesses(tmp_path, [], 0)
