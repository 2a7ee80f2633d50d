"""What can go wrong here besides an unreadable batch."""

from withhold.model.errors import WithholdError


class Unwritable(WithholdError):
    """The outputs cannot be written where they were asked for. Nothing of them is left behind."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
