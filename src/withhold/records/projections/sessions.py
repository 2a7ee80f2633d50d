"""Who is signed in, which challenges were answered, who may register passkeys. Secrets stand here by digest only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from withhold.model.errors import Conflict, Forbidden
from withhold.records.models import Enrollment, Session, UsedChallenge

LONGEST, IDLE = timedelta(hours=8), timedelta(minutes=20)
"""A session ends that long after it was begun, or after anything was asked in it."""
_AHEAD = timedelta(minutes=5)
"""How far ahead of the clock a session's times may lie: further, and the clock was set back."""
_NOTED = timedelta(minutes=1)
"""How old the note of when a session was last used may be: not every page is a write."""


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """Whose session it is, and since when."""

    person: str
    begun_at: datetime


class Sessions:
    """One home's sessions. Writing belongs inside `write_transaction`, but for `found`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def begin(self, token: str, person: str, at: datetime) -> None:
        """Begin one, known by the token's digest; those that have run out are forgotten."""
        sessions = Session.objects.using(self._alias)
        sessions.filter(begun_at__lt=at - LONGEST).delete()
        sessions.create(token=token, person=person, begun_at=at, seen_at=at)

    def get(self, token: str, at: datetime) -> SignedInAs | None:
        """Whose session it is, if it holds at that instant."""
        sessions = Session.objects.using(self._alias).filter(token=token)
        sessions = sessions.filter(begun_at__lte=at + _AHEAD, seen_at__lte=at + _AHEAD)
        session = sessions.filter(begun_at__gte=at - LONGEST, seen_at__gte=at - IDLE).first()
        if session is None:
            return None
        if session.seen_at < at - _NOTED:
            sessions.update(seen_at=at)
        return SignedInAs(session.person, session.begun_at)

    def end(self, token: str) -> None:
        """End a session."""
        Session.objects.using(self._alias).filter(token=token).delete()

    def end_all(self, person: str) -> None:
        """End all of a person's sessions."""
        Session.objects.using(self._alias).filter(person=person).delete()

    def use_challenge(self, digest: str, until: datetime) -> None:
        """Note that a challenge was answered. Raises Conflict if it was before.

        The note stays: if it went when the challenge runs out, a clock set back would let it be answered again.
        """
        used = UsedChallenge.objects.using(self._alias)
        try:
            with transaction.atomic(using=self._alias):
                used.create(digest=digest, until=until)
        except IntegrityError:
            raise Conflict("this was signed and sent before; load the page again") from None

    def open_enrollment(self, code: str, person: str, until: datetime, times: int) -> None:
        """Let whoever holds the code, known by its digest, register passkeys for the person; no earlier code does."""
        enrollments = Enrollment.objects.using(self._alias)
        enrollments.filter(person=person).delete()
        enrollments.create(code=code, person=person, until=until, left=times)

    def enrolling(self, code: str, at: datetime) -> str:
        """For whom a code serves. Raises Forbidden if it serves for nobody, any more or at all."""
        enrollment = Enrollment.objects.using(self._alias).filter(code=code, until__gte=at, left__gt=0).first()
        if enrollment is None:
            raise Forbidden("This code is invalid or has expired. Ask a steward for a new one.")
        return enrollment.person

    def enrolled(self, code: str) -> None:
        """Count one passkey registered with the code."""
        Enrollment.objects.using(self._alias).filter(code=code).update(left=F("left") - 1)
