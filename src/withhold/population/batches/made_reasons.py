"""Reasons as agencies might write them, no two alike once names, numbers and dates are masked.

Six places with a dozen clauses each make about three million texts. The generator steps through them by a stride that
has no factor in common with that number, so none comes twice. The clauses differ in common words, which no mask
removes.
"""

from random import Random

from withhold.population.people.streets import STREETS

OPENINGS = (
    "The subject is charged by complaint",
    "The subject is named in a sealed indictment",
    "A grand jury is hearing evidence about the subject",
    "An agent interviewed the subject's former employer",
    "The subject missed a court appearance",
    "A cooperating witness identified the subject",
    "Bank records obtained by subpoena trace payments to the subject",
    "The subject signed the application under review",
    "Surveillance placed the subject at the scene",
    "The subject's fingerprints were recovered from the shipment",
    "A search of the vehicle led to the subject",
    "The subject's co-defendant pleaded guilty",
)
MATTERS = (
    "in a matter of reentry after removal",
    "in a matter of using a counterfeit travel document",
    "in a matter of a scheme to defraud a benefit program",
    "in a matter of moving proceeds through shell accounts",
    "in a matter of possessing a firearm while prohibited",
    "in a matter of intruding into a hospital network",
    "in a matter of billing visits that never took place",
    "in a matter of bringing people across the border for gain",
    "in a matter of stealing equipment from a federal depot",
    "in a matter of lying to investigators about a loan",
    "in a matter of robbing a freight carrier",
    "in a matter of distributing a controlled substance",
)
USES = (
    "agents must serve the warrant",
    "the prosecutor must give notice of the hearing",
    "a target letter has to be delivered",
    "investigators intend to interview the household",
    "the marshals plan an arrest at the residence",
    "the grand jury has called for testimony",
    "counsel must deliver the plea papers",
    "officers will execute a search of the premises",
    "a victim's property has to be located",
    "the forfeiture notice must reach its owner",
    "the trial team must subpoena a neighbor",
    "a material witness order has to be carried out",
)
TRIED = (
    "the address in the agency's own file was vacated",
    "mail to the last known address came back",
    "the landlord reported that the tenant left",
    "utility accounts there were closed",
    "two visits found other people living there",
    "the motor vehicle record is out of date",
    "the probation office lost contact",
    "the bail paperwork shows a relative's home",
    "the employer holds only a mailbox",
    "the school record names an earlier town",
    "the lease ended before the complaint was filed",
    "the telephone subscriber data lead nowhere",
)
BECAUSE = (
    "no other federal record is known to be current",
    "the limitation period is about to run out",
    "the court has set a firm trial date",
    "evidence is likely to be destroyed soon",
    "a child at the home may be in danger",
    "the subject is believed to be preparing to leave",
    "the laboratory result was received only now",
    "the co-conspirators are already in custody",
    "the seizure must happen on a single morning",
    "the treaty request awaits an answer",
    "the statement must be tested against residence",
    "the alibi turns on where the subject slept",
)
CLOSINGS = (
    "Only the current address is sought.",
    "Nothing else in the return is asked for.",
    "The file will be destroyed when the matter ends.",
    "The named official alone will read the answer.",
    "The supervising attorney has reviewed this need.",
    "The request was discussed with the trial attorney.",
    "No civil use will be made of the answer.",
    "The answer will be kept in the sealed case file.",
    "The agent will report the outcome to the court.",
    "The address will not be entered in any shared system.",
    "Service will be attempted once and recorded.",
    "The warrant is attached to the investigative file.",
)
SLOTS = (OPENINGS, MATTERS, USES, TRIED, BECAUSE, CLOSINGS)
SPACE = 12**6
STRIDE = 1_979_635
"""Shares no factor with 12: stepping by it visits every text before any comes again. Three rounds are still
within what a pack allows: enough for a batch of nine million rows."""

VERBS = tuple("check confirm find get locate need require review see trace update verify".split())  # noqa: SIM905
THINGS = tuple("case details home info location matter party person record status subject whereabouts".split())  # noqa: SIM905
WHY = tuple("asap officially please promptly quickly soon today urgently".split())  # noqa: SIM905


class Reasons:
    """Gives out reasons. The same seed gives the same ones in the same order."""

    def __init__(self, rng: Random) -> None:
        self._at = rng.randrange(SPACE)
        self._short = 0

    def next(self) -> str:
        """Return a specific reason never given before."""
        self._at = rest = (self._at + STRIDE) % SPACE
        clauses = []
        for slot in SLOTS:
            rest, index = divmod(rest, len(slot))
            clauses.append(slot[index])
        opening, matter, use, tried, because, closing = clauses
        return f"{opening} {matter}; {use}, {tried}, and {because}. {closing}"

    def vague(self) -> str:
        """Return a text too vague to be a reason.

        There are about a hundred thousand texts. Each is used for two rows before any is used again.
        """
        rest = self._short // 2
        self._short += 1
        words = []
        for choices in (VERBS, THINGS, WHY, STREETS):
            rest, index = divmod(rest, len(choices))
            words.append(choices[index])
        return " ".join(words)
