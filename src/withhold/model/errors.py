"""Every error that withhold raises on purpose. None carries personal data: a message may travel to a log."""


class WithholdError(Exception):
    """Base of all of them. ``exit_code`` is what a command ends with (see docs/commands)."""

    exit_code = 2


class Fault(WithholdError):
    """A check found a fault: a proof fails, a row was altered."""

    exit_code = 1


class Unreadable(WithholdError):
    """Input that cannot be read. The message names file, row and column, never a cell's content.

    ``row`` counts data rows from 1, the header not included; None if the fault has no row.
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
    """The actor may not do this here. Says no more than that, so as not to hint that the thing exists."""


class Conflict(WithholdError):
    """The command does not fit the state it met; the message says why."""


class TemporarilyUnable(WithholdError):
    """Something outside the input stops the command for now: a full disk, a machine that does not answer.

    Nothing is lost. The message names what stopped it, and the same command finishes the work later.
    """

    exit_code = 4
