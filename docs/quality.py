"""Writes docs/screening-quality.md: .venv/bin/python -m docs.quality."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from scipy.stats import binomtest  # noqa: E402
from tests.quality import measuring  # noqa: E402
from tests.quality.measuring import Judged  # noqa: E402

PAGE = ROOT / "docs" / "screening-quality.md"
_INTRODUCTION = """\
# How well screening works

`python -m docs.quality` writes this page from the labeled sets in `tests/quality`. Their README defines each category
and gives the reason for its label. The figures are of the part that was held out. Intervals are Wilson's, at 95 %.

- *Recall*: of what is deficient, the share that was returned.
- *Precision*: of what was returned, the share that is deficient.

A sound request that is returned can be cured. A deficient one that passes still needs a confirmed identity and two
people.

The first measurement of the held-out part, with rules developed on the other part alone, gave the following:

- Addresses: recall 99.8 % (498 of 499), and 2.9 % of the sound ones returned (33 of 1,134: letters for a box number,
  UMR, HC with a hyphen, kilometer addresses, ranch roads).
- Reasons: recall 100 % (149 of 149), and none of 358 sound ones returned.

The rules for those forms were then fixed. So the figures below no longer come from texts that nobody had looked at.
"""

_ANOTHER_HAND = """
## By another hand

A second set, in `tests/quality/independent`, was written by somebody who saw neither the rules nor their vectors nor
the lists above. Its README explains how. Many of its texts were written to pass. It also labels as sound some forms
that people use, although Publication 28 writes them differently (a house number as a word, `HC Route`). Its rows are
combined from lists, so rows of one category resemble each other. The intervals apply to a share of rows *like these*.

The first measurement gave the following. Phrases that it found in addresses were added to the rules since.

- Addresses: recall 94.2 % (2,081 of 2,210), and 2.5 % of the sound ones returned (55 of 2,220).
- Reasons: recall 77.4 %. Boilerplate: recall 62.7 %.
"""


def page() -> str:
    """The page's text."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    addresses, reasons, batches = (
        measure("held_out") for measure in (measuring.addresses, measuring.reasons, measuring.batches)
    )
    yield "| element | texts | recall | precision | sound ones returned |"
    yield "| --- | --- | --- | --- | --- |"
    for name, judged in (("address", addresses), ("reason", reasons), ("boilerplate", batches)):
        yield _row(name, judged)
    yield ""
    yield "Goals: no sound address returned, and recall of deficient ones at least 99 %."
    for title, judged in (
        ("Addresses", addresses),
        ("Reasons", reasons),
        ("Reasons over many people: families of one text, varied", batches),
    ):
        yield from _categories(title, judged)
    yield from _by_another_hand()


def _by_another_hand() -> Iterator[str]:
    addresses, reasons, batches = (
        measure("independent", measuring.INDEPENDENT)
        for measure in (measuring.addresses, measuring.reasons, measuring.batches)
    )
    yield _ANOTHER_HAND
    yield "| element | texts | recall | precision | sound ones returned |"
    yield "| --- | --- | --- | --- | --- |"
    for name, judged in (("address", addresses), ("reason", reasons), ("boilerplate", batches)):
        yield _row(name, judged)
    yield ""
    yield "| goal | met |"
    yield "| --- | --- |"
    wronged = sum(each.returned for each in addresses if not each.deficient)
    yield f"| no sound address returned | {_met(wronged == 0)} |"
    for name, judged in (("address", addresses), ("reason", reasons), ("boilerplate", batches)):
        deficient = [each.returned for each in judged if each.deficient]
        yield f"| `{name}`: recall of deficient ones at least 99 % | {_met(sum(deficient) >= 0.99 * len(deficient))} |"
    for title, judged in (
        ("Addresses, by another hand", addresses),
        ("Reasons, by another hand", reasons),
        ("Reasons over many people, by another hand", batches),
    ):
        yield from _categories(title, judged)


def _met(met: bool) -> str:
    return "yes" if met else "no"


def _row(name: str, judged: Sequence[Judged]) -> str:
    deficient = [each for each in judged if each.deficient]
    sound = [each for each in judged if not each.deficient]
    caught, wronged = (sum(each.returned for each in some) for some in (deficient, sound))
    recall, precision = _share(caught, len(deficient)), _share(caught, caught + wronged)
    return f"| `{name}` | {len(judged):,} | {recall} | {precision} | {_share(wronged, len(sound))} |"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    low, high = binomtest(part, whole).proportion_ci(method="wilson")
    return f"{part / whole:.2%} ({part:,} of {whole:,}; {low:.1%}–{high:.1%})"


def _categories(title: str, judged: Sequence[Judged]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield "| category | label | texts | judged wrongly | which |"
    yield "| --- | --- | --- | --- | --- |"
    for category in dict.fromkeys(each.category for each in judged):
        texts = [each for each in judged if each.category == category]
        wrong = [each.id for each in texts if each.returned != each.deficient]
        label = "deficient" if texts[0].deficient else "sound"
        shown = ", ".join(wrong[:6]) + (" …" if len(wrong) > 6 else "")
        yield f"| {category.replace('_', ' ')} | {label} | {len(texts)} | {len(wrong)} | {shown} |"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
