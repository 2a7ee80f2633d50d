"""Read a batch, check every row against a rule pack, and name each deficiency. Screening can refuse, never approve."""

from withhold.model.cases.request import COLUMNS
from withhold.screening.errors import Unwritable
from withhold.screening.passes.applying import Screened, screen
from withhold.screening.passes.outputs import write_outputs
from withhold.screening.passes.streaming import FileScreened, screen_file
from withhold.screening.reading import read_batch

__all__ = [
    "COLUMNS",
    "FileScreened",
    "Screened",
    "Unwritable",
    "read_batch",
    "screen",
    "screen_file",
    "write_outputs",
]
