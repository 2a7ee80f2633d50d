"""Rule packs: a statute's elements as cited predicates. Not legal advice.

Only this package and `withhold.population`, which makes synthetic batches, may name a statute.
"""

from withhold.law.citations import Citation, NotOneCitation, parse_citation
from withhold.law.pack import Check, Element, Fact, Question, RulePack
from withhold.law.parameters import Parameters
from withhold.law.reasons import reason_mask
from withhold.law.registry import UnknownPack, pack, packs

__all__ = [
    "Check",
    "Citation",
    "Element",
    "Fact",
    "NotOneCitation",
    "Parameters",
    "Question",
    "RulePack",
    "UnknownPack",
    "pack",
    "packs",
    "parse_citation",
    "reason_mask",
]
