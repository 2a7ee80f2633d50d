"""Payloads at rest open with their own aad only, and never again after their data key is destroyed."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.codes import raises
from withhold.model.errors import Code, Conflict
from withhold.sealing.data_keys import key_id
from withhold.sealing.envelope import OVERHEAD, AtRest
from withhold.sealing.errors import SealBroken, Shredded
from withhold.sealing.keys import SecretKey
from withhold.sealing.keytext import Use

COVERS = ("withhold.sealing.data_keys", "withhold.sealing.envelope")

HOME = SecretKey.generate(Use.HOME, "home")
AAD, PAYLOAD = b"event 17 payload", b'{"synthetic":"payload"}'


@pytest.fixture
def at_rest(tmp_path):
    return AtRest(HOME, tmp_path / "data-keys")


def reopened(at_rest, home=HOME):
    return AtRest(home, at_rest.keys._directory)


def key_file(at_rest, label="2026-11"):
    return at_rest.keys._path(key_id(label))


def test_what_is_sealed_opens_when_opened_again(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="2026-11")
    assert reopened(at_rest).open(sealed, AAD) == PAYLOAD
    assert len(sealed) == len(PAYLOAD) + OVERHEAD
    assert PAYLOAD not in sealed
    assert at_rest.open(at_rest.seal(b"", b"", label="2026-11"), b"") == b""


def test_one_payload_sealed_twice_differs(at_rest):
    assert at_rest.seal(PAYLOAD, AAD, label="a") != at_rest.seal(PAYLOAD, AAD, label="a")


def test_any_altered_or_missing_byte_is_found(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="2026-11")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            at_rest.open(bytes(altered), AAD)
        with pytest.raises(SealBroken):
            at_rest.open(sealed[:position], AAD)


def test_a_payload_does_not_open_in_anothers_place(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="2026-11")
    with raises(SealBroken, Code.SEAL_BROKEN):
        at_rest.open(sealed, b"event 18 payload")


def test_another_batchs_data_key_does_not_open_it(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="batch-1")
    with raises(SealBroken, Code.SEAL_CUT_SHORT):
        at_rest.sealer("batch-2").open(sealed, AAD)
    swapped = sealed[:1] + key_id("batch-2") + sealed[17:]
    with raises(SealBroken, Code.SEAL_BROKEN):
        at_rest.open(swapped, AAD)


def test_another_instance_does_not_open_it(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="2026-11")
    with raises(SealBroken, Code.SEAL_DATA_KEY_FOREIGN):
        reopened(at_rest, SecretKey.generate(Use.HOME, "home")).open(sealed, AAD)


def test_destroying_one_data_key_shreds_what_it_sealed_and_nothing_else(at_rest):
    gone, kept = at_rest.seal(PAYLOAD, AAD, label="batch-1"), at_rest.seal(PAYLOAD, AAD, label="batch-2")
    elsewhere = reopened(at_rest)
    assert elsewhere.open(gone, AAD) == PAYLOAD
    at_rest.destroy("batch-1")
    for each in (at_rest, elsewhere, reopened(at_rest)):
        with pytest.raises(Shredded):
            each.open(gone, AAD)
        with pytest.raises(Shredded):
            each.seal(PAYLOAD, AAD, label="batch-1")
        assert each.open(kept, AAD) == PAYLOAD
    assert not key_file(at_rest, "batch-1").exists()


def test_an_interrupted_destruction_is_finished_and_a_restored_key_stays_destroyed(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="batch-1")
    content = key_file(at_rest, "batch-1").read_bytes()
    at_rest.destroy("batch-1")
    key_file(at_rest, "batch-1").write_bytes(content)
    with pytest.raises(Shredded):
        reopened(at_rest).open(sealed, AAD)
    at_rest.destroy("batch-1")
    assert not key_file(at_rest, "batch-1").exists()


def test_destroying_twice_is_destroying(at_rest):
    at_rest.seal(PAYLOAD, AAD, label="batch-1")
    at_rest.destroy("batch-1")
    at_rest.destroy("batch-1")
    with pytest.raises(Shredded):
        at_rest.sealer("batch-1")


def test_there_must_be_something_to_destroy(at_rest):
    with pytest.raises(Conflict):
        at_rest.destroy("batch-1")


def test_a_damaged_data_key_file_is_named_not_replaced(at_rest):
    sealed = at_rest.seal(PAYLOAD, AAD, label="2026-11")
    path = key_file(at_rest)
    content = path.read_bytes()
    for position in range(len(content)):
        altered = bytearray(content)
        altered[position] ^= 1
        path.write_bytes(altered)
        with pytest.raises(SealBroken, match=path.name):
            reopened(at_rest).open(sealed, AAD)
    path.write_bytes(content[:20])
    with pytest.raises(SealBroken):
        reopened(at_rest).seal(PAYLOAD, AAD, label="2026-11")
    path.unlink()
    with raises(SealBroken, Code.SEAL_DATA_KEY_LOST):
        reopened(at_rest).open(sealed, AAD)


def test_the_keys_directory_is_its_owners_only(at_rest):
    at_rest.seal(PAYLOAD, AAD, label="2026-11")
    assert stat.S_IMODE(at_rest.keys._directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(key_file(at_rest).stat().st_mode) == 0o600
    key_file(at_rest).chmod(0o644)
    with pytest.raises(SealBroken, match="chmod 600"):
        reopened(at_rest).seal(PAYLOAD, AAD, label="2026-11")


@pytest.mark.parametrize("label", ["", " ", "a b", "../up", "a" * 201, "n\u00e4me"])
def test_a_label_that_a_key_cannot_have_raises_value_error(at_rest, label):
    with pytest.raises(ValueError, match="label"):
        at_rest.seal(PAYLOAD, AAD, label=label)


def test_all_who_race_for_one_label_get_one_key(at_rest):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: reopened(at_rest).keys.obtain("batch-1"), range(32)))
    assert len(keys) == 1


def test_two_processes_get_the_key_that_was_made_first(at_rest):
    identifier, key = at_rest.keys.obtain("batch-1")
    second = reopened(at_rest).keys
    second._create("batch-1", identifier)
    assert second.find(identifier) == key


def test_a_data_key_whose_sync_fails_is_not_there(at_rest, monkeypatch):
    def fails(descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input/output"):
        at_rest.seal(PAYLOAD, AAD, label="2026-11")
    assert list(at_rest.keys._directory.iterdir()) == []
