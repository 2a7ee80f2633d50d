"""Accredited agencies and people, their keys and passkeys, and the passkeys' counters."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet

from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import CUSTODIAN, AgencyId, PersonId
from withhold.model.occurrences import AgencyAccredited, PasskeyRegistered, PersonAccredited
from withhold.model.people.accreditation import Term
from withhold.model.vocabulary import Role
from withhold.records.models import Agency, Passkey, Person, UsedKey


class People:
    """The agencies, people and passkeys of one instance. Write inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add_agency(self, accredited: AgencyAccredited) -> None:
        """Add an agency. Its safeguards do not count as good until they are assessed."""
        Agency.objects.using(self._alias).update_or_create(
            agency_id=accredited.agency, defaults={"name": accredited.name, "address": accredited.address}
        )

    def assess(self, agency: AgencyId, good: bool) -> None:
        """Set whether the agency's safeguards are good."""
        Agency.objects.using(self._alias).filter(agency_id=agency).update(safeguards_good=good)

    def take_key(self, digest: str, person: PersonId) -> None:
        """Record that a key or credential id is a person's, permanently. Raises Conflict if it ever was anyone's."""
        used = UsedKey.objects.using(self._alias)
        if used.filter(digest=digest).exists():
            raise Conflict(Code.KEY_REGISTERED_ALREADY)
        used.create(digest=digest, person=person)

    def owner_of(self, digest: str) -> str:
        """Return the person who has or had this key or credential id. "" if nobody had."""
        rows = UsedKey.objects.using(self._alias).filter(digest=digest)
        return rows.values_list("person", flat=True).first() or ""

    def used_keys(self) -> dict[str, str]:
        """Return digest → person, for every key and credential id that was ever registered."""
        return dict(UsedKey.objects.using(self._alias).values_list("digest", "person"))

    def agency_spelled(self, agency: AgencyId) -> str | None:
        """Return the id of the agency that has this id, in upper or lower case. None if there is none."""
        rows = Agency.objects.using(self._alias).filter(agency_id__iexact=agency)
        return rows.values_list("agency_id", flat=True).first()

    def add(self, accredited: PersonAccredited) -> None:
        """Add a person with their keys. Raises Conflict if the id is taken, because a person has one role."""
        if Person.objects.using(self._alias).filter(person_id=accredited.person).exists():
            raise Conflict(Code.PERSON_ACCREDITED_ALREADY)
        person = Person.objects.using(self._alias).create(
            person_id=accredited.person,
            role=accredited.role,
            agency=accredited.agency,
            office=accredited.office,
            name=accredited.name,
            title=accredited.title,
            address=accredited.address,
            keys=dict(accredited.keys),
            valid_from=_day(accredited.valid_from),
            valid_until=_day(accredited.valid_until),
        )
        for passkey in accredited.passkeys:
            self._add_passkey(person, passkey)

    def add_passkey(self, registered: PasskeyRegistered) -> None:
        """Add another passkey of a person. Raises Conflict if it is registered already."""
        passkeys = Passkey.objects.using(self._alias)
        if passkeys.filter(credential_id=registered.passkey["credential_id"]).exists():
            raise Conflict(Code.PASSKEY_REGISTERED_ALREADY)
        self._add_passkey(Person.objects.using(self._alias).get(person_id=registered.person), registered.passkey)

    def remove_passkeys(self, person: PersonId) -> None:
        """Remove a person's passkeys, which are lost."""
        Passkey.objects.using(self._alias).filter(person_id=person).delete()

    def holder_of(self, credential_id: str) -> PersonId | None:
        """Return the person whose passkey has that id. None if there is none."""
        rows = Passkey.objects.using(self._alias).filter(credential_id=credential_id)
        return rows.values_list("person_id", flat=True).first()

    def _add_passkey(self, person: Person, passkey: Mapping[str, str | int]) -> None:
        Passkey.objects.using(self._alias).create(
            credential_id=str(passkey["credential_id"]),
            person=person,
            public_key=str(passkey["public_key"]),
            user_handle=str(passkey["user_handle"]),
            aaguid=str(passkey["aaguid"]),
            sign_count=int(passkey["counter"]),
        )

    def set_term(self, person: PersonId, term: Term) -> None:
        """Set the first and last day of an accreditation. Raises Conflict if it is revoked or has no term."""
        rows = Person.objects.using(self._alias).filter(
            person_id=person, revoked_at__isnull=True, valid_until__isnull=False
        )
        if not rows.update(valid_from=term.begins, valid_until=term.ends):
            raise Conflict(Code.PERSON_WITHOUT_TERM)

    def revoke(self, person: PersonId, at: datetime) -> None:
        """End a person's accreditation at that instant. Raises Conflict if there is none or it is revoked already."""
        rows = Person.objects.using(self._alias).filter(person_id=person, revoked_at__isnull=True)
        if not rows.update(revoked_at=at):
            raise Conflict(Code.PERSON_NOT_IN_FORCE)

    def in_force(self, person: PersonId, role: Role, day: date) -> Person | None:
        """Return the person if they are accredited in that role on that day and not revoked, else None."""
        return self._in_force(day).filter(person_id=person, role=role.value).first()

    def all_in_force(self, role: Role, day: date, agency: AgencyId = CUSTODIAN) -> list[Person]:
        """Return everyone who is accredited in that role on that day, in order of id.

        `agency` is "" for the custodian's own people.
        """
        return list(self._in_force(day).filter(role=role.value, agency=agency).order_by("person_id"))

    def _in_force(self, day: date) -> "QuerySet[Person]":
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        not_ended = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        return Person.objects.using(self._alias).filter(begun & not_ended, revoked_at__isnull=True)

    def known(self, person: PersonId) -> Person | None:
        """Return the person, in force or not. None if there is none."""
        return Person.objects.using(self._alias).filter(person_id=person).first()

    def page_of(self, role: str, agency: AgencyId, after: str, limit: int) -> list[Person]:
        """Return people in order of id, beginning after the id `after`. "" as role or agency means all of them."""
        rows = Person.objects.using(self._alias).filter(person_id__gt=after)
        if role:
            rows = rows.filter(role=role)
        if agency:
            rows = rows.filter(agency=agency)
        return list(rows.order_by("person_id").prefetch_related("passkeys")[:limit])

    def everyone(self) -> dict[PersonId, Person]:
        """Return id → person with their passkeys, in force or not."""
        rows = Person.objects.using(self._alias).prefetch_related("passkeys")
        return {row.person_id: row for row in rows}

    def spelled(self, person: PersonId) -> Person | None:
        """Return the person who has this id, in upper or lower case, in force or not. None if there is none."""
        return Person.objects.using(self._alias).filter(person_id__iexact=person).first()

    def names(self, role: Role) -> list[tuple[PersonId, str]]:
        """Return (id, name) of everyone accredited in a role, in force or not, in order of id."""
        rows = Person.objects.using(self._alias).filter(role=role.value).order_by("person_id")
        return list(rows.values_list("person_id", "name"))

    def agency(self, agency: AgencyId) -> Agency | None:
        """Return the agency. None if there is none."""
        return Agency.objects.using(self._alias).filter(agency_id=agency).first()

    def agencies(self) -> list[Agency]:
        """Return every agency, in order of id."""
        return list(Agency.objects.using(self._alias).order_by("agency_id"))

    def passkeys(self, person: PersonId) -> list[Passkey]:
        """Return the person's passkeys, which are the allow list of an assertion."""
        return list(Passkey.objects.using(self._alias).filter(person_id=person).order_by("credential_id"))

    def advance_counter(self, credential_id: str, seen: int, new: int) -> None:
        """Move a passkey's counter from `seen` to the assertion's counter `new`, by compare-and-swap.

        Raises Conflict if another assertion of the same passkey was accepted in between.
        """
        rows = Passkey.objects.using(self._alias).filter(credential_id=credential_id, sign_count=seen)
        if not rows.update(sign_count=new):
            raise Conflict(Code.PASSKEY_USED_MEANWHILE)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
