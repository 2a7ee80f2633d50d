"""The columns of a batch in words: a label, a hint, and whether a row may leave it empty.

The rule pack decides what a cell must contain. What stands here helps to fill it in, and returns nothing.
"""

from dataclasses import dataclass

from withhold.model.cases.request import COLUMNS
from withhold.model.vocabulary import Proceeding


@dataclass(frozen=True, slots=True)
class Described:
    """One column. ``pattern`` is an ECMA 262 regular expression for its text, or "" if any text can be right."""

    name: str
    label: str
    hint: str
    optional: bool = False
    pattern: str = ""
    choices: tuple[str, ...] = ()


_DESCRIBED = (
    Described("request_ref", "Your reference", "Unique within your agency. The answer comes back under it."),
    Described(
        "tin",
        "SSN or ITIN",
        "Nine digits, with or without hyphens. The register is asked by this number only.",
        pattern=r"^\d{3}-?\d{2}-?\d{4}$",
    ),
    Described("first_name", "First name", ""),
    Described("middle_name", "Middle name", "May be left empty.", optional=True),
    Described("last_name", "Last name", "Without a suffix such as Jr."),
    Described("suffix", "Suffix", "For example Jr. or III. May be left empty.", optional=True),
    Described("date_of_birth", "Date of birth", "YYYY-MM-DD", pattern=r"^\d{4}-\d{2}-\d{2}$"),
    Described(
        "address_line1", "Address of the taxpayer, as you have it", "House number and street, or box, route or unit."
    ),
    Described("address_line2", "Address, second line", "May be left empty.", optional=True),
    Described("city", "City", ""),
    Described("state", "State", "Two letters.", pattern=r"^[A-Za-z]{2}$"),
    Described("zip", "ZIP Code", "Five digits, or nine.", pattern=r"^\d{5}(-?\d{4})?$"),
    Described("taxable_periods", "Taxable periods", "Years, separated by semicolons: 2023;2024"),
    Described(
        "statute",
        "Criminal statute",
        "The specifically designated one, by title, section and subsection. For the case of a missing or exploited "
        "child, write only: missing or exploited child.",
    ),
    Described(
        "proceeding",
        "Proceeding or investigation",
        f"One of: {', '.join(Proceeding)}.",
        choices=tuple(Proceeding),
    ),
    Described("case_number", "Number of the proceeding or investigation", "For this person."),
    Described("reason", "Why this disclosure is, or may be, relevant to it", "For this person, in your own words."),
    Described(
        "official_id", "Named official", "Personally and directly engaged. Only this person can receive the address."
    ),
    Described("signer_id", "Signer", "Who requests it: the head of the agency, or who was delegated. Signs the file."),
    Described(
        "sole_use",
        "Attestation",
        "true: the address will be used solely for this proceeding or investigation.",
        choices=("true",),
    ),
)

DESCRIBED = {each.name: each for each in _DESCRIBED}
"""Column -> its description, in the order of the batch's columns."""
assert tuple(DESCRIBED) == COLUMNS
