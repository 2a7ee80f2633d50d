"""The keys that people are matched on."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Key:
    """First and last name, and at most one attribute of `model.Model`. For example, the state."""

    id: str
    words: str
    attribute: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a population file that make up the key."""
        return ("last", "first") if self.attribute is None else ("last", "first", self.attribute)


KEYS: Final = (
    Key("name", "First and last name"),
    Key("middle_initial", "Name + middle initial", "middle"),
    Key("state", "Name + state", "state"),
    Key("birth_year", "Name + year of birth", "birth_year"),
    Key("county", "Name + county", "county"),
    Key("zip", "Name + ZIP Code", "zip"),
    Key("date_of_birth", "Name + date of birth", "birth_date"),
)
