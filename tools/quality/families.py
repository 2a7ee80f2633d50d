"""Batches in which one text is spread over 8 to 15 people by a technique, beside reasons that are independent."""

import random
from collections.abc import Callable, Iterator

from tools.quality.reasons import PADS, by_hand
from tools.quality.wording import INVISIBLE, LOOK_ALIKE

BASES = """The subject may have knowledge of shipments that crossed the border and agents would like to speak with the subject at home
Bank statements reviewed by our analysts suggest that this customer moved proceeds and an interview at the residence is planned
The individual appears in a list of contacts recovered from a telephone and the individual must be located for questioning
A witness stated that this worker used borrowed documents to obtain employment and officers intend to verify the residence
Records of the department show that the respondent did not depart as ordered and the respondent should be found and charged
The account holder received transfers linked to the scheme under review and a subpoena will be served where the holder lives
Investigators believe that the applicant submitted forged certificates and the present home of the applicant is to be searched
The driver was seen near vehicles used by the organization and the team wants to confirm where the driver spends the night
This patient was billed for services never rendered according to the audit and the patient should be interviewed in person
The tenant signed leases for apartments used to store goods and the current dwelling of the tenant is of interest to the case""".splitlines()

SYNONYMS = """subject:person,individual,suspect,target|individual:person,subject,suspect|agents:officers,investigators,detectives|
officers:agents,investigators|investigators:agents,detectives,officers|speak:talk,converse|located:found,traced|find:locate,trace|found:located,traced|
residence:home,dwelling,house|home:residence,dwelling,house|dwelling:home,residence,house|suggest:indicate,show,imply|show:indicate,reveal,suggest|
stated:said,reported,declared|believe:think,suspect,assume|documents:papers,records|records:files,papers|obtain:get,secure,gain|verify:confirm,check|
confirm:verify,establish|moved:transferred,shifted|proceeds:money,funds|knowledge:information,awareness|may:might,could|received:got,obtained|
seen:observed,noticed,spotted|near:close to,beside|vehicles:cars,trucks|organization:group,ring,network|team:unit,squad|wants:wishes,intends|
billed:charged,invoiced|services:treatments,care|audit:review,examination|interviewed:questioned,heard|planned:foreseen,scheduled|
customer:client,patron|analysts:examiners,reviewers|list:register,roster|contacts:numbers,names|telephone:phone,handset,mobile|
questioning:interview,interrogation|witness:source,informant|worker:employee,laborer|forged:false,fake,counterfeit|submitted:filed,presented|
applicant:petitioner,claimant|searched:examined,inspected|served:delivered,handed over|lives:resides,dwells|scheme:plan,plot|store:keep,hide|goods:items,wares|
signed:executed,concluded|leases:contracts,rentals|tenant:renter,occupant|apartments:flats,units|current:present,actual|department:agency,office|
depart:leave,go|ordered:directed,instructed|charged:prosecuted,indicted|driver:motorist,chauffeur|night:evening,hours of darkness|intend:plan,mean""".replace(
    "\n", ""
)

WORDS_OF = {word: others.split(",") for word, others in (each.split(":") for each in SYNONYMS.split("|"))}
NAMES = """Ada Marchetti|Bo Lindqvist|Cleo Abernathy|Dov Castellan|Edda Farrow|Ferris Oduya|Gita Holloway|Hana Pellworm|Ivo Quarles|
Juno Satterfield|Kofi Thornbury|Lena Umberton|Milo Vanterpool|Nia Wexcombe|Otto Yarrowby|Petra Zelinka""".replace(
    "\n", ""
).split("|")
DIGIT_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

Spread = Callable[[random.Random, str, int], str]
"""The text for the n-th person."""


def word_order(r: random.Random, text: str, n: int) -> str:
    """The two halves exchanged, or a few words moved."""
    first, second = text.split(" and ", 1)
    words = text.split()
    k = r.randint(2, len(words) - 3)
    moved = [*words[k:], *words[:k]]
    swapped = list(words)
    for _ in range(1 + n % 4):
        i = r.randrange(len(swapped) - 1)
        swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
    return r.choice([f"{second} and {first}", " ".join(moved), " ".join(swapped), f"{second}, as {first}"])


def synonyms(r: random.Random, text: str, n: int) -> str:
    """About half of the words that have others are exchanged for them."""
    return " ".join(r.choice(WORDS_OF[w]) if w in WORDS_OF and r.random() < 0.5 else w for w in text.split())


def padding(r: random.Random, text: str, n: int) -> str:
    """Courtesies before, behind and between."""
    pads = r.sample(PADS, 2)
    return r.choice([f"{text}. {pads[0]}.", f"{pads[0]}. {text}.", f"{pads[0]}. {text}. {pads[1]}."])


def filler(r: random.Random, text: str, n: int) -> str:
    """Words that say nothing sprinkled in."""
    words = text.split()
    for word in r.sample(
        [
            "indeed",
            "accordingly",
            "currently",
            "hereby",
            "likewise",
            "further",
            "therefore",
            "also",
            "certainly",
            "presently",
        ],
        3,
    ):
        words.insert(r.randrange(1, len(words)), word)
    return " ".join(words)


def homoglyphs(r: random.Random, text: str, n: int) -> str:
    """Some Latin letters exchanged for Cyrillic ones."""
    return "".join(LOOK_ALIKE[c] if c in LOOK_ALIKE and r.random() < 0.3 else c for c in text)


def zero_width(r: random.Random, text: str, n: int) -> str:
    """Signs without width inside words."""
    return "".join(c + r.choice(INVISIBLE) if c.isalpha() and r.random() < 0.15 else c for c in text)


def spelled_numbers(r: random.Random, text: str, n: int) -> str:
    """Each person with another number, in words."""
    k, m = DIGIT_WORDS[n], r.choice(DIGIT_WORDS)
    return r.choice(
        [
            f"{text}, item {k} of exhibit {m}",
            f"In matter number {k} {m}: {text}",
            f"{text} on the {k} day of month {m}",
            f"Entry {k}: {text}, page {m}",
        ]
    )


def names_dates(r: random.Random, text: str, n: int) -> str:
    """Each person with another name, date and case number, in figures."""
    name, month = NAMES[n % len(NAMES)], r.choice(MONTHS)
    return r.choice(
        [
            f"{name}: {text} on {month} {r.randint(1, 28)}, 2025",
            f"{text}, {r.randint(1, 12)}/{r.randint(1, 28)}/2025, {name}",
            f"{name} ({r.randint(1000, 9999)}) - {text} since {month}",
        ]
    )


def case_and_signs(r: random.Random, text: str, n: int) -> str:
    """Other case, spacing and punctuation."""
    shapes: list[Callable[[str], str]] = [
        str.upper,
        str.title,
        lambda s: s.replace(" ", "  "),
        lambda s: s.replace(" ", "_"),
        lambda s: s.replace(" and ", "; and "),
        lambda s: f"{s}!",
        lambda s: s.swapcase(),
        lambda s: f'"{s}"',
        lambda s: "- " + s,
        lambda s: s.replace(" and ", " & "),
    ]
    return shapes[n % len(shapes)](text) + "." * (n // len(shapes))


def misspelled(r: random.Random, text: str, n: int) -> str:
    """A few letters dropped, doubled or exchanged."""
    letters = list(text)
    for _ in range(4):
        k = r.randrange(len(letters) - 1)
        letters[k] = r.choice(
            [letters[k] * 2 if letters[k].isalpha() else letters[k], "" if letters[k].isalpha() else letters[k]]
        )
    return "".join(letters)


def mixed(r: random.Random, text: str, n: int) -> str:
    """Two techniques at once."""
    for spread in r.sample([word_order, synonyms, homoglyphs, zero_width, filler], 2):
        text = spread(r, text, n) if spread is not word_order or " and " in text else text
    return text


TECHNIQUES: dict[str, Spread] = {
    "word_order": word_order, "synonyms": synonyms, "padding": padding, "filler": filler, "homoglyphs": homoglyphs,
    "zero_width": zero_width, "spelled_numbers": spelled_numbers, "names_dates": names_dates,
    "case_and_signs": case_and_signs, "misspelled": misspelled, "mixed": mixed,
}  # fmt: skip
EACH = 3
"""Batches for one technique."""


def batch_rows(r: random.Random, taken: set[str]) -> Iterator[tuple[str, ...]]:
    """Batch id, technique, label, the person's first and last name, and text."""
    pool = by_hand()
    for technique, spread in TECHNIQUES.items():
        for turn in range(EACH):
            base, rows, seen = r.choice(BASES), [], set[str]()
            for n in range(r.randint(8, 15)):
                text = spread(r, base, n)
                while text in seen or text.casefold() in taken:
                    text = spread(r, base, n) + r.choice(["", " ", "."])
                seen.add(text)
                rows.append((technique, "boilerplate", *NAMES[n].split(), text))
            rows += [("independent", "independent", *r.choice(NAMES).split(), text) for text in r.sample(pool, 15)]
            r.shuffle(rows)
            yield from ((f"{technique}-{turn + 1}", *row) for row in rows)
