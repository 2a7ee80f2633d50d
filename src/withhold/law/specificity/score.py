"""The row score: how much a reason resembles reasons that say nothing. A model never approves.

It is a logistic regression over the 3- and 4-grams of letters of a text, learned from labeled texts (`score.toml` has
its version, its provenance and its thresholds). Weights are whole numbers, so a text has the same score on every
machine, alone or among others. ``tools/train_reason_score.py`` makes the files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from withhold.law.specificity.grams import buckets, grams, sums
from withhold.law.tables import Section, read_table


@dataclass(frozen=True, slots=True)
class ReasonModel:
    """A model of one version."""

    version: str
    digest: str
    """Hex SHA-256 of the weights."""
    weights: npt.NDArray[np.int16]
    seen: npt.NDArray[np.bool_]
    """Whether a 3-gram is in more than one sound text that it learned from."""
    scale: float
    intercept: float
    strict: int
    """A score above this returns a reason."""
    short: int
    """A score above this returns a reason that is short as well."""
    loose: int
    """A score above this marks a reason."""
    unseen: int
    """A share of unseen 3-grams above this, in percent, returns a text: it is not English."""

    def scores(self, texts: Sequence[str]) -> list[int]:
        """Return the score of each text, in thousandths of the log odds that it says nothing."""
        if not texts:
            return []
        threes, fours, ends = grams(texts)
        total = sums(self.weights[buckets(threes)], ends, 3) + sums(self.weights[buckets(fours)], ends, 4)
        counts = 2 * np.diff(ends, prepend=0) - 5
        odds = total / np.sqrt(counts) * self.scale + self.intercept
        rounded: list[int] = np.floor(odds * 1000).astype(np.int64).tolist()
        return rounded

    def unseen_shares(self, texts: Sequence[str]) -> list[int]:
        """Return what share of each text's 3-grams is in no sound text that the model learned from, in percent."""
        if not texts:
            return []
        threes, _, ends = grams(texts)
        counts = np.diff(ends, prepend=0) - 2
        shares: list[int] = (100 * sums((~self.seen[threes]).astype(np.int64), ends, 3) // counts).tolist()
        return shares


def load_model(path: Path) -> ReasonModel:
    """Return the model that a file describes. Raises ValueError unless the weights beside it are its own."""
    whole = Section(path.name, read_table(path), "file")
    head = whole.section("model")
    whole.section("provenance").items()  # for readers
    whole.close()
    weights, seen = (path.with_name(name).read_bytes() for name in ("score_weights.bin", "score_seen.bin"))
    digest = sha256(weights + seen).hexdigest()
    if digest != head.text("digest"):
        raise ValueError(f"{path.name}: the weights are not those of this model")
    model = ReasonModel(
        version=head.text("version"),
        digest=digest,
        weights=np.frombuffer(weights, "<i2").astype(np.int16),
        seen=np.unpackbits(np.frombuffer(seen, np.uint8)).astype(np.bool_),
        scale=float(head.text("scale")),
        intercept=float(head.text("intercept")),
        strict=head.number("strict", -20_000, 20_000),
        short=head.number("short", -20_000, 20_000),
        loose=head.number("loose", -20_000, 20_000),
        unseen=head.number("unseen", 5, 50),
    )
    head.close()
    return model


MODEL = load_model(Path(__file__).with_name("score.toml"))
