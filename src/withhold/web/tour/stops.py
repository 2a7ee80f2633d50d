"""The stops of the tour, in the order of a request's way: who acts there, and what to try."""

from dataclasses import dataclass

from withhold.model.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Stop:
    """A role of the tour: what its people do, what to try as one of them, and how many of them are offered."""

    role: Role
    title: str
    says: str
    do: tuple[str, ...]
    shown: int = 1


STOPS = (
    Stop(
        Role.SIGNER,
        "Signer",
        "Asks, in the agency's name: one request in a form, or a file of them.",
        (
            "Open the batch that was filed, and see what each row fell short of, and its cure.",
            "Press Correct beside one. Mend what is said to fall short, and watch the elements change as you type.",
            "Go on to signing, sign and file. The worker takes it in while you look.",
        ),
    ),
    Stop(
        Role.OFFICER,
        "Disclosure officer",
        "Reads one dossier at a time, decides, and signs.",
        (
            "Open the first case of the docket. That you look at it is on the ledger already.",
            "Answer each question with a reason, and decide. No list can be ticked, here or anywhere.",
            "Open the same case again: it cannot be decided twice.",
        ),
        2,
    ),
    Stop(
        Role.COUNSEL,
        "Disclosure counsel",
        "Decides the same case, blind to the officer.",
        (
            "Open the case that the officer decided. Nothing tells you how.",
            "Decide. If both approve, it waits for the named official; otherwise it is refused, for good.",
        ),
        2,
    ),
    Stop(
        Role.OFFICIAL,
        "Named official",
        "Retrieves an approved release, once, and opens it with their own key.",
        (
            "Open a case that is approved, and retrieve it. A second time there is nothing to press.",
            "Open it in the page: choose this person's key, a file in sample/keys of the demonstration's home. The key "
            "stays in your browser.",
            "Certify its disposal.",
        ),
        3,
    ),
    Stop(
        Role.INSPECTOR,
        "Inspector",
        "Sees everything, places stays, and checks the ledger.",
        (
            "Look at the figures: who decides within seconds, who approves everything.",
            "Open any case from first to last, and take its receipts.",
            "Place a stay over an approved case. Become its official: retrieving is refused, and says why.",
        ),
        2,
    ),
    Stop(
        Role.STEWARD,
        "Steward",
        "Accredits people and agencies; decides nothing.",
        (
            "Find a named official for whom something waits, and revoke them: it bites at their cases' next step.",
            "Accredit somebody, and make them an enrollment code.",
        ),
        2,
    ),
)
_TRY = {stop.role: stop for stop in STOPS}


def guide(role: Role) -> tuple[str, ...]:
    """What to try for somebody in that role; nothing for a role without a stop."""
    return _TRY[role].do if role in _TRY else ()
