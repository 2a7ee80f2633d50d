"""The commands as people type them: what they print, their exit codes, and that a failure leaves nothing behind."""

import io
import re
import shlex
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from support.demonstrated import ROWS, demonstration, origin_of
from support.init_words import INIT
from withhold.cli.ledger.group import ledger
from withhold.cli.main import main, withhold

COVERS = (
    "withhold.cli.__main__",
    "withhold.cli.agency",
    "withhold.cli.code_reading",
    "withhold.cli.contexts",
    "withhold.cli.demonstration",
    "withhold.cli.given_paths",
    "withhold.cli.instance.init",
    "withhold.cli.instance.report",
    "withhold.cli.ledger.group",
    "withhold.cli.figures",
)

Run = Callable[..., "Ended"]


class Ended:
    """The exit code of a command, and what it printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def said(self) -> str:
        """Return the one line that the command failed with."""
        lines = [line for line in self.err.splitlines() if not line.startswith("DEMONSTRATION")]
        assert len(lines) == 1, lines
        return lines[0]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> Ended:
        monkeypatch.setattr("sys.argv", ["withhold", *(str(word) for word in words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make a demonstration. Return its directory and what it printed."""
    return demonstration(tmp_path_factory)


def test_the_demonstration_shows_a_newcomer_what_happened(demonstrated: tuple[Path, str]) -> None:
    _, said = demonstrated
    for part in (
        "Received",
        "Sent back",
        "Docketed",
        "Decided",
        "Released",
        "Ledger",
        "The person",
        "Check it yourself",
    ):
        assert part in said
    assert "DEMONSTRATION" in said
    assert "Not legal advice" in said


def test_the_commands_that_the_demonstration_prints_work(
    demonstrated: tuple[Path, str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [line.strip() for line in demonstrated[1].splitlines() if line.startswith("  withhold ")]
    assert [shlex.split(command)[1] for command in commands] == ["ledger", "open", "accounting", "serve"]
    code = next(line.split()[-1] for line in demonstrated[1].splitlines() if line.startswith("The accounting code"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(code.encode())))
    for command in commands[:-1]:  # `serve` goes on until it is stopped: test_e2e_pages.py starts it
        ended = run(*shlex.split(command)[1:])
        assert ended.code == 0, ended.err
        assert ended.out


def test_only_an_older_demonstration_is_replaced_by_a_new_one(tmp_path: Path, run: Run) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "mine.txt").write_text("keep")
    ended = run("demo", "--home", home, "--rows", "100")
    assert ended.code == 3
    assert ended.said.endswith("Name an empty or a new directory with --home. (demonstration.other_files)")
    assert (home / "mine.txt").read_text() == "keep"


@pytest.fixture
def copied(demonstrated: tuple[Path, str], tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.copytree(demonstrated[0], home)
    return home


def test_the_audit_of_a_demonstration_finds_nothing(copied: Path, run: Run) -> None:
    assert run("audit", "--home", copied).out.startswith("no fault found")
    assert run("ledger", "fsck", "--home", copied).out.startswith("no fault found")


@pytest.mark.parametrize("place", ["checkpoint", "tile/0/000", "tile/entries/000", "tile/1/000.p/*"])
def test_one_flipped_byte_of_the_log_is_named(copied: Path, run: Run, place: str) -> None:
    log = copied / "log"
    path = sorted(log.glob(place))[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    ended = run("ledger", "verify", log, "--vkey", log / "vkey")
    assert ended.code == 1
    assert str(path.relative_to(log)).split(".p")[0] in ended.said


def test_a_receipt_verifies_offline_and_one_flipped_byte_invalidates_it(copied: Path, run: Run, tmp_path: Path) -> None:
    receipt, keys = tmp_path / "receipt", ("--vkey", copied / "log/vkey", "--witness", copied / "witness/vkey")
    assert run("ledger", "proof", 7, "--home", copied, "--out", receipt).code == 0
    assert "entry 7" in run("ledger", "verify", "--receipt", receipt, *keys).out
    whole = receipt.read_bytes()
    for place in range(0, len(whole), 37):
        receipt.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert run("ledger", "verify", "--receipt", receipt, *keys).code in (1, 3)


def test_another_logs_key_is_refused(copied: Path, run: Run) -> None:
    key = (copied / "log" / "vkey").read_text().strip()
    name, _, material = key.split("+", 2)
    other = run("ledger", "verify", copied / "log", "--vkey", f"{name}+00000000+{material}")
    assert (other.code, other.err.count("\n")) == (3, 1)


def test_a_sealed_release_opens_with_its_officials_key_only(copied: Path, run: Run) -> None:
    sealed = next((copied / "sample").glob("*.sealed"))
    codes = {run("open", sealed, "--key", key).code for key in sorted((copied / "sample/keys").glob("OFF-*.key"))[:9]}
    assert codes == {0, 1}
    assert run("open", sealed, "--key", copied / "log" / "vkey").code == 3


def test_the_report_counts_every_request_and_every_disclosure(copied: Path, run: Run) -> None:
    year = datetime.now(UTC).year
    lines = [line.split(",") for line in run("report", "--year", year, "--home", copied).out.splitlines()]
    assert lines[0] == ["disclosed_to", "purpose", "authority", "requests", "disclosures", "people"]
    assert [sum(int(line[column]) for line in lines[1:]) for column in (3, 4, 5)] == [int(ROWS), 1, 1]
    assert run("report", "--year", 1999, "--home", copied).out.count("\n") == 1


def hostile(tmp_path: Path, good: Path) -> dict[str, Path]:
    """Return files that are not batches. Most are made from a sound one."""
    text = good.read_text()
    header, first, *rest = text.split("\n")
    made: dict[str, bytes] = {
        "missing.csv": "\n".join([header.replace("tin,", "", 1), *rest]).encode(),
        "unknown.csv": "\n".join([f"{header},employer", f"{first},x"]).encode(),
        "duplicate.csv": "\n".join([f"{header},tin", f"{first},x"]).encode(),
        "utf16.csv": text.encode("utf-16"),
        "latin1.csv": (text + first.replace("e", "é", 1)).encode("cp1252", "replace"),
        "truncated.csv": (header + '\n"unbalanced').encode(),
        "empty.csv": b"",
        "headeronly.csv": header.encode() + b"\n",
        "nul.csv": text.replace("a", "\0", 5).encode(),
        "huge.csv": f"{header}\n{'A' * 10_000_000}{first}\n".encode(),
        "ragged.csv": f"{header}\n{first},more,and,more\n".encode(),
        "truncated.parquet": b"PAR1" + b"\0" * 40,
        "broken.jsonl": b'{"tin": "1"\n',
        "notxlsx.xlsx": b"PK\x03\x04broken",
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    directory = tmp_path / "directory.csv"
    directory.mkdir()
    book = xlsxwriter.Workbook(tmp_path / "wrong.xlsx")
    book.add_worksheet().write_row(0, 0, ["who", "what"])
    book.close()
    return {path.name: path for path in tmp_path.iterdir() if path.suffix in {".csv", ".xlsx", ".parquet", ".jsonl"}}


def contents(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if "sqlite3-" not in path.name}


def test_bad_input_is_one_clear_line_and_leaves_nothing(copied: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    files = hostile(folder, copied / "sample" / "batch.csv")
    before = contents(copied)
    assert len(files) == 17
    for name, path in files.items():
        out = tmp_path / f"out-{name}"
        ended = run("screen", path, "--out", out)
        assert ended.code == 3, (name, ended.err)
        assert name in ended.said
        assert len(ended.said) < 300
        assert not out.exists()
        taken = run("intake", path, "--home", copied, "--signature", copied / "sample" / "batch.csv.sig")
        assert taken.code in (1, 3), (name, taken.err)
        assert taken.said
    assert contents(copied) == before
    assert run("audit", "--home", copied).code == 0


def test_a_batch_is_filed_once_by_its_signer_with_their_own_key(copied: Path, run: Run, tmp_path: Path) -> None:
    sample = copied / "sample"
    assert "filed before" in run("intake", sample / "batch.csv", "--home", copied).said
    fresh = tmp_path / "fresh.csv"
    pl.read_csv(sample / "batch.csv", infer_schema=False).head(40).write_csv(fresh)
    assert run("intake", fresh, "--home", copied).code == 3
    sign = ("sign", fresh, "--log", origin_of(copied), "--agency", "AGY-0001", "--signer", "SGN-0001", "--key")
    refused = run(*sign, sample / "keys" / "SGN-0002.key")
    assert refused.code == 2
    assert "SGN-0002" in refused.said
    another = tmp_path / "another.key"
    assert run("key", "--for", "signer", "--name", "SGN-0001", "--out", another).code == 0
    assert run(*sign, another).code == 0
    assert run("intake", fresh, "--home", copied).code == 1
    assert run(*sign, sample / "keys" / "SGN-0001.key").code == 0
    filed = run("intake", fresh, "--home", copied)
    assert filed.code == 0, filed.err
    assert re.search(r"rows +40", filed.out)
    assert run("audit", "--home", copied).code == 0


def test_every_command_teaches(run: Run) -> None:
    commands = [(name,) for name in withhold.lazy]
    commands += [("ledger", name) for name in ledger.lazy]
    for words in commands:
        ended = run(*words, "--help")
        assert ended.code == 0
        assert len(ended.out.split()) > 20


def test_wrong_usage_ends_with_2(run: Run, tmp_path: Path) -> None:
    assert run("frobnicate").code == 2
    assert run("screen").code == 2
    assert run("report", "--year", "soon").code == 2


def test_the_message_about_a_place_without_an_instance_names_init(run: Run, tmp_path: Path) -> None:
    ended = run("audit", "--home", tmp_path / "nowhere")
    assert ended.code == 3
    assert "withhold init" in ended.said


def test_an_instance_is_begun_once_and_no_command_opens_it_before_it_is_founded(
    run: Run, copied: Path, tmp_path: Path
) -> None:
    home, register = tmp_path / "new", copied / "sample" / "register.parquet"
    words = ("init", "--home", home, "--register", register, *INIT)
    made = run(*words)
    assert (made.code, made.err) == (0, "")
    assert made.out.count("code        ") == 5
    assert run(*words).code == 2
    for command in (("audit",), ("ledger", "fsck"), ("report", "--year", 2025)):
        refused = run(*command, "--home", home)
        assert refused.code == 3
        assert "not founded yet" in refused.said


def test_a_failed_init_leaves_nothing_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "kept").write_text("mine")
    for home in (mine, tmp_path / "new"):
        ended = run("init", "--home", home, "--register", "nowhere.parquet", *INIT)
        assert (ended.code, ended.said) == (
            3,
            "withhold: nowhere.parquet: There is no such file. Check its name. (file.missing)",
        )
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "kept"]
