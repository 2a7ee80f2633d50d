"""The errors of this package."""

from withhold.model.errors import Conflict, Unreadable


class MissingExtra(Conflict):
    """A library of an extra is not installed. The message has the command that installs it."""


class NoTruth(Unreadable):
    """The source does not state who each request is really about. It could be about real people, so it is refused."""


class Unsuitable(Conflict):
    """The study cannot be made as requested. The message has the reason."""
