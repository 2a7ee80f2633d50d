"""Train the row score of reasons: .venv/bin/python -m tools.train_reason_score

It needs scikit-learn: `uv sync --group training`. It learns from the texts in `tests/quality/writers`, without those
that reasonable people could judge differently, from `tests/quality/independent`, and from the part `development` of
`tests/quality/reasons.csv`. Reasons of synthetic batches are among the sound ones, with little weight.

It writes the model into `withhold.law.specificity`, and `tests/quality/writers/left_out.json`: for each writer, the
scores that a model gives their texts if it learned from the others alone. No threshold is fixed on the texts of the
writer who is left out.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import numpy as np
import sklearn
from scipy import sparse
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools.noun_reasons import Reasons  # noqa: E402

from withhold.law.reasons import reason_text  # noqa: E402
from withhold.law.specificity.grams import BITS, buckets, grams  # noqa: E402

VERSION = "1"
WRITERS = ROOT / "tests" / "quality" / "writers"
FOLDER = ROOT / "src" / "withhold" / "law" / "specificity"
QUALITY = ROOT / "tests" / "quality"
WEIGHTS = {"reasons": 1.0, "offices": 1.0, "families": 0.3, "by_hand": 1.0, "combined": 0.3, "synthetic": 0.1}
"""How much a text counts. Members of a family, and texts combined from lists, resemble each other."""
INDEPENDENT = 6
"""The sixth writer, whose texts are mostly combined from lists. They are left out together, like another writer's."""
ALWAYS = 7
"""What every model learns from."""
SYNTHETIC = 300
STRENGTH = 60.0
"""Inverse of the regularization."""
STRICT_SHARE, SHORT_SHARE, LOOSE_SHARE = 0.005, 0.0075, 0.04
"""What share of sound texts, by a writer whom the model did not learn from, may have a score above a threshold."""
UNSEEN = 20
SPREAD = 5.0


@dataclass(frozen=True)
class Labeled:
    """A text with its label."""

    id: str
    text: str
    writer: int
    kind: str
    deficient: bool
    clear: bool = True


@dataclass(frozen=True)
class Texts:
    """All texts, with a row for each."""

    rows: list[Labeled]
    writer: np.ndarray
    deficient: np.ndarray
    weight: np.ndarray
    clear: np.ndarray
    counts: sparse.csr_matrix


def read() -> Texts:
    """Return the texts of all writers."""
    rows = [*_by_writers(), *_independent(), *_own()]
    return Texts(
        rows,
        np.array([row.writer for row in rows]),
        np.array([row.deficient for row in rows]),
        np.array([WEIGHTS[row.kind] for row in rows]),
        np.array([row.clear for row in rows]),
        counted([row.text for row in rows]),
    )


def _by_writers() -> Iterator[Labeled]:
    for writer in range(1, INDEPENDENT):
        for name in ("reasons", "offices", "families"):
            for line in (WRITERS / f"hand-{writer}" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                deficient = row["label"] == "deficient"
                yield Labeled(row["id"], reason_text(row["text"]), writer, name, deficient, not row["hard"])


def _independent() -> Iterator[Labeled]:
    for row in csv.DictReader((QUALITY / "independent" / "reasons.csv").open(encoding="utf-8")):
        kind = "by_hand" if row["category"] == "by_hand" else "combined"
        yield Labeled(row["id"], reason_text(row["reason"]), INDEPENDENT, kind, row["label"] == "deficient")
    for row in csv.DictReader((QUALITY / "independent" / "reason_batches.csv").open(encoding="utf-8")):
        if row["label"] == "independent":
            yield Labeled("", reason_text(row["reason"]), INDEPENDENT, "combined", deficient=False)


def _own() -> Iterator[Labeled]:
    for row in csv.DictReader((QUALITY / "reasons.csv").open(encoding="utf-8")):
        if row["part"] == "development":
            yield Labeled(row["id"], reason_text(row["reason"]), ALWAYS, "combined", row["label"] == "deficient")
    made = Reasons(Random(1))  # noqa: S311 - a draw of examples
    for _ in range(SYNTHETIC):
        yield Labeled("", reason_text(made.next()), ALWAYS, "synthetic", deficient=False)


def counted(texts: list[str]) -> sparse.csr_matrix:
    """Return how often each text has the grams of each bucket."""
    threes, fours, ends = grams(texts)
    starts = np.concatenate([[0], ends[:-1]])
    rows, places = [], []
    for codes, size in ((buckets(threes), 3), (buckets(fours), 4)):
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            found = codes[start : end - size + 1]
            rows.append(np.full(len(found), row))
            places.append(found)
    at = (np.concatenate(rows), np.concatenate(places).astype(np.int64))
    matrix = sparse.csr_matrix((np.ones(len(at[0])), at), shape=(len(texts), 1 << BITS))
    matrix.sum_duplicates()
    return matrix


def fitted(given: Texts, rows: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the weight of each bucket and the intercept, learned from these rows."""
    counts, label, weight = given.counts[rows], given.deficient[rows], given.weight[rows].copy()
    with_bucket = np.bincount(counts.indices, minlength=counts.shape[1])
    used = np.flatnonzero(with_bucket)
    rarity = np.log((1 + len(rows)) / (1 + with_bucket[used])) + 1
    length = np.asarray(counts.sum(axis=1)).ravel()
    features = sparse.diags(1 / np.sqrt(length) / SPREAD) @ counts[:, used] @ sparse.diags(rarity)
    total, of_deficient = weight.sum(), weight[label].sum()
    weight *= np.where(label, total / of_deficient, total / (total - of_deficient)) / 2
    model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, max_iter=60, random_state=0)
    model.fit(features, label, sample_weight=weight)
    weights = np.zeros(counts.shape[1])
    weights[used] = model.coef_[0] * rarity / SPREAD
    return weights, float(model.intercept_[0])


def scored(given: Texts, weights: np.ndarray, intercept: float) -> np.ndarray:
    """Return the score of every text, in thousandths."""
    length = np.asarray(given.counts.sum(axis=1)).ravel()
    return np.floor((given.counts @ weights / np.sqrt(length) + intercept) * 1000).astype(int)


def thresholds(scores: Iterable[np.ndarray]) -> dict[str, int]:
    """Return the thresholds by the scores of sound texts."""
    ordered = np.sort(np.concatenate(list(scores)))
    shares = {"strict": STRICT_SHARE, "short": SHORT_SHARE, "loose": LOOSE_SHARE}
    return {name: int(ordered[int(len(ordered) * (1 - share))]) for name, share in shares.items()}


def seen_in_sound(given: Texts, rows: np.ndarray) -> np.ndarray:
    """Return whether each 3-gram is in more than one of the sound texts of these rows."""
    found = np.zeros(1 << 15, int)
    for row in rows[~given.deficient[rows]]:
        threes, _, _ = grams([given.rows[row].text])
        found[np.unique(threes)] += 1
    return found > 1


def unseen_shares(given: Texts, seen: np.ndarray, rows: np.ndarray) -> list[int]:
    """Return the share of unseen 3-grams of some texts, in percent."""
    found = [~seen[grams([given.rows[row].text])[0]] for row in rows]
    return [int(100 * unseen.sum() // len(unseen)) for unseen in found]


def main() -> None:
    """Train, and write the model and what it says of each writer who is left out."""
    given = read()
    writers = range(1, INDEPENDENT + 1)
    learn = {
        (one, other): np.flatnonzero(given.clear & (given.writer != one) & (given.writer != other))
        for one in (0, *writers)
        for other in writers
        if one == 0 or one <= other
    }
    scores = {pair: scored(given, *fitted(given, rows)) for pair, rows in learn.items() if pair[0]}
    typed = given.weight == 1  # texts combined from lists would count one clause many times
    sound = {writer: given.clear & ~given.deficient & typed & (given.writer == writer) for writer in writers}
    left_out = {}
    for writer in writers:
        others = [other for other in writers if other != writer]
        pairs = {other: scores[min(writer, other), max(writer, other)] for other in others}
        found = thresholds(pairs[other][sound[other]] for other in others)
        own = np.flatnonzero(given.writer == writer)
        shares = unseen_shares(given, seen_in_sound(given, learn[0, writer]), own)
        values = zip(own, scores[writer, writer][own].tolist(), shares, strict=True)
        left_out[str(writer)] = {
            **found,
            "texts": {given.rows[row].id: [score, share] for row, score, share in values if given.rows[row].id},
        }
    (WRITERS / "left_out.json").write_text(json.dumps(left_out, indent=None, separators=(",", ":")) + "\n")
    write_model(given, thresholds(scores[writer, writer][sound[writer]] for writer in writers))


def write_model(given: Texts, found: dict[str, int]) -> None:
    """Write the model that learned from all writers. ``found`` are its thresholds."""
    rows = np.flatnonzero(given.clear)
    weights, intercept = fitted(given, rows)
    scale = float(np.abs(weights).max()) / 32_767
    whole = np.round(weights / scale).astype("<i2").tobytes()
    seen = np.packbits(seen_in_sound(given, rows)).tobytes()
    (FOLDER / "score_weights.bin").write_bytes(whole)
    (FOLDER / "score_seen.bin").write_bytes(seen)
    learned = sha256("\n".join(given.rows[row].text for row in rows).encode()).hexdigest()
    (FOLDER / "score.toml").write_text(
        f'''\
# The row score of reasons (see `score`). tools/train_reason_score.py writes this file and the weights.
[model]
version = "{VERSION}"
# SHA-256 of score_weights.bin and score_seen.bin, one after the other.
digest = "{sha256(whole + seen).hexdigest()}"
scale = "{scale!r}"
intercept = "{intercept!r}"
# A score above it returns a reason: {STRICT_SHARE:.1%} of sound texts by a writer who was left out have one.
strict = {found["strict"]}
# A score above it returns a reason that is short as well: {SHORT_SHARE:.2%} have one.
short = {found["short"]}
# A score above it marks a reason: {LOOSE_SHARE:.1%} have one.
loose = {found["loose"]}
# A greater share of 3-grams that no sound text has, in percent, shows that a text is not English.
unseen = {UNSEEN}

[provenance]
texts = {len(rows)}
sound = {int((~given.deficient[rows]).sum())}
source = "tests/quality: five writers without the debatable texts, independent, development. Synthetic texts."
# SHA-256 of the texts, folded, in the order of the files.
learned_from = "{learned}"
learned_with = "scikit-learn {sklearn.__version__}, numpy {np.__version__}"
''',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
