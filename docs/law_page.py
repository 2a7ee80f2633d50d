"""The page docs/law.md, written from the rule pack itself."""

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise

from withhold.law.pack import Check, Element, Mark, RulePack
from withhold.law.registry import pack
from withhold.law.tables import read_table
from withhold.law.us_irc_6103_i_2 import FOLDER
from withhold.law.us_irc_6103_i_2.elements.matter.us_code import figures

PACK = "us-irc-6103-i-2"

_INTRODUCTION = """\
# The law, as the machine reads it

**Not legal advice.** `make docs` writes this page from the rule pack, and a test fails if it differs. Each element is a
paraphrase beside its citation, so that a lawyer can check one against the other. If a reading is wrong, change the
pack. Its version and digest identify the reading under which a request was judged.

Every deficiency of a row is named at once, with its cure. *Returned* can be cured by a new request. *Refused* is final.
`withhold screen` has no records, so it leaves out an element that needs them. Each element links to its test vectors:
requests that meet it, requests that do not, and edge cases, as data.

"""

_SECTIONS = """\
The request designates the statutes. The pack keeps no list of crimes. A table of the sections of the United States Code
that exist, as published in 2023, has {:,} sections, repealed ones among them. Of these, {:,} are criminal or plausibly
so: Title 18, part I, each section whose text has words of a criminal penalty, and each section that such a one names.

- If every designated provision is criminal or plausibly so, the element is met.
- If one exists but is not known to be criminal, or if the text leaves open what else it designates, the element is met,
  the row is marked, and the reviewers answer a question about it.
- If one does not exist, the request is returned. In Title 18, part I, a repealed section counts as one that exists,
  because it still applies to what was done before its repeal. In other titles this is so only where the Code as
  published in 2023 still lists the section as repealed. Such a section is not known to be criminal.
- If all are barred, the request is refused. If only some are, it is returned: the paragraph allows disclosure solely
  for the criminal matter, and a new request can designate that alone.
- A request about a missing or exploited child needs no statute. It has `missing or exploited child` in its place.

Requests may cite several provisions, ranges, *et seq.*, and subdivisions of any depth. A provision covers its own
subdivisions. These provisions are listed one by one, and the longest one that covers a citation decides:
"""


_CHECKS = """\
A row does not meet an element if it fails one of its checks. Each check that fails is named, with a cure for just that.
The cure is on each line of `cure.csv`, so it has at most 100 characters.
"""


def law_page() -> str:
    """The whole page."""
    return _INTRODUCTION + "".join(f"{line}\n" for line in _pack(pack(PACK)))


def _pack(rules: RulePack) -> Iterator[str]:
    until = "no end set" if rules.in_force_until is None else f"until {rules.in_force_until}"
    yield f"## {rules.id}\n"
    yield f"{rules.title}\n"
    yield from _table(
        ("version", "in force", "the one item it permits"),
        [(rules.version, f"from {rules.in_force_from}, {until}", rules.permitted_item)],
    )
    yield f"\n> {rules.notice}\n"
    yield "### Elements\n"
    yield from _table(
        ("element", "requirement", "citation", "if not met", "cure"), [_element(each) for each in rules.elements]
    )
    yield "\n### Checks\n"
    yield _CHECKS
    yield from _table(("element", "check", "what is wrong", "cure"), [_check(*each) for each in rules.checks])
    yield "\n### Marks\n"
    yield "A mark is a note on an eligible row, for the reviewers and the filer. It never changes the outcome.\n"
    yield from _table(("mark", "about", "what was noticed", "note", "found by"), [_mark(each) for each in rules.marks])
    yield "\n### What each reviewer answers\n"
    yield "No machine can answer these. An approval needs every answer in its favor, with a reason.\n"
    asked = [(each.text, each.citation, each.only_if or "always") for each in rules.questions]
    yield from _table(("question", "citation", "when it is asked"), asked)
    yield "\n### Parameters\n"
    yield "What the statute leaves to the custodian, within bounds that keep every element on.\n"
    yield from _table(("parameter", "value", "meaning"), list(_parameters(rules)))
    yield "\n### Statutes\n"
    yield _SECTIONS.format(*figures())
    yield from _table(("provision", "standing", "heading"), list(_statutes()))


def _element(element: Element) -> tuple[str, ...]:
    vectors = f"../src/withhold/law/{FOLDER.name}/vectors/{element.id}.jsonl"
    refusing = any(check.refuses for check in element.checks)
    ending = element.outcome.value + (", or refused by a check" if refusing else "")
    demanded = element.title + (" (needs records)" if element.needs_records else "")
    return f"[`{element.id}`]({vectors})", demanded, element.citation, ending, element.cure


def _mark(mark: Mark) -> tuple[str, ...]:
    return f"`{mark.id}`", f"`{mark.element}`", mark.title, mark.text, mark.model or "a rule"


def _check(element: Element, check: Check) -> tuple[str, ...]:
    notes = [note for note, given in (("needs records", check.needs_records), ("refused", check.refuses)) if given]
    title = check.title + (f" ({', '.join(notes)})" if notes else "")
    return f"`{element.id}`", f"`{check.id}`", title, check.cure


def _parameters(rules: RulePack) -> Iterator[tuple[str, str, str]]:
    meanings = _docstrings(type(rules.parameters))
    for name, value in asdict(rules.parameters).items():
        yield f"`{name}`", _value(value), meanings.get(name, "")


def _docstrings(described: type) -> dict[str, str]:
    """Field -> the text that stands below it in the class."""
    (body,) = (each.body for each in ast.parse(inspect.getsource(described)).body if isinstance(each, ast.ClassDef))
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _statutes() -> Iterator[tuple[str, str, str]]:
    listed = read_table(FOLDER / "statutes.toml")
    for standing in ("criminal", "barred"):
        for entry in listed[standing]:
            yield entry["cite"], standing, entry["heading"]
    for entry in listed["barred_title"]:
        yield f"Title {entry['title']}", "barred, whole", entry["heading"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
