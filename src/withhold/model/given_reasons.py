"""Reasons that people give for what they do. They are kept on the ledger, so they are asked for in one way."""

from withhold.model.errors import Conflict
from withhold.model.limits import REASON, defect


def required_reason(reason: str, step: str) -> str:
    """The reason without surrounding white space. `step` names what it is for, for example "a stay".

    Raises Conflict if it is blank, cannot be recorded, or is longer than REASON characters: it is never cut, since a
    cut reason may mislead.
    """
    given = reason.strip()
    if not given:
        raise Conflict(f"{step} needs its reason; say what it rests on")
    problem = defect(given, REASON)
    if problem is not None:
        raise Conflict(f"the reason of {step} {problem}; change it and try again")
    return given
