"""A program of its own: the first sheet of a workbook to standard output, as an Arrow stream of strings.

Run by ``workbook``. Whatever a hostile workbook makes the parser do, it does here: allocate without end, panic
or abort. The limits are the kernel's, so that no parser has to keep them. Imports nothing of ours: it must
start fast, and hold nothing that could be lost.
"""

import resource
import sys

MEMORY_MAX = 6 << 30
"""Bytes of address space; a full sheet of 1,048,576 rows needs about half."""
CPU_SECONDS_MAX = 300


def _limit() -> None:
    if sys.platform != "darwin":  # which has no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(path: str) -> None:
    _limit()
    import fastexcel  # after the limits, which its parser must not exceed
    import polars as pl

    reader = fastexcel.read_excel(path)
    sheet = reader.load_sheet(0, header_row=None, dtypes="string", skip_whitespace_tail_rows=True)
    frame = pl.DataFrame(sheet) if sheet.height else pl.DataFrame()
    frame.write_ipc_stream(sys.stdout.buffer)


if __name__ == "__main__":
    _main(sys.argv[1])
