"""The reasons that people give, for example for a stay or a recall. They become part of events."""

from dataclasses import dataclass

from withhold.model.errors import Code, Conflict
from withhold.model.limits import require_text


@dataclass(frozen=True, slots=True)
class ReasonContent:
    """The content of an event that is only a reason, in the words of the person who gave it."""

    reason: str


def required_reason(reason: str, step: str) -> str:
    """Return the reason without surrounding white space. `step` names what it is for, for example "a stay".

    Raises Conflict if it is blank, cannot be recorded, or is longer than REASON characters.
    """
    given = reason.strip()
    if not given:
        raise Conflict(Code.REASON_MISSING, step=step)
    require_text("reason", given)  # a long reason is refused and never cut, since a cut reason could mislead
    return given
