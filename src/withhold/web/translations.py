"""The words of pages that come in more than one language. The catalogs in `withhold.messages` have the texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from withhold.messages.catalogs import has, text


@dataclass(frozen=True, slots=True)
class Words:
    """The words of pages in one language. A template looks one up by its name, as in `{{ words.sign_in }}`."""

    language: str

    def __getitem__(self, name: str) -> str:
        """Return the text. Raises KeyError if there is none of that name."""
        return text(f"page.{name}", language=self.language)

    def filled(self, name: str, **values: str | int) -> str:
        """Return the text with the values in its placeholders."""
        return text(f"page.{name}", values, self.language)

    def step(self, kind: int) -> str:
        """Return what an entry of this kind means to the record subject."""
        key = f"step.{kind}"
        return text(key, language=self.language) if has(key, self.language) else self.filled("other_kind", kind=kind)

    def link(self, title: str) -> str:
        """Return the title of a link. One that only an office sees stays in English."""
        key = f"link.{title.lower().replace(' ', '_')}"
        return text(key, language=self.language) if has(key, self.language) else title

    def problem(self, status: int) -> tuple[str, str]:
        """Return the title and the cure on the page for a status that Django or a view answers with."""
        return self._title_and_cure(f"problem.{status}")

    def refusal(self, status: int) -> tuple[str, str]:
        """Return the title and the cure on the page for an error with this status."""
        return self._title_and_cure(f"refusal.{status}")

    def _title_and_cure(self, key: str) -> tuple[str, str]:
        return text(f"{key}.title", language=self.language), text(f"{key}.cure", language=self.language)


ENGLISH, SPANISH = Words("en"), Words("es")
LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "es": SPANISH}


def words_for(path: str) -> Words:
    """Return the words of the page at this path. Its first part may name a language."""
    return LANGUAGES.get(path.split("/")[1] if path.startswith("/") else "", ENGLISH)
