"""What the element ``address`` makes of a delivery line and of a ZIP Code, as one value, for tests of its rules."""

from withhold.law.us_irc_6103_i_2.elements.subject.address import is_state, zip_fault
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import fault_of_reading, is_place, read_line
from withhold.law.us_irc_6103_i_2.elements.subject.line_faults import is_fault

NONE = ""


def delivery_line(line1: str, line2: str) -> str:
    """Return ``NONE`` if the lines set forth no address, else what `read_line` returns."""
    read = read_line(line1, line2)
    return NONE if is_fault(read) else read


def line_fault(read: str, city: str, state: str) -> str:
    """Return why a line, as `read_line` returns it, sets forth no address. "" if it does."""
    return fault_of_reading(read, is_place(read, city, state))


def is_zip_of_state(zip_code: str, state: str) -> bool:
    """Return whether a text is an existing ZIP Code, of five or nine digits, in the state of this two-letter code."""
    return is_state(state) and not zip_fault(zip_code, state)
