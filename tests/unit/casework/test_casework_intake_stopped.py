"""`withhold intake`, killed while identities are confirmed: the same command finishes it, on both databases."""

import signal
from pathlib import Path

import pytest

from support.homes import home_on
from support.killed import run_killed
from withhold.casework.audit.auditing import audit
from withhold.model.cases.case import State

COVERS = ("withhold.casework.audit.auditing",)


@pytest.mark.parametrize(
    ("database_url", "nth"),
    [
        ("sqlite", 1),
        ("postgresql", 3),
        pytest.param("postgresql", 1, marks=pytest.mark.trial),
        pytest.param("sqlite", 3, marks=pytest.mark.trial),
    ],
    indirect=["database_url"],
)
def test_killed_while_identities_are_confirmed_the_same_command_finishes(
    tmp_path: Path, database_url: str, nth: int
) -> None:
    with home_on(tmp_path, database_url) as little:
        path = little.batch([little.row(each) for each in ("robin", "kit", "jules")])
        path.with_name(f"{path.name}.sig").write_bytes(little.sign(path))
        words = ["intake", str(path), "--home", str(little.home), "--out", str(tmp_path / "answer")]
        ended = run_killed("identity", nth, words, database_url)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert len(little.instance.cases.in_state(State.DOCKETED)) == 3 - nth
        assert not (tmp_path / "answer").exists()
        ended = run_killed("identity", 0, words, database_url)
        assert ended.returncode == 0, ended.stderr
        assert "docketed             3" in ended.stdout
        assert (tmp_path / "answer" / "batch.tlog-proof").is_file()
        assert little.instance.cases.in_state(State.DOCKETED) == []
        assert not little.instance.journal.queue()
        assert len(little.instance.batches.list_all()) == 1
        assert audit(little.instance).findings == ()
        if nth == 1:  # nothing is left to do
            ended = run_killed("identity", 0, words, database_url)
            assert ended.returncode == 2
            assert "was filed before" in ended.stderr
            assert f"answers/{little.instance.batches.list_all()[0].digest[:16]}" in ended.stderr
