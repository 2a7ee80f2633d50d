"""A sample: a register, a batch about some of its people, the truth of every row, and an accreditation."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polars as pl

from withhold.model.people.accreditation import Accreditation
from withhold.model.people.accreditation_file import dump_accreditation
from withhold.population.batches.request_writer import BATCH_SIGNER

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""

ROW_GROUP = 16_384


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample in memory. The same rows, seed and day make the same bytes."""

    register: pl.DataFrame
    """The columns of `register.SCHEMA`, sorted by ``tin``."""
    batch: pl.DataFrame
    """The columns of `request_writer.COLUMNS`, all text."""
    truth: pl.DataFrame
    """``row`` from 1, ``request_ref``, ``expected``, ``why``, ``share``, ``screening``, ``screening_why``,
    ``record_id``. The last is the id of the only record that may be disclosed, and "" if there is none."""
    accreditation: Accreditation
    signer: str = BATCH_SIGNER
    """Who signs the file. The truth depends on it."""

    def write(self, out: Path, progress: Progress | None = None) -> None:
        """Write the four files into the folder ``out``, which is made if it does not exist. Raises OSError.

        They are written to a temporary folder first, and moved when all are complete.
        """
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            names = self._write(draft, progress or (lambda _done, _all: None))
            out.mkdir(exist_ok=True)
            for name in names:
                (draft / name).replace(out / name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _write(self, draft: Path, progress: Progress) -> tuple[str, ...]:
        # On a full disk Polars reports only that its own transport failed. Python's write raises the system's error.
        register = BytesIO()
        self.register.write_parquet(register, row_group_size=ROW_GROUP)
        (draft / "register.parquet").write_bytes(register.getbuffer())
        progress(1, 4)
        self.batch.write_csv(draft / "batch.csv")
        progress(2, 4)
        self.truth.write_csv(draft / "truth.csv")
        progress(3, 4)
        (draft / "accreditation.json").write_text(dump_accreditation(self.accreditation), encoding="utf-8")
        progress(4, 4)
        return ("register.parquet", "batch.csv", "truth.csv", "accreditation.json")
