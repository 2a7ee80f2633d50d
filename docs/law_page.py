"""The page docs/law.md, written from the rule pack itself."""

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise

from withhold.law.pack import Element, RulePack
from withhold.law.registry import pack
from withhold.law.tables import read_table
from withhold.law.us_irc_6103_i_2 import FOLDER

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
    yield "\n### What each reviewer answers\n"
    yield "No machine can answer these. An approval needs every answer in its favor, with a reason.\n"
    yield from _table(("question", "citation"), [(each.text, each.citation) for each in rules.questions])
    yield "\n### Parameters\n"
    yield "What the statute leaves to the custodian, within bounds that keep every element on.\n"
    yield from _table(("parameter", "value", "meaning"), list(_parameters(rules)))
    yield "\n### Statutes\n"
    yield "A provision covers its own subdivisions. The longest one that covers a citation decides.\n"
    yield from _table(("provision", "designation", "heading"), list(_statutes()))


def _element(element: Element) -> tuple[str, ...]:
    vectors = f"../src/withhold/law/{FOLDER.name}/vectors/{element.id}.jsonl"
    ending = element.outcome.value + ("" if element.barred is None else ", or refused if barred")
    demanded = element.title + (" (needs records)" if element.needs_records else "")
    return f"[`{element.id}`]({vectors})", demanded, element.citation, ending, element.cure


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
    for standing in ("designated", "barred"):
        for entry in listed[standing]:
            yield entry["cite"], standing, entry["heading"]
    for entry in listed["barred_title"]:
        yield f"Title {entry['title']}", "barred, whole", entry["heading"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
