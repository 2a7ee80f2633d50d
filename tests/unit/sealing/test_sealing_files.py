"""Writing a file in place of another: only a regular file is ever replaced."""

import os
import stat
from pathlib import Path

import pytest

from withhold.model.errors import Unreadable
from withhold.sealing import files

COVERS = ("withhold.sealing.files",)


def test_a_named_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(
        Unreadable, match=r"^pipe: This is not a regular file\. Copy its content to one, and name that\.$"
    ):
        files.replace(pipe, b"content")
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_directory_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    with pytest.raises(Unreadable, match="is a directory"), files.atomic_write(tmp_path / "place"):
        pytest.fail("the block ran")
    assert list(tmp_path.iterdir()) == [tmp_path / "place"]


@pytest.mark.parametrize("target", ["pipe", "file", "nothing"])
def test_a_symbolic_link_is_refused_whatever_it_leads_to(tmp_path: Path, target: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / target)
    with pytest.raises(Unreadable, match=r"This is a link\. Name the file itself\.$"):
        files.replace(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_regular_file_is_replaced_and_a_new_one_is_made(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        files.replace(tmp_path / "file", content)
        assert (tmp_path / "file").read_bytes() == content
