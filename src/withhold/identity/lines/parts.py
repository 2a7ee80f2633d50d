"""The parts of a delivery line in canonical form."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["street", "box", "route", "military", "general"]


@dataclass(frozen=True, slots=True, repr=False)
class Delivery:
    """A delivery line in canonical form. A part that its kind does not have is ""."""

    kind: Kind
    number: str = ""
    """The house number, such as ``123``, ``123 1/2``, ``61-15``, ``12B``, ``N6W23001`` or ``MI 82 3``."""
    street: str = ""
    """Directionals, name and suffix, such as ``N MAIN ST`` or ``COUNTY RD 12``."""
    unit: str = ""
    """Designators and identifiers, such as ``APT 4B`` or ``BLDG 2 STE 100``."""
    box: str = ""
    route: str = ""
    """``RR 2``, ``HC 68``, or ``PSC 802``, ``CMR 3``, ``UNIT 2050``, ``USS PINE`` of a military address."""
    urbanization: str = ""
    """In Puerto Rico, the area within which street names are unique."""
    note: str = ""
    """What the line says beside the delivery, such as a name before it or a landmark behind it. It is not compared."""
