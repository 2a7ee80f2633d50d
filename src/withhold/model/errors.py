"""Every error that withhold raises on purpose.

No message contains personal data, because a message may end up in a log.
"""


class WithholdError(Exception):
    """Base of all of them. A command that is stopped by one ends with its ``exit_code`` (see docs/commands.md)."""

    exit_code = 2


class Fault(WithholdError):
    """A check found a fault. For example, a proof fails, or a row was altered."""

    exit_code = 1


class Unreadable(WithholdError):
    """Input that cannot be read. The message names the file, row and column. It never contains a cell.

    ``row`` counts data rows from 1, without the header. ``row`` and ``column`` are None if the fault has no row or no
    column. For example: ``batch.csv, row 3, column tin: is longer than 4,000 characters``.
    """

    exit_code = 3

    def __init__(self, file: str, reason: str, *, row: int | None = None, column: str | None = None) -> None:
        self.file, self.reason, self.row, self.column = file, reason, row, column
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {reason}")


class Forbidden(WithholdError):
    """The actor may not do this here. The message does not show whether the thing exists."""


class Conflict(WithholdError):
    """The command does not fit the state of a case or of the records. The message names the reason."""


class TemporarilyUnable(WithholdError):
    """Something outside the input stops the command for now, for example a full disk or a machine that does not answer.

    Nothing is lost. The message names the cause. The same command finishes the work later.
    """

    exit_code = 4
