"""What this room refuses."""

from withhold.model.errors import Conflict, Unreadable


class MissingExtra(Conflict):
    """A library of an extra is not installed. The message says how to get it."""


class NoTruth(Unreadable):
    """A source that does not say who each request is really about: it teaches nothing, and may be of real people."""


class Unsuitable(Conflict):
    """A study that cannot be made as asked: the message says why."""
