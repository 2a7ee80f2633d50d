"""Plain words for the categories and figures of the study."""

from typing import Final

from withhold.studies.collisions.model import GROUP_WORDS

CIRCUMSTANCES: Final = {
    "as_on_file": "Everything as on file",
    "slip_of_the_pen": "One slip of the pen",
    "moved_known": "An earlier address, on file",
    "moved_unknown": "An address never on file",
    "no_address": "No address, only a placeholder and a ZIP",
    "no_date_of_birth": "No date of birth",
    "number_of_relative": "A relative's number",
    "number_borrowed": "A stranger's number, borrowed",
    "number_mistyped": "A digit of the number mistyped",
    "number_of_namesake": "A namesake's number",
    "absent": "Person not on file",
    "absent_number_of_namesake": "Person not on file, a namesake's number",
    "absent_number_of_relative": "Person not on file, a relative's number",
    "two_on_one_number": "Two people on one number",
    "own_number": "The person's own number",
    "number_of_another": "Somebody else's number",
    "number_not_on_file": "A number that nobody on file has",
    "no_possible_number": "No possible number",
    "absent_number_of_another": "Person not on file, somebody else's number",
}
"""Circumstances of the built-in and the simulated populations."""

CENSUS_GROUPS: Final = {
    "latino": "Latino",
    "multiracial_or_other": "Multiracial or other",
    "asian": "Asian",
    "nhopi": "Native Hawaiian and other Pacific Islander",
    "": "Not in the census",
}

HELD_BACK: Final = {
    "number_of_another": ("The number given is somebody else's", "Take the number from the person's own papers."),
    "number_not_on_file": ("Nobody on file has the number given", "Check the number: a digit may be wrong."),
    "number_impossible": ("The number given cannot exist", "Check the number: such a one was never issued."),
    "number_of_two": ("Two people have the number on file", "Nothing: the custodian's records must be put right."),
    "protected": ("Under eighteen by the date on file, or protected", "Nothing: such a record is never disclosed."),
    "several": ("Two or more things differ at once", "Check the whole request against its source."),
    "last_name_differs": ("Last name differs", "Give it as on the tax return; both surnames where there are two."),
    "last_name_not_given": ("Last name missing on one side", "Give the last name."),
    "first_name_differs": ("First name differs", "Give the legal first name, not a nickname."),
    "first_name_not_given": ("First name missing on one side", "Give the first name."),
    "date_of_birth_differs": ("Date of birth differs", "Check day and month, which change places easily."),
    "date_of_birth_not_given": ("Date of birth missing on one side", "Give the date of birth."),
    "address_differs": ("Address was never on file", "Give an address that the person has used on a return."),
    "address_not_given": ("No deliverable address on one side", "Set forth number and street, or a box, and the ZIP."),
    "middle_initial_differs": ("Middle initial differs", "Leave the middle name out where it is not certain."),
    "suffix_differs": ("Suffix (Jr., Sr.) differs", "Check which of two people of one name is meant."),
}
"""Why the gateway did not confirm a person who is on file → what differed, and what an agency could correct."""

SOURCES: Final = {
    "builtin": "made-up people",
    "pseudopeople": "simulated tax filers (pseudopeople)",
    "folder": "a folder that carries its truth",
}


def group(name: str) -> str:
    """Return the name of a group of any source for a report."""
    return GROUP_WORDS.get(name) or CENSUS_GROUPS.get(name) or name.replace("_", " ").capitalize()


def stratum(kind: str, name: str) -> str:
    """Return the name of a trial's stratum for a report."""
    return group(name) if kind == "group" else CIRCUMSTANCES.get(name, name.replace("_", " "))


def percent(share: float | None, places: int = 1) -> str:
    """Return ``81.3 %``. A share above 0 is never shown as 0. For example, 0.00004 is shown as ``0.004 %``."""
    if share is None:
        return "none"
    if 0 < share < 0.5 * 10 ** -(places + 2):
        return f"{share * 100:.1g} %" if share >= 1e-7 else "under 0.00001 %"
    return f"{share * 100:.{places}f} %"


def between(interval: tuple[float, float] | list[float] | None, places: int = 1) -> str:
    """Return ``81.2 to 81.4 %``."""
    if interval is None:
        return "none"
    low, high = (f"{max(0.0, bound) * 100:.{places}f}" for bound in interval)
    return f"{low} to {high} %"


def one_in(share: float) -> str:
    """Return ``1 in 3,400``. The number is rounded down to two digits, so that it never promises too much."""
    number = int(1 / share)
    step = 10 ** max(0, len(str(number)) - 2)
    return f"1 in {number // step * step:,}"
