"""The stops of the tour, in the order in which a request passes them: who acts there, and what to try."""

from dataclasses import dataclass

from withhold.model.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Stop:
    """A role on the tour.

    ``says`` is what its people do, ``do`` is what to try as one of them, and ``shown`` is how many people are offered.
    """

    role: Role
    title: str
    says: str
    do: tuple[str, ...]
    shown: int = 1


STOPS = (
    Stop(
        Role.SIGNER,
        "Signer",
        "Asks in the agency's name, with one request in a form or with a file of requests.",
        (
            "Open the batch that was filed. See which elements each row does not meet, and how to fix it.",
            "Press Correct beside a row. Fix what is not met, and watch the elements change as you type.",
            "Then sign the request and file it. The worker processes it while you watch.",
        ),
    ),
    Stop(
        Role.OFFICER,
        "Disclosure officer",
        "Reads one dossier at a time, decides, and signs.",
        (
            "Open the first case of the docket. Your view has been logged.",
            "Answer each question with a reason, and decide. Each case is decided on a page of its own.",
            "Open the same case again. You cannot decide it twice.",
        ),
        2,
    ),
    Stop(
        Role.COUNSEL,
        "Disclosure counsel",
        "Decides the same case, blind to the officer.",
        (
            "Open the case that the officer decided. The officer's decision is not shown.",
            "Decide. If both of you approve, the case waits for the named official. If not, it is refused permanently.",
        ),
        2,
    ),
    Stop(
        Role.OFFICIAL,
        "Named official",
        "Retrieves an approved release once, and opens it with their own key.",
        (
            "Open a case that is approved, and retrieve it. You can do this once.",
            "Open the release in the page. Choose this person's key, a file in sample/keys of the demonstration's "
            "directory. The key stays in your browser.",
            "Certify its disposal.",
        ),
        3,
    ),
    Stop(
        Role.INSPECTOR,
        "Inspector",
        "Sees everything, places stays, and checks the ledger.",
        (
            "Look at the figures. See who decides within seconds, and who approves everything.",
            "Open any case with all of its steps, and download its receipts.",
            "Place a stay on an approved case. Then sign in as its official: the release cannot be retrieved, and the "
            "page explains why.",
        ),
        2,
    ),
    Stop(
        Role.STEWARD,
        "Steward",
        "Accredits people and agencies. Decides no case.",
        (
            "Find a named official who has a release to retrieve, and revoke their accreditation. Their cases stop at "
            "the next step.",
            "Accredit a person, and make an enrollment code for them.",
        ),
        2,
    ),
)
_TRY = {stop.role: stop for stop in STOPS}


def guide(role: Role) -> tuple[str, ...]:
    """Return what to try for people in that role. It is empty for a role without a stop."""
    return _TRY[role].do if role in _TRY else ()
