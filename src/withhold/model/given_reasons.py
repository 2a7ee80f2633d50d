"""Checking the reasons that people give, for example for a stay or a recall. They become part of events."""

from withhold.model.errors import Conflict
from withhold.model.limits import REASON, defect


def required_reason(reason: str, step: str) -> str:
    """Return the reason without surrounding white space. `step` names what it is for, for example "a stay".

    Raises Conflict if it is blank, cannot be recorded, or is longer than REASON characters.
    """
    given = reason.strip()
    if not given:
        raise Conflict(f"{step} needs its reason; say what it rests on")
    problem = defect(given, REASON)  # a long reason is refused and never cut, since a cut reason could mislead
    if problem is not None:
        raise Conflict(f"the reason of {step} {problem}; change it and try again")
    return given
