"""Every error that withhold raises on purpose.

No message contains personal data, because a message may end up in a log.
"""

from collections.abc import Callable
from functools import partial

from withhold.messages.catalogs import text
from withhold.model.codes import Code as Code


class WithholdError(Exception):
    """Base of all of them. A command that is stopped by one ends with its ``exit_code`` (see docs/commands.md).

    ``values`` fill the placeholders of the code's message.
    """

    exit_code = 2
    code: Code

    def __init__(self, code: Code, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def message(self, language: str = "en") -> str:
        """Return what is wrong and the cure, as sentences. Raises KeyError if the language's catalog lacks the code."""
        return text(str(self.code), self.values, language)

    def __str__(self) -> str:
        return self.message()


class Fault(WithholdError):
    """A check found a fault. For example, a proof fails, or a row was altered."""

    exit_code = 1


class Unreadable(WithholdError):
    """Input that cannot be read. The message names the file, row and column. It never contains a cell.

    ``row`` counts data rows from 1, without the header. ``row`` and ``column`` are None if the fault has no row or no
    column. For example: ``batch.csv, row 3, column tin: The cell is longer than 4,000 characters. Shorten it.``
    """

    exit_code = 3

    def __init__(
        self, code: Code, *, file: str, row: int | None = None, column: str | None = None, **values: str | int
    ) -> None:
        super().__init__(code, **values)
        self.file, self.row, self.column = file, row, column

    def __reduce__(self) -> tuple[Callable[[], "Unreadable"], tuple[()]]:
        """Let it go from one process to another whole."""
        return partial(type(self), self.code, file=self.file, row=self.row, column=self.column, **self.values), ()

    @property
    def reason(self) -> str:
        """What is wrong and the cure, in English, without the place."""
        return self.reason_in("en")

    def reason_in(self, language: str) -> str:
        """Return what is wrong and the cure, without the place."""
        return super().message(language)

    def in_file(self, file: str) -> "Unreadable":
        """Return the same fault under another name of the file."""
        return Unreadable(self.code, file=file, row=self.row, column=self.column, **self.values)

    def message(self, language: str = "en") -> str:
        """Return the place, what is wrong there and the cure."""
        place = [self.file]
        if self.row is not None:
            place.append(text("place.row", {"row": self.row}, language))
        if self.column is not None:
            place.append(text("place.column", {"column": self.column}, language))
        return f"{', '.join(place)}: {self.reason_in(language)}"


class Forbidden(WithholdError):
    """The actor may not do this here. The message does not show whether the thing exists."""

    def __init__(self, code: Code = Code.PERMISSION_DENIED) -> None:
        super().__init__(code)


class Conflict(WithholdError):
    """The command does not fit the state of a case or of the records. The message names the reason."""


class NotAdmitted(Conflict):
    """The rules of authority do not admit an event. The message names the reason, never a person."""


class TemporarilyUnable(WithholdError):
    """Something outside the input stops the command for now, for example a full disk or a machine that does not answer.

    Nothing is lost. The message names the cause. The same command finishes the work later.
    """

    exit_code = 4
