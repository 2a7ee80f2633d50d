"""Reading a batch, judging every row by a rule pack, and saying what falls short. It can refuse; it cannot approve."""

from withhold.screening.applying import Screened, screen
from withhold.screening.columns import COLUMNS
from withhold.screening.errors import Unwritable
from withhold.screening.outputs import write_outputs
from withhold.screening.reading import read_batch
from withhold.screening.streaming import FileScreened, screen_file

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
