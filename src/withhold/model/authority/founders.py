"""What the fold reads of a founding statement. `founding.Statement` has all of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from withhold.model.authority.requirements import Waits
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role


class Founder(Protocol):
    """A steward or an inspector of the founding, with at least two passkeys."""

    @property
    def person(self) -> PersonId: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> Role: ...  # noqa: D102
    @property
    def passkeys(self) -> tuple[Mapping[str, str | int], ...]: ...  # noqa: D102


class Foundation(Protocol):
    """A founding statement."""

    @property
    def founders(self) -> Sequence[Founder]: ...  # noqa: D102
    @property
    def recovery_key(self) -> str: ...  # noqa: D102
    @property
    def waits(self) -> Waits: ...  # noqa: D102
    @property
    def quorum(self) -> int: ...  # noqa: D102
    @property
    def demonstration(self) -> bool: ...  # noqa: D102
    @property
    def settings(self) -> Mapping[str, int | str]: ...  # noqa: D102
