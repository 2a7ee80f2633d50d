"""The words and phrases by which the rules recognize a reason that says nothing (`words.toml`)."""

import re
from dataclasses import dataclass
from pathlib import Path

from withhold.law.tables import read_lists

LISTS = read_lists(Path(__file__).with_name("words.toml"))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases to look for as whole words. A phrase may be a regular expression after its first word."""

    pattern: re.Pattern[str]
    begins: frozenset[str]
    """The first word of each. Most texts have none of them, which is seen faster than by the pattern."""

    @classmethod
    def of(cls, name: str) -> "Phrases":
        """Return the phrases of a list."""
        longest_first = sorted(LISTS[name], key=lambda phrase: (-len(phrase), phrase))
        pattern = re.compile(rf"(?<![A-Z#])(?:{'|'.join(longest_first)})(?![A-Z#])")
        return cls(pattern, frozenset(phrase.split()[0] for phrase in longest_first))

    def find(self, words: frozenset[str], text: str) -> list[str]:
        """Return the phrases found in a text. ``words`` are its words."""
        return [] if self.begins.isdisjoint(words) else self.pattern.findall(text)
