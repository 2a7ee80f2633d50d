"""Reasons, sound and deficient. Sound: a fact of this person's matter, in a sentence that a reader could check."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tools.quality.wording import INVISIBLE, LOOK_ALIKE

Make = Callable[[random.Random], str]

BY_HAND = Path(__file__).parent / "reasons_by_hand.txt"

FACTS = """the escrow account at the title company was emptied by a transfer to this person's savings|
a search of the clinic turned up invoices made out to this person for visits that no patient remembers|
the shipping records of the seized container name this person as the consignee|this person is listed as the registered agent of the firm that sold the forged permits|
a cooperating witness describes meeting this person twice to hand over cash from the tolls|the license plate recorded at both burglaries belongs to a car this person leases|
this person signed the loan papers that the bank now knows to be forged|the subpoenaed messages show this person arranging the sale of two machine pistols|
the payroll of the closed foundry shows this person working there on the days of the theft|a notary's journal has this person's signature on the false deed to the orchard|
this person's debit card paid for the server from which the hospital was attacked|the pawn shop's camera shows this person selling the surveyor's stolen instruments|
this person was named in the plea of the ring's accountant as the one who kept the keys|the parcel of heroin that was opened at the sorting center was addressed to this person's former flat|
an audit of the relief fund found three grants paid to this person under two spellings|the toll transponder in the smuggling van is billed to this person|
this person vouched under oath for a witness who did not exist|the ferry manifest lists this person beside the fugitive on four crossings|
a fingerprint on the ammunition box was matched to this person by the state laboratory|the auction house paid this person for a painting taken from a county museum|
this person's badge opened the evidence room on the night the cash went missing|the trucking company's tracker shows this person's rig parked beside the burned depot|
this person received kickbacks from the wheelchair supplier according to its ledger|the seized phone holds voice notes in which this person quotes prices for forged cards|
the broker's clearing records tie this person to the trades made before the merger was announced|this person opened a mailbox in the name of the dead pensioner|
the tenant of the raided house paid rent to this person in cash|the veterinarian's missing ketamine was sold to this person, says the clerk|
this person filed the lien that was used to threaten the county recorder|the school's grant money was wired to a firm that this person formed the same week|
a borrowed skiff that carried the migrants ashore was rented on this person's card|the insurance file shows this person claiming the same tractor three times|
this person's voice was recognized on the recorded ransom call by a former employer|a courier says he delivered the blank checks to this person by hand|
this person handled the dyed bank notes that turned up at the laundromat""".replace("\n", "").split("|")

RELEVANCE = """where the person lives now decides which district may try the case|agents must interview this person before the limitation period ends in {month}|
the arrest warrant issued on {day} {month} could not be served at the last house|the subpoena for trial testimony came back unopened|
the court has ordered that notice be given in person|a search warrant for the present home is being drafted|
the seized property must be returned to whoever lives there|the grand jury sits again on {day} {month} and wants this witness|
the house where the tools were kept has been sold|investigators need to find out who else lives in the household|
the victims' restitution cannot be served without it|the mail sent to the old flat is returned|
surveillance at the former home ended when somebody else moved in|the probation officer has lost contact since {month}|
the forfeiture complaint must be served by {day} {month}|the agency's own record of a home is a demolished motel|
the defense has a right to interview this witness as well|the stolen goods are thought to be kept at the present home|
the phone number on file was cut off in {month}|the witness has moved twice since the raid|
a controlled delivery to the present home is planned|the extradition papers need a place of residence|
the cooperating witness must not live next door, which has to be checked|the lease of the old place ended in {month}""".replace(
    "\n", ""
).split("|")

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

GENERIC = """This information is needed for an ongoing criminal investigation being conducted by this agency|
The requested information is relevant to the investigation of the above named individual|Disclosure is necessary for law enforcement purposes as provided by law|
The address is or may be relevant to a criminal proceeding|The information is relevant and necessary to the matter under investigation|
Required for official use in connection with official duties|Requested pursuant to 26 U.S.C. 6103(i)(2) for use in a criminal case|
The specific reason why disclosure is relevant is that it is relevant to the case|We need the address because we do not have the address|
This request meets all requirements of the statute and should be granted|The individual is the subject of an investigation and the address is needed|
Information will be used solely by the named official in the matter|Needed to locate the individual for the purposes of the investigation|
To assist in the enforcement of federal criminal statutes|Relevant to possible violations of federal law|Law enforcement need|
The agency has determined that the information is or may be relevant|For the purpose of the investigation and any resulting proceedings|
The taxpayer's most recent address is needed to further the agency's mission|In support of ongoing operations and priorities of the department|
The disclosure is relevant because the person may have violated the law|Pertinent to an open matter of this office|As authorized by the applicable statute and regulations|
The requested return information may assist the agency in carrying out its functions|To verify the accuracy of information in agency systems of records|
This person is believed to be relevant to the matter, and so is the address|Reason is as stated in the memorandum of understanding between the agencies|
Individual under investigation for violation of the cited statute|The agency is investigating the individual named in this request under the statute cited""".replace(
    "\n", ""
).split("|")

INSTRUCTIONS = """State the specific reason why disclosure is, or may be, relevant to the proceeding or investigation|
Say in a sentence or more why this person's current address is, or may be, relevant to this matter|[Insert specific reason for disclosure here]|
<reason why the disclosure is relevant to this person's matter>|{{reason}}|${REASON} - to be completed by the requesting officer|
Enter the reason for the request in this box, at least forty characters long|Describe here in your own words why the address of the person is needed|
Reason for request (see instructions on the reverse of this form)|Sample text: replace with the reason for this person before submitting|
Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor|XXXX XXXX is relevant because XXXX XXXX XXXX XXXX|
The person [NAME] is relevant to case [NUMBER] because of [FACTS]|Free text field, maximum four thousand characters, do not leave empty|
This is a test of the reason field and should not be processed|Template reason text version two, approved by counsel for all requests|
____________ was seen at ____________ on ____________ with ____________|TODO add a real reason for this individual before the file is sent""".replace(
    "\n", ""
).split("|")

REFUSED = """Unknown|None|N/A|See file|See attached|See attached memorandum for the reason of the request|Same as above|Same reason as previous row|
Ditto|To be provided|Will be supplied on request|Not provided|No reason|No reason given|No particular reason at this time|Don't care|
I do not have to give a reason|You know why|Because we asked|Because we need it|Just send the address please|Confidential|Classified, cannot be stated here|
Law enforcement sensitive|Reason withheld for operational security of the agency|On file with the agency|Refer to case file for details of reason|
As discussed on the phone|As discussed with your office last week by telephone|Per agreement|Per the agreement between the two agencies signed in spring|
Official business|Official use only|Investigation|Criminal investigation|Relevant|Is relevant|May be relevant|It is relevant|Need address|
Address needed|Need current address for this person|Locate subject|Locate and arrest|Find him|Routine check|Data match|Batch request|
Bulk request for all persons on the attached list of names|Pending|TBD|Test|Reason|The reason|Specific reason|Standard reason applies|
Reason code 4|Code 17B|Reason 1|Statutory|Statutory purpose|Authorized by law|18 U.S.C. 1343|8 USC 1253(a)(1)|Case INV-2025-4471|
Warrant|Immigration|Enforcement|Fraud|Wire fraud|Drugs|Court order|Supervisor asked|My supervisor told me to fill in this field|
Razón desconocida|Sin razón|No aplica|Investigación en curso|Asunto oficial de la agencia|Ver expediente adjunto del caso|No se proporciona motivo|
Nothing to add|Nothing further to say about this person here|Left blank intentionally because the form does not fit|Not applicable to this kind of request as we see it""".replace(
    "\n", ""
).split("|")

NOISE = """asdf asdf asdf asdf asdf asdf asdf asdf asdf asdf|qwerty uiop asdfgh jkl zxcvbn m qwerty uiop asdfgh|xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx|
blah blah blah blah blah blah blah blah blah blah|1234567890 1234567890 1234567890 1234567890 1234567890|................................................................|
- - - - - - - - - - - - - - - - - - - - - - - - - - - - -|lkjh gfds mnbv cxzq poiu trew hgfd vcxz nbmk wqsa|sdf wer xcv tyu ghj bnm iop klq zas edc rfv tgb|
reason reason reason reason reason reason reason reason|the the the the the the the the the the the the the|aaa bbb ccc ddd eee fff ggg hhh iii jjj kkk lll|
abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz|!!!! ???? !!!! ???? !!!! ???? !!!! ???? !!!! ????|one two three four five six seven eight nine ten eleven twelve|
foo bar baz qux quux corge grault garply waldo fred plugh|wxcv qsdf azer tyui opml kjhg fdsq nbvc xwaz erty|hjkl hjkl yuio yuio vbnm vbnm fghj fghj rtyu rtyu""".replace(
    "\n", ""
).split("|")

OTHER_CELLS = """{n} Cedar Ridge Road, Springfield, Illinois 62701, United States of America|Taxable years 2020, 2021, 2022 and 2023 for SSN {n}-00-0000|
Case number INV-{n}, docket 25-cr-{n}, grand jury number {n}-B|Special Agent, badge {n}, Field Office {n}, telephone 202-555-0147|
18 U.S.C. 1343, 18 U.S.C. 1344, 18 U.S.C. 1349, 26 counts, {n} pages|Date of birth 1980-02-03, Social Security number ending in {n}|
https://intranet.example.gov/cases/{n}/reason?print=true&lang=en|Row {n} of batch {n}, extracted 2025-06-01 at 04:00, query version 7""".replace(
    "\n", ""
).split("|")

PADS = """Thank you for your kind attention to this request and for your continued cooperation|Please process this at your earliest convenience and confirm by return|
The undersigned hereby certifies the foregoing to be true to the best of belief|This request is submitted in good faith by a duly authorized official of this agency|
Kindly note that all applicable policies and procedures have been followed here|We appreciate the partnership between our two agencies in this important work|
If anything further is required please contact the office at the usual number|Time is of the essence and a prompt answer would be greatly appreciated""".replace(
    "\n", ""
).split("|")


def by_hand() -> list[str]:
    """The reasons written one by one."""
    return [line.strip() for line in BY_HAND.read_text(encoding="utf-8").splitlines() if line.strip()]


def dated(r: random.Random, text: str) -> str:
    """The slots of ``text`` filled."""
    return (
        text.replace("{month}", r.choice(MONTHS))
        .replace("{day}", str(r.randint(1, 28)))
        .replace("{n}", str(r.randint(1000, 99999)))
    )


def composed(r: random.Random) -> str:
    """A fact and why the address bears on it."""
    fact, why = r.choice(FACTS), dated(r, r.choice(RELEVANCE))
    form = r.choice(
        ["{F}, and {w}.", "{F}; {w}.", "{W}: {f}.", "{F}. {W}.", "Because {f}, this is asked: {w}.", "{F} - {w}"]
    )
    return form.format(F=fact[0].upper() + fact[1:], f=fact, W=why[0].upper() + why[1:], w=why)


def untidy(r: random.Random) -> str:
    """The same, as people type it."""
    shapes: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        lambda s: s.replace(" ", "  "),
        lambda s: s.replace(", ", " ,"),
        lambda s: s.rstrip(".") + "\u2026",
        lambda s: s.replace("the ", "teh ", 1),
        lambda s: s.replace("person", "indiv."),
    ]
    return r.choice(shapes)(composed(r))


def brief(r: random.Random) -> str:
    """A sentence of a dozen words or fewer that still says a fact."""
    fact = r.choice(FACTS)
    return fact[0].upper() + fact[1:] + r.choice([".", "", ";", " (see ledger)."])


def pick(
    texts: Sequence[str], shapes: Sequence[Callable[[str], str]] = (str, str, str.upper, str.lower, lambda s: f"{s}.")
) -> Make:
    """One of the texts, in one of the shapes."""
    return lambda r: r.choice(shapes)(dated(r, r.choice(texts)))


def disguised(r: random.Random) -> str:
    """An absence disguised by look-alikes or signs without width, or made long by them."""
    text = r.choice([each for each in REFUSED if len(each) < 30])
    sign = r.choice(INVISIBLE)
    return r.choice(
        [
            lambda: sign.join(text * 2),
            lambda: "".join(LOOK_ALIKE.get(c, c) for c in text),
            lambda: text + sign * 60,
            lambda: text + " ." * 30,
            lambda: text + " " * 60 + ".",
            lambda: " ".join([text] * r.randint(5, 9)),
            lambda: text + "\u00a0" * 50 + "x",
            lambda: " ".join(text * 2),
            lambda: f"{text} " + "_" * 50,
        ]
    )()


def padded(r: random.Random) -> str:
    """No reason, and courtesy around it until it is long enough."""
    text, pads = r.choice([each for each in REFUSED if len(each) < 40]), r.sample(PADS, 2)
    return r.choice(
        [
            f"{text}. {pads[0]}.",
            f"{pads[0]}. {text}. {pads[1]}.",
            f"{pads[0]}. {pads[1]}.",
            f"{text} - {pads[0].lower()}.",
        ]
    )


def generic_varied(r: random.Random) -> str:
    """A text that fits every person, with a number or a courtesy to make it look like this one's."""
    text = r.choice(GENERIC)
    return dated(
        r,
        r.choice(
            [
                f"{text}.",
                f"{text}, case {{n}}.",
                f"{text} ({{day}} {{month}}).",
                f"{text}. {r.choice(PADS)}.",
                f"{text}; {r.choice(GENERIC).lower()}.",
                f"Re {{n}}: {text.lower()}.",
                text.upper(),
            ]
        ),
    )


DEFICIENT: dict[str, tuple[int, Callable[[random.Random], str]]] = {
    "refusal": (130, pick(REFUSED)),
    "instruction": (50, pick(INSTRUCTIONS)),
    "noise": (45, pick(NOISE)),
    "other_cells": (35, pick(OTHER_CELLS)),
    "adversarial_generic": (150, generic_varied),
    "adversarial_padded": (70, padded),
    "adversarial_disguised": (60, disguised),
    "blank": (5, lambda r: r.choice(["", " ", "\u00a0", "\u200b" * 50, ". " * 30, "\t", "\u3000"])),
}
SOUND: dict[str, tuple[int, Callable[[random.Random], str]]] = {
    "composed": (280, composed),
    "brief": (60, brief),
    "untidy": (70, untidy),
}


def reason_rows(r: random.Random, taken: set[str]) -> Iterator[tuple[str, str, str]]:
    """Category, label and text; no two alike, none that is ``taken``."""
    seen = {text.casefold() for text in by_hand()}
    yield from (("by_hand", "sound", text) for text in by_hand())
    for label, table in (("sound", SOUND), ("deficient", DEFICIENT)):
        for category, (many, make) in table.items():
            left = many
            for _ in range(many * 60):
                text = make(r)
                if not left or text.casefold() in seen or (text.strip() and text.strip().casefold() in taken):
                    continue
                seen.add(text.casefold())
                left -= 1
                yield category, label, text
