"""The report: whole, self-contained, readable without its plots, and the commands that make it."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from withhold.cli.evidence import evidence
from withhold.model.errors import Fault, Unreadable
from withhold.studies.collisions.study import by_closed_form, by_enumeration
from withhold.studies.report import gathering
from withhold.studies.report import phrases as words
from withhold.studies.report.writing import planned, write_report
from withhold.studies.trial.builtin import PER_MILLE
from withhold.studies.trial.study import trial

COVERS = (
    "withhold.cli.evidence",
    "withhold.studies.collisions.study",
    "withhold.studies.report",
    "withhold.studies.trial.builtin",
    "withhold.studies.trial.study",
)

TODAY = date(2026, 3, 2)


def silent(*_: object) -> None:
    """Nobody watches a test."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of small results, made once."""
    out = tmp_path_factory.mktemp("evidence")
    gathering.write_result(out / gathering.CLOSED_FORM, by_closed_form(331_000_000, silent, points=1 << 12))
    gathering.write_result(
        out / gathering.ENUMERATION, by_enumeration(20_000, "duckdb", 1, out, silent, points=1 << 12)
    )
    found = trial("builtin", requests=1_500, seed=1, noise=1.0, today=TODAY, progress=silent)
    gathering.write_result(out / gathering.trial_file(found), found)
    gathering.write_result(out / "trial-pseudopeople-noise-5.json", found | {"source": "pseudopeople", "noise": 5.0})
    write_report(gathering.read_results(out), out)
    return out


class Reader(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "path", "use", "rect", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("meta", "path", "use", "rect", "br"):
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def read(folder: Path) -> Reader:
    reader = Reader()
    reader.feed((folder / "evidence.html").read_text(encoding="utf-8"))
    return reader


def test_evidence_page_is_whole_and_loads_nothing(read: Reader) -> None:
    assert read.open == []
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in read.tags}
    for tag, attributes in read.tags:
        for name, value in attributes.items():
            if name.endswith("href") or name == "src":
                assert (value or "").startswith("#"), (tag, value)


def test_evidence_page_repeats_no_id_and_every_reference_is_there(folder: Path, read: Reader) -> None:
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    text = (folder / "evidence.html").read_text(encoding="utf-8")
    wanted = set(re.findall(r'(?:xlink:href="|url\()#([^")]+)', text))
    assert wanted <= set(ids)


def test_evidence_every_plot_has_a_label_a_caption_a_file_and_words_beside_it(folder: Path, read: Reader) -> None:
    names = [name for name, _, _ in planned(gathering.read_results(folder))]
    plots = [attributes for tag, attributes in read.tags if tag == "svg"]
    assert len(plots) == len(names) == 11
    assert all(plot["role"] == "img" and plot["aria-label"] for plot in plots)
    assert sum(tag == "figcaption" for tag, _ in read.tags) == len(plots)
    assert sum(tag == "table" for tag, _ in read.tags) >= len(plots)
    for name in names:
        assert (folder / "plots" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "<svg" in (folder / "plots" / f"{name}.svg").read_text(encoding="utf-8")


def test_evidence_page_uses_the_colors_of_the_screen(folder: Path) -> None:
    text = (folder / "evidence.html").read_text(encoding="utf-8")
    body = text[text.index("<svg") :]
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert 'name="viewport"' in text
    assert not re.search(r"#(?:1b1f24|5a6472|d5dae1|0b6e4f|b3261e|2458a6|8a5a00)", body)


def test_evidence_headline_has_the_bound_the_recall_and_the_worst_stratum(folder: Path, read: Reader) -> None:
    results = gathering.read_results(folder)
    gateway = results.trials["trial-builtin"]["policies"]["gateway"]
    text = " ".join(read.text)
    assert f"Of {gateway['disclosures']:,} disclosures: at most" in text
    assert "Worst stratum" in text
    assert words.percent(gateway["recall"]["share"]) in text
    for limit in ("lower bounds", "about three times", "Nothing here is legal advice", "331,000,000"):
        assert limit in text


def test_evidence_json_is_what_the_page_shows(folder: Path) -> None:
    found = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    assert found["namesakes"]["closed_form"]["keys"]["name"]["strata"][0]["share"] == pytest.approx(0.813, abs=0.001)
    assert set(found["trials"]) == {"trial-builtin", "trial-pseudopeople-noise-5"}
    for policy in found["trials"]["trial-builtin"]["policies"].values():
        assert {"count", "total", "share", "interval_95", "upper_bound_95"} <= set(policy["wrong"])


def test_evidence_no_output_names_anyone(folder: Path) -> None:
    """Every text that comes out is a word of the study: none of the commonest names or a number of nine digits."""
    surnames = ("SMITH", "JOHNSON", "GARCIA", "RODRIGUEZ", "MARTINEZ", "NGUYEN", "MICHAEL", "MARIA", "JAMES")
    for path in (path for path in folder.rglob("*") if path.suffix in (".json", ".html", ".svg")):
        text = path.read_text(encoding="utf-8")
        visible = re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL).upper()
        assert not [name for name in surnames if re.search(rf"\b{name}\b", visible)], path.name
        if path.suffix == ".html":
            assert not re.search(r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", visible)


@pytest.mark.parametrize("text", ["{", "[]", '{"other": 1}'])
def test_evidence_report_refuses_a_result_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / gathering.CLOSED_FORM).write_text(text)
    with pytest.raises(Unreadable, match=gathering.CLOSED_FORM):
        gathering.read_results(tmp_path)


def test_evidence_report_without_results_still_has_methods_and_limits(tmp_path: Path) -> None:
    write_report(gathering.Results(), tmp_path)
    assert "Limits" in (tmp_path / "evidence.html").read_text(encoding="utf-8")


def test_evidence_words_cover_every_circumstance() -> None:
    assert set(PER_MILLE) <= set(words.CIRCUMSTANCES)


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "none"), (0.0, "0.0 %"), (0.81349, "81.3 %"), (0.0001, "0.01 %"), (1e-9, "under 0.00001 %")],
)
def test_evidence_percentages(share: float | None, said: str) -> None:
    assert words.percent(share) == said


def test_evidence_one_in_never_promises_more_than_was_found() -> None:
    assert words.one_in(0.000148) == "1 in 6,700"
    assert words.one_in(1.0) == "1 in 1"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(evidence, list(arguments))


@pytest.mark.trial
def test_evidence_commands_write_the_files_that_they_name(folder: Path, tmp_path: Path) -> None:
    closed = run("collisions", "--population", "1000", "--out", str(tmp_path))
    assert closed.exit_code == 0, closed.output
    assert "Name + ZIP Code" in closed.output
    counted = run("collisions", "--method", "enumerate", "--population", "5000", "--out", str(tmp_path))
    assert "119 of 119" in counted.output or isinstance(counted.exception, Fault)
    tried = run("trial", "--requests", "300", "--out", str(tmp_path))
    assert tried.exit_code == 0, tried.output
    assert "The gateway" in tried.output


def test_evidence_report_command_makes_the_same_page_of_the_same_results(folder: Path, tmp_path: Path) -> None:
    for path in folder.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    reported = run("report", "--out", str(tmp_path))
    assert reported.exit_code == 0, reported.output
    for name in ("evidence.html", "evidence.json", "plots/share-by-key.svg"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_evidence_command_refuses_a_folder_without_truth(tmp_path: Path) -> None:
    found = run("trial", "--source", str(tmp_path), "--out", str(tmp_path / "out"))
    assert found.exit_code != 0
    assert "truth.csv" in str(found.exception)
    assert not (tmp_path / "out").exists()
