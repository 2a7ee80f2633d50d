"""Sessions, answered challenges, and codes for registering passkeys. Only digests of secrets are stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.identifiers import PersonId
from withhold.records.models import Enrollment, Session, UsedChallenge

LONGEST, IDLE = timedelta(hours=8), timedelta(minutes=20)
"""A session ends `LONGEST` after it began, or `IDLE` after its last request."""
_AHEAD = timedelta(minutes=5)
"""How far a session's times may be ahead of the clock. If they are further ahead, the clock was set back."""
_NOTED = timedelta(minutes=1)
"""How old the stored time of a session's last use may be. So not every page causes a write."""


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """The person of a session, when it began, and what proves both."""

    person: PersonId
    begun_at: datetime
    proof: str


class Sessions:
    """The sessions of one instance. Write inside `write_transaction`, except for `get`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def begin(self, token: str, person: PersonId, at: datetime, proof: str) -> None:
        """Begin a session. `token` is the digest of its token. Sessions that began too long ago are removed."""
        sessions = Session.objects.using(self._alias)
        sessions.filter(begun_at__lt=at - LONGEST).delete()
        sessions.create(token=token, person=person, begun_at=at, seen_at=at, proof=proof)

    def get(self, token: str, at: datetime) -> SignedInAs | None:
        """Return whose session it is, if it has not ended at that instant, else None."""
        sessions = Session.objects.using(self._alias).filter(token=token)
        sessions = sessions.filter(begun_at__lte=at + _AHEAD, seen_at__lte=at + _AHEAD)
        session = sessions.filter(begun_at__gte=at - LONGEST, seen_at__gte=at - IDLE).first()
        if session is None:
            return None
        if session.seen_at < at - _NOTED:
            sessions.update(seen_at=at)
        return SignedInAs(session.person, session.begun_at, session.proof)

    def end(self, token: str) -> None:
        """End a session."""
        Session.objects.using(self._alias).filter(token=token).delete()

    def end_all(self, person: PersonId) -> None:
        """End all of a person's sessions."""
        Session.objects.using(self._alias).filter(person=person).delete()

    def use_challenge(self, digest: str, until: datetime) -> None:
        """Record that a challenge was answered. Raises Conflict if it was answered before."""
        # The row is never removed, not even after `until`. If the clock is set back, the challenge is valid again.
        used = UsedChallenge.objects.using(self._alias)
        try:
            with transaction.atomic(using=self._alias):
                used.create(digest=digest, until=until)
        except IntegrityError:
            raise Conflict(Code.SIGN_IN_SENT_BEFORE) from None

    def open_enrollment(self, code: str, person: PersonId, until: datetime, times: int) -> None:
        """Let whoever has the code register `times` passkeys for the person. Earlier codes become invalid.

        `code` is the digest of the code.
        """
        enrollments = Enrollment.objects.using(self._alias)
        enrollments.filter(person=person).delete()
        enrollments.create(code=code, person=person, until=until, left=times)

    def enrolling(self, code: str, at: datetime) -> PersonId:
        """Return the person for whom a code is valid. Raises Forbidden if it is not valid, or no longer."""
        enrollment = Enrollment.objects.using(self._alias).filter(code=code, until__gte=at, left__gt=0).first()
        if enrollment is None:
            raise Forbidden(Code.ENROLLMENT_CODE_INVALID)
        return enrollment.person

    def enrolled(self, code: str) -> None:
        """Count one passkey that was registered with the code."""
        Enrollment.objects.using(self._alias).filter(code=code).update(left=F("left") - 1)
