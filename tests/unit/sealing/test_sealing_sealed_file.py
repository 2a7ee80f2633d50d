"""Whole files at rest: any size, and any altered byte is found."""

from io import BytesIO

import pytest

from support.codes import raises
from withhold.model.errors import Code, Unreadable
from withhold.sealing import sealed_file
from withhold.sealing.envelope import AtRest
from withhold.sealing.errors import SealBroken, Shredded
from withhold.sealing.keys import SecretKey
from withhold.sealing.keytext import Use
from withhold.sealing.sealed_file import opened_chunks, seal_file

COVERS = ("withhold.sealing.envelope", "withhold.sealing.sealed_file")

HOME = SecretKey.generate(Use.HOME, "home")
AAD = b"evidence of batch 1"


@pytest.fixture
def at_rest(tmp_path):
    return AtRest(HOME, tmp_path / "data-keys")


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(sealed_file, "CHUNK", 16)


def sealed(at_rest, path, content, aad=AAD):
    seal_file(at_rest, BytesIO(content), path, aad, label="batch-1")
    return path


def opened(at_rest, path, aad=AAD):
    return b"".join(opened_chunks(at_rest, path, aad))


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 32, 100])
def test_files_of_any_size_read_back(tmp_path, at_rest, small_chunks, size):
    content = bytes(range(size))
    assert opened(at_rest, sealed(at_rest, tmp_path / "evidence", content)) == content


def test_a_file_of_several_chunks_of_full_size_reads_back(tmp_path, at_rest):
    content = bytes(range(256)) * 4096 * 2 + b"end"
    assert opened(at_rest, sealed(at_rest, tmp_path / "evidence", content)) == content


def test_any_altered_or_cut_byte_is_found(tmp_path, at_rest, small_chunks):
    path = sealed(at_rest, tmp_path / "evidence", bytes(40))
    content = path.read_bytes()
    for position in range(len(content)):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        with pytest.raises(SealBroken):
            opened(at_rest, path)
        path.write_bytes(content[:position])
        with pytest.raises(SealBroken):
            opened(at_rest, path)


def test_chunks_cannot_be_moved_left_out_or_added(tmp_path, at_rest, small_chunks):
    path = sealed(at_rest, tmp_path / "evidence", bytes(48))
    content = path.read_bytes()
    head, pieces = content[:-96], [content[-96:-64], content[-64:-32], content[-32:]]
    for order in ((1, 0, 2), (0, 2), (1, 2), (0, 1), (0, 1, 2, 2), (0, 0, 1, 2)):
        path.write_bytes(head + b"".join(pieces[number] for number in order))
        with raises(SealBroken, Code.SEAL_FILE_ALTERED):
            opened(at_rest, path)


def test_another_context_or_another_file_of_the_batch_does_not_fit(tmp_path, at_rest):
    path = sealed(at_rest, tmp_path / "evidence", b"rows")
    with raises(SealBroken, Code.SEAL_FILE_ALTERED):
        opened(at_rest, path, b"evidence of batch 2")


def test_a_destroyed_data_key_shreds_the_file(tmp_path, at_rest):
    path = sealed(at_rest, tmp_path / "evidence", b"rows")
    at_rest.destroy("batch-1")
    with pytest.raises(Shredded):
        opened(at_rest, path)
    with pytest.raises(Shredded):
        sealed(at_rest, tmp_path / "more", b"rows")


def test_a_missing_file_or_a_directory_is_unreadable(tmp_path, at_rest):
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(Unreadable, match=path.name):
            opened(at_rest, path)


def test_a_source_that_breaks_off_leaves_nothing_and_keeps_the_old(tmp_path, at_rest):
    class Breaks(BytesIO):
        def read(self, size=-1):
            raise OSError(5, "Input/output error")

    path = sealed(at_rest, tmp_path / "evidence", b"old")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError, match="Input/output"):
        seal_file(at_rest, Breaks(), path, AAD, label="batch-1")
    assert sorted(tmp_path.iterdir()) == before
    assert opened(at_rest, path) == b"old"
