"""Admits what one person can stop, and confirming or lifting a suspension, or refuses it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from withhold.model.authority.binding import is_tighter, within_bounds
from withhold.model.authority.entry import Entry
from withhold.model.authority.events import (
    PersonSuspended,
    SafeguardsFoundPoor,
    SettingTightened,
    SuspensionConfirmed,
    SuspensionLifted,
    TermShortened,
)
from withhold.model.authority.grants import persons_in
from withhold.model.authority.requirements import (
    CONFIRM,
    LIFT,
    POOR,
    SHORTEN,
    SUSPEND,
    TIGHTEN,
    WATCHERS,
    Requirement,
)
from withhold.model.authority.rules.asking import agency, role_grant, setting, term
from withhold.model.authority.rules.effect import counted, in_effect, unconfirmed
from withhold.model.authority.rules.facts import PERSON, Facts, SuspensionRecord
from withhold.model.authority.rules.forms import require_day
from withhold.model.authority.rules.view import View, view_of
from withhold.model.errors import Code, NotAdmitted
from withhold.model.identifiers import PersonId

STREAM: Final = "suspension/"
"""Each suspension begins a stream of its own, with any id after this."""


def suspend(facts: Facts, entry: Entry, event: PersonSuspended) -> None:
    """Admit a suspension. Raises NotAdmitted if this person may not suspend that one."""
    view = view_of(entry)
    _require_role(entry, SUSPEND)
    if not entry.stream.startswith(STREAM) or entry.version != 1:
        raise NotAdmitted(Code.AUTHORITY_STREAM)
    roles = _roles_of(facts, event.person, view)
    if not roles:
        raise NotAdmitted(Code.AUTHORITY_PERSON_UNKNOWN)
    record = SuspensionRecord(
        entry, event.person, _since(event.since, entry), event.reason, watcher=bool(roles & WATCHERS)
    )
    if record.watcher:
        _require_one(facts, record, view)
        facts.suspended_by[entry.actor] = (*facts.suspended_by.get(entry.actor, ()), entry.stream)
    facts.suspensions[entry.stream] = record
    facts.suspended[event.person] = (*facts.suspended.get(event.person, ()), entry.stream)


def _roles_of(facts: Facts, person: PersonId, view: View) -> set[str]:
    """Return the roles that the person has, or may get by a proposal that was under a checkpoint before."""
    founder = facts.founders.get(person)
    known = (each for each in facts.about(PERSON, person) if not each.entry.pending)
    proposed = [each for each in known if view.shows(each.entry.at)]
    roles = {each.role for record in proposed for each in persons_in(record.grant) if each.person == person}
    return roles if founder is None else {founder.role.value}


def _require_one(facts: Facts, record: SuspensionRecord, view: View) -> None:
    """Raise NotAdmitted if the actor already suspended this steward or inspector, or has another suspension pending."""
    actor = record.entry.actor
    made = [facts.suspensions[stream] for stream in facts.suspended_by.get(actor, ())]
    if any(each.person == record.person and view.shows(each.entry.at) for each in made):
        raise NotAdmitted(Code.AUTHORITY_SUSPENDED_BEFORE)
    # Under a checkpoint, one too many is admitted and does not count: its interval may confirm the other.
    if record.entry.pending and unconfirmed(facts, counted(facts, actor), view.stops):
        raise NotAdmitted(Code.AUTHORITY_SUSPENDS_TWO)


def _since(text: str, entry: Entry) -> datetime | None:
    """Return the instant. Raises NotAdmitted unless it has an offset and is not after the entry."""
    if not text:
        return None
    try:
        since = datetime.fromisoformat(text)
    except ValueError:
        since = None
    if since is None or since.tzinfo is None or since > entry.moment:
        raise NotAdmitted(Code.AUTHORITY_SINCE)
    return since


def confirm(facts: Facts, entry: Entry, event: SuspensionConfirmed) -> None:
    """Admit a confirmation. Raises NotAdmitted unless a second steward confirms a suspension that lasts."""
    _require_role(entry, CONFIRM)
    record = _lasting(facts, entry)
    if record.confirmations:
        raise NotAdmitted(Code.AUTHORITY_CONFIRMED_BEFORE)
    facts.suspensions[entry.stream] = replace(record, confirmations=(entry,))


def lift(facts: Facts, entry: Entry, event: SuspensionLifted) -> None:
    """Admit that a person agrees to lift a suspension. Raises NotAdmitted if they may not, or if they did before."""
    _require_role(entry, LIFT)
    record = _lasting(facts, entry)
    if any(each.actor == entry.actor for each in record.lifts):
        raise NotAdmitted(Code.AUTHORITY_APPROVED_BEFORE)
    facts.suspensions[entry.stream] = replace(record, lifts=(*record.lifts, entry))


def _lasting(facts: Facts, entry: Entry) -> SuspensionRecord:
    """Return the suspension of the entry's stream. Raises NotAdmitted if it ended, or if its actor suspended."""
    record = facts.suspensions.get(entry.stream)
    if record is None:
        raise NotAdmitted(Code.AUTHORITY_STREAM)
    if entry.on != (record.entry.leaf,):
        raise NotAdmitted(Code.AUTHORITY_RESTS_ON)
    if entry.actor == record.entry.actor:
        raise NotAdmitted(Code.AUTHORITY_SUSPENDED_BY_ONESELF)
    if not in_effect(facts, record, view_of(entry).stops):
        raise NotAdmitted(Code.AUTHORITY_SUSPENSION_ENDED)
    return record


def shorten(facts: Facts, entry: Entry, event: TermShortened) -> None:
    """Admit an earlier end of a term. Raises NotAdmitted if the person has none, or if it is not earlier."""
    view = view_of(entry)
    _require_role(entry, SHORTEN)
    _require_stream(entry, f"term/{event.person}")
    granted = role_grant(facts, event.person, view)
    if granted is None:
        raise NotAdmitted(Code.AUTHORITY_PERSON_UNKNOWN)
    if granted[1].role in WATCHERS:
        raise NotAdmitted(Code.AUTHORITY_WITHOUT_TERM)
    if require_day("valid_until", event.valid_until) >= term(facts, granted[1], view)[0][1]:
        raise NotAdmitted(Code.AUTHORITY_TERM_NOT_SHORTER)
    facts.shortened[event.person] = (*facts.shortened.get(event.person, ()), entry)


def find_poor(facts: Facts, entry: Entry, event: SafeguardsFoundPoor) -> None:
    """Admit a finding. Raises NotAdmitted if there is no such agency."""
    _require_role(entry, POOR)
    _require_stream(entry, f"safeguards/{event.agency}")
    if agency(facts, event.agency, view_of(entry)) is None:
        raise NotAdmitted(Code.AGENCY_UNKNOWN)
    facts.poor[event.agency] = (*facts.poor.get(event.agency, ()), entry)


def tighten(facts: Facts, entry: Entry, event: SettingTightened) -> None:
    """Admit a tighter setting. Raises NotAdmitted if there is no such setting, or if the value is not tighter."""
    view = view_of(entry)
    _require_role(entry, TIGHTEN)
    _require_stream(entry, f"setting/{event.name}")
    now = setting(facts, event.name, view)
    if now is None:
        raise NotAdmitted(Code.AUTHORITY_SETTING_UNKNOWN)
    if not within_bounds(event.name, event.value, now, demonstration=facts.founding.demonstration):
        raise NotAdmitted(Code.AUTHORITY_SETTING_BOUNDS)
    if not is_tighter(event.name, event.value, than=now):
        raise NotAdmitted(Code.AUTHORITY_SETTING_NOT_TIGHTER)
    facts.tightened[event.name] = (*facts.tightened.get(event.name, ()), entry)


def _require_role(entry: Entry, needed: Requirement) -> None:
    if all(entry.role not in place for place in needed.places):
        raise NotAdmitted(Code.AUTHORITY_ROLE)


def _require_stream(entry: Entry, stream: str) -> None:
    if entry.stream != stream:
        raise NotAdmitted(Code.AUTHORITY_STREAM)
