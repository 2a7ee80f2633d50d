"""Collects from the records what screening needs for a batch. Screening itself never reads the records."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from withhold.casework.capacity import docket_room, next_room, safeguards_good
from withhold.casework.instance import Instance
from withhold.casework.intake.pattern_keys import alike_patterns
from withhold.events.keyring import Blind
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.standing import Standing
from withhold.model.vocabulary import Role
from withhold.records.projections import stays as scopes
from withhold.screening.alike.sketches import RecentTexts


@dataclass(frozen=True, slots=True)
class _OpenMatters(Container[tuple[str, str]]):
    """The open matters, known by keyed hash only. A matter can be looked up, and none can be listed."""

    blind: Blind
    matters: frozenset[bytes]

    def __contains__(self, matter: object) -> bool:
        assert isinstance(matter, tuple)
        return self.blind.matter(*matter) in self.matters


@dataclass(frozen=True, slots=True)
class _StayedPeople(Container[str]):
    blind: Blind
    subjects: frozenset[str]

    def __contains__(self, tin: object) -> bool:
        return self.blind.subject(str(tin)).hex() in self.subjects


@dataclass(frozen=True, slots=True)
class _KeysGiven(Mapping[str, int]):
    """A pattern's key -> number of people, known by keyed hash only. A key can be looked up, and none can be listed."""

    blind: Blind
    pattern: str
    given: dict[bytes, int]

    def __getitem__(self, key: str) -> int:
        return self.given[self.blind.pattern(self.pattern, key)]

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return len(self.given)


def standing_of(instance: Instance, agency: AgencyId, signer: PersonId) -> Standing:
    """Return what the records have about an agency and the signer of its file, as of now.

    It contains values only, so the processes that screen a batch get all of it and need no database.
    """
    # Counted first, so that a batch which is recorded meanwhile shows as a difference (`filing`).
    filed = instance.batches.filed_by(agency)
    today = instance.now().date()
    engagements = instance.cases.engagements(agency)
    officials = instance.people.all_in_force(Role.OFFICIAL, today, agency)
    stayed = instance.stays.values(scopes.SUBJECT)
    window = timedelta(days=instance.pack.parameters.recent_days)
    uses = instance.batches.uses_since(agency, today - window)
    texts = alike_patterns(instance.pack)
    blind, matters = instance.keyring.blinding, instance.cases.open_matters(agency)
    return Standing(
        agency_id=agency,
        batch_signer=signer,
        signers={each.person_id: each.office for each in instance.people.all_in_force(Role.SIGNER, today, agency)},
        officials={each.person_id: engagements.get(each.person_id, 0) for each in officials},
        safeguards_good=safeguards_good(instance, agency),
        recent={pattern: _KeysGiven(blind, pattern, given) for pattern, given in uses.items() if pattern not in texts},
        recent_texts={
            pattern: RecentTexts(blind.sketching(pattern), given) for pattern, given in uses.items() if pattern in texts
        },
        recent_matters=instance.cases.received_since(agency, instance.now() - window),
        open_matters=_OpenMatters(blind, matters) if matters else frozenset(),
        stayed_everything=instance.stays.covers([(scopes.AGENCY, agency)]),
        stayed_officials=instance.stays.values(scopes.OFFICIAL),
        stayed_tins=_StayedPeople(blind, stayed) if stayed else frozenset(),
        docket_room=docket_room(instance),
        docket_next=next_room(instance, today),
        batches_filed=filed,
    )
