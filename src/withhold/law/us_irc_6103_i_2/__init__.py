"""Rule pack `us-irc-6103-i-2`: 26 U.S.C. § 6103(i)(2). Not legal advice.

The paragraph allows disclosure of return information other than taxpayer return information, on written request, for a
federal criminal matter that is not tax administration. (i)(2)(C): name, address and taxpayer identification number are
"taxpayer identity", which may be disclosed under this paragraph. Income, employer and family are taxpayer return
information, which may not. The pack allows one item. Each module paraphrases one clause and has that clause's code.
"""

from pathlib import Path

from withhold.law.digest import digest_of_pack
from withhold.law.pack import Question, RulePack
from withhold.law.parameters import load_parameters
from withhold.law.tables import Section, read_table
from withhold.law.us_irc_6103_i_2.elements.matter import matter, periods, reason, sole_use, statute
from withhold.law.us_irc_6103_i_2.elements.parties import docket, engagement, official, safeguards, signer, stay
from withhold.law.us_irc_6103_i_2.elements.patterns import boilerplate, duplicate, pace, series, shared_address
from withhold.law.us_irc_6103_i_2.elements.subject import address, birth_date, name, tin
from withhold.model.errors import Code, Unreadable

FOLDER = Path(__file__).parent

_CLAUSES = (
    signer, official, engagement, pace, name, address, shared_address, periods, statute, matter, reason,
    boilerplate, sole_use, tin, birth_date, series, duplicate, safeguards, stay, docket,
)  # fmt: skip
_PATTERNS = (
    *engagement.PATTERNS, *shared_address.PATTERNS, *matter.PATTERNS, *reason.PATTERNS, *boilerplate.PATTERNS,
    *series.PATTERNS, *duplicate.PATTERNS,
)  # fmt: skip
_FACTS = (
    *name.FACTS, *address.FACTS, *shared_address.FACTS, *periods.FACTS, *statute.FACTS, *reason.FACTS,
    *series.FACTS,
)  # fmt: skip
_MARKS = (*statute.MARKS, *reason.MARKS)


def load() -> RulePack:
    """Return the pack that its files describe. Raises Unreadable if a data file is malformed."""
    head, parameters = load_parameters(FOLDER / "parameters.toml")
    pack = RulePack(
        id=head.text("id"),
        version=head.text("version"),
        title=head.text("title"),
        title_es=head.text("title_es"),
        in_force_from=head.day("in_force_from"),
        in_force_until=head.optional_day("in_force_until"),
        notice=head.text("notice"),
        notice_es=head.text("notice_es"),
        permitted_item=head.text("permitted_item"),
        parameters=parameters,
        facts=_FACTS,
        patterns=_PATTERNS,
        elements=tuple(clause.ELEMENT for clause in _CLAUSES),
        marks=_MARKS,
        questions=read_questions(FOLDER / "questions.toml"),
        digest=digest_of_pack(FOLDER),
    )
    head.close()
    return pack


def read_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions in a data file. Raises Unreadable if it is malformed."""
    whole = Section(path.name, read_table(path), "questions")
    found = []
    for number, entry in enumerate(whole.sections("question"), start=1):
        only_if = entry.text("only_if") if entry.has("only_if") else ""
        if only_if and only_if not in statute.ASKED:
            column = f"question {number}.only_if"
            raise Unreadable(Code.FIELD_NOT_ONE_OF, file=path.name, column=column, allowed="; ".join(statute.ASKED))
        asked = statute.ASKED.get(only_if)
        found.append(Question(entry.text("id"), entry.text("text"), entry.text("citation"), only_if, asked))
        entry.close()
    whole.close()
    return tuple(found)
