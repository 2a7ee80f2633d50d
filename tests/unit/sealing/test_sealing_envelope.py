"""Payloads at rest open with their own aad only, and never again after their data key is destroyed."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.codes import raises
from withhold.model.errors import Code, Conflict
from withhold.sealing.data_keys import key_id
from withhold.sealing.envelope import OVERHEAD, Vault
from withhold.sealing.errors import SealBroken, Shredded
from withhold.sealing.keys import SecretKey
from withhold.sealing.keytext import Use

COVERS = ("withhold.sealing.data_keys", "withhold.sealing.envelope")

HOME = SecretKey.generate(Use.HOME, "home")
AAD, PAYLOAD = b"event 17 payload", b'{"synthetic":"payload"}'


@pytest.fixture
def vault(tmp_path):
    return Vault(HOME, tmp_path / "data-keys")


def reopened(vault, home=HOME):
    return Vault(home, vault.keys._directory)


def key_file(vault, label="2026-11"):
    return vault.keys._path(key_id(label))


def test_what_is_sealed_opens_in_a_vault_opened_again(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="2026-11")
    assert reopened(vault).open(sealed, AAD) == PAYLOAD
    assert len(sealed) == len(PAYLOAD) + OVERHEAD
    assert PAYLOAD not in sealed
    assert vault.open(vault.seal(b"", b"", label="2026-11"), b"") == b""


def test_one_payload_sealed_twice_differs(vault):
    assert vault.seal(PAYLOAD, AAD, label="a") != vault.seal(PAYLOAD, AAD, label="a")


def test_any_altered_or_missing_byte_is_found(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="2026-11")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(SealBroken):
            vault.open(bytes(altered), AAD)
        with pytest.raises(SealBroken):
            vault.open(sealed[:position], AAD)


def test_a_payload_does_not_open_in_anothers_place(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="2026-11")
    with raises(SealBroken, Code.SEAL_BROKEN):
        vault.open(sealed, b"event 18 payload")


def test_another_batchs_data_key_does_not_open_it(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="batch-1")
    with raises(SealBroken, Code.SEAL_CUT_SHORT):
        vault.sealer("batch-2").open(sealed, AAD)
    swapped = sealed[:1] + key_id("batch-2") + sealed[17:]
    with raises(SealBroken, Code.SEAL_BROKEN):
        vault.open(swapped, AAD)


def test_another_instance_does_not_open_it(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="2026-11")
    with raises(SealBroken, Code.SEAL_DATA_KEY_FOREIGN):
        reopened(vault, SecretKey.generate(Use.HOME, "home")).open(sealed, AAD)


def test_destroying_one_data_key_shreds_what_it_sealed_and_nothing_else(vault):
    gone, kept = vault.seal(PAYLOAD, AAD, label="batch-1"), vault.seal(PAYLOAD, AAD, label="batch-2")
    elsewhere = reopened(vault)
    assert elsewhere.open(gone, AAD) == PAYLOAD
    vault.destroy("batch-1")
    for each in (vault, elsewhere, reopened(vault)):
        with pytest.raises(Shredded):
            each.open(gone, AAD)
        with pytest.raises(Shredded):
            each.seal(PAYLOAD, AAD, label="batch-1")
        assert each.open(kept, AAD) == PAYLOAD
    assert not key_file(vault, "batch-1").exists()


def test_an_interrupted_destruction_is_finished_and_a_restored_key_stays_destroyed(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="batch-1")
    content = key_file(vault, "batch-1").read_bytes()
    vault.destroy("batch-1")
    key_file(vault, "batch-1").write_bytes(content)
    with pytest.raises(Shredded):
        reopened(vault).open(sealed, AAD)
    vault.destroy("batch-1")
    assert not key_file(vault, "batch-1").exists()


def test_destroying_twice_is_destroying(vault):
    vault.seal(PAYLOAD, AAD, label="batch-1")
    vault.destroy("batch-1")
    vault.destroy("batch-1")
    with pytest.raises(Shredded):
        vault.sealer("batch-1")


def test_there_must_be_something_to_destroy(vault):
    with pytest.raises(Conflict):
        vault.destroy("batch-1")


def test_a_damaged_data_key_file_is_named_not_replaced(vault):
    sealed = vault.seal(PAYLOAD, AAD, label="2026-11")
    path = key_file(vault)
    content = path.read_bytes()
    for position in range(len(content)):
        altered = bytearray(content)
        altered[position] ^= 1
        path.write_bytes(altered)
        with pytest.raises(SealBroken, match=path.name):
            reopened(vault).open(sealed, AAD)
    path.write_bytes(content[:20])
    with pytest.raises(SealBroken):
        reopened(vault).seal(PAYLOAD, AAD, label="2026-11")
    path.unlink()
    with raises(SealBroken, Code.SEAL_DATA_KEY_LOST):
        reopened(vault).open(sealed, AAD)


def test_the_keys_directory_is_its_owners_only(vault):
    vault.seal(PAYLOAD, AAD, label="2026-11")
    assert stat.S_IMODE(vault.keys._directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(key_file(vault).stat().st_mode) == 0o600
    key_file(vault).chmod(0o644)
    with pytest.raises(SealBroken, match="chmod 600"):
        reopened(vault).seal(PAYLOAD, AAD, label="2026-11")


@pytest.mark.parametrize("label", ["", " ", "a b", "../up", "a" * 201, "n\u00e4me"])
def test_a_label_that_a_key_cannot_have_raises_value_error(vault, label):
    with pytest.raises(ValueError, match="label"):
        vault.seal(PAYLOAD, AAD, label=label)


def test_all_who_race_for_one_label_get_one_key(vault):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: reopened(vault).keys.obtain("batch-1"), range(32)))
    assert len(keys) == 1


def test_two_processes_get_the_key_that_was_made_first(vault):
    identifier, key = vault.keys.obtain("batch-1")
    second = reopened(vault).keys
    second._create("batch-1", identifier)
    assert second.find(identifier) == key


def test_a_data_key_whose_sync_fails_is_not_there(vault, monkeypatch):
    def fails(descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input/output"):
        vault.seal(PAYLOAD, AAD, label="2026-11")
    assert list(vault.keys._directory.iterdir()) == []
