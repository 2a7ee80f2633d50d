"""What can be named as a witness, and what a log's statement of its witnesses counts for."""

from dataclasses import replace

import pytest

from withhold.tlog.errors import ProofFails, QuorumMissing
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, sign_checkpoint, verify_checkpoint
from withhold.tlog.notes.cosignature import WitnessPolicy, cosign
from withhold.tlog.notes.note import Note
from withhold.tlog.witnesses.client import Witness

COVERS = (
    "withhold.tlog.notes.checkpoint",
    "withhold.tlog.notes.cosignature",
    "withhold.tlog.witnesses.client",
)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "witness.example",
        "ftp://witness.example/",
        "file:///etc/passwd",
        "http://",
        "http://:80/",
        "http://[",
        "https://who:pass@witness.example/",
        "https://witness.example/?a=b",
        "https://witness.example/#a",
        "https://witness.example:0/",
        "https://witness.example:99999/",
        "https://witness.example/\n",
    ],
)
def test_a_url_is_plain_http_or_https(world, url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Witness(world.witnesses[0], url)


def test_a_witness_has_a_witnesss_key(world) -> None:
    assert Witness(world.witnesses[0], "https://witness.example/w1").url.endswith("w1")
    with pytest.raises(ValueError, match="type cosignature"):
        Witness(world.log.key(), "https://witness.example/w1")


def test_a_stated_witness_is_checked_and_counts_for_nothing(log, world) -> None:
    first, second = world.witnesses
    trust = LogTrust((world.log.key(),), WitnessPolicy((first,), 1), refuse_unknown=True)
    with pytest.raises(ProofFails, match="line 3 is by no key"):
        verify_checkpoint(log.note.encode(), trust, world.check)
    stating = replace(trust, stated=(second,))
    assert [each.witness for each in verify_checkpoint(log.note.encode(), stating, world.check).cosignatures] == [
        world.first.name
    ]
    forged = sign_checkpoint(Checkpoint.parse(log.note.text), world.log.key(), world.log.sign)
    alone = replace(trust, witnesses=WitnessPolicy((first,), 1), stated=(first, second))
    with pytest.raises(QuorumMissing):
        verify_checkpoint(forged.encode(), alone, world.check)
    flipped = Note(log.note.text, (*log.note.signatures[:2], cosign(log.note.text, 1, second, world.first.sign)))
    with pytest.raises(ProofFails, match=world.second.name):
        verify_checkpoint(flipped.encode(), stating, world.check)
