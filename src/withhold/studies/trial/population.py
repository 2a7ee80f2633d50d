"""A population with its truth: a register, requests, and the person that each request is really about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from withhold.identity.register import RegisterRecord

ABSENT: Final = ""
"""The truth of a request for a person who is not in the register."""


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """One request, and its truth. At most one comes from any household, so that trials are independent."""

    row: Mapping[str, str]
    """The columns of a batch that identify the person meant (`ROW_COLUMNS`)."""
    truth: str
    """The record_id of the person meant, or ABSENT."""
    circumstance: str
    """How the request came about. Each source has its own circumstances. For example, ``no_address``."""
    group: str
    """The population group of the person meant, or "" if the source has none."""


ROW_COLUMNS: Final = (
    "tin",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "date_of_birth",
    "address_line1",
    "address_line2",
    "city",
    "state",
    "zip",
)


@dataclass(frozen=True, slots=True, repr=False)
class Population:
    """A register and the requests about it."""

    records: Sequence[RegisterRecord]
    requests: Sequence[Request]
