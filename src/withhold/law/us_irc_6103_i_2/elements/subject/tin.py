"""Custodian's identity policy: a taxpayer identification number that could have been issued.

The register is asked by exact number only, so it cannot be asked without one.
"""

from withhold.law.pack import Check, Element, fault_is, other_fault
from withhold.model.vocabulary import Outcome

CHECKS = (
    Check(
        "tin_missing",
        "No taxpayer number",
        "Give the taxpayer's own Social Security number or ITIN.",
        fault_is("tin_fault", "missing"),
    ),
    Check(
        "tin_form",
        "Not nine digits",
        "Write the number in nine digits, as 123456789 or 123-45-6789, with the leading zeros.",
        other_fault("tin_fault", "missing", "impossible"),
    ),
    Check(
        "tin_impossible",
        "A number that was never issued",
        "Check the number with the agency's file. No person can have this one.",
        fault_is("tin_fault", "impossible"),
    ),
)


ELEMENT = Element(
    id="tin",
    title="A taxpayer identification number that can exist",
    citation="custodian's identity policy",
    cure="Give the taxpayer's own Social Security number or ITIN: nine digits, with or without dashes.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("tin_fault",),
)
