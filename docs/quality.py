"""Writes docs/screening-quality.md: .venv/bin/python -m docs.quality."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from scipy.stats import binomtest  # noqa: E402
from tests.quality import (  # noqa: E402
    measuring,
    measuring_addresses,
    measuring_checks,
    measuring_statutes,
    measuring_unseen,
)
from tests.quality.measuring import Judged, LeftOut  # noqa: E402

PAGE = ROOT / "docs" / "screening-quality.md"
_INTRODUCTION = """\
# How well screening works

`python -m docs.quality` writes this page from the labeled sets in `tests/quality`. Their README defines each category
and gives the reason for its label. Intervals are Wilson's, at 95 %. Two errors count equally: a deficient request that
passes, and a sound request that is returned.

- *Recall*: of what is deficient, the share that was returned.
- *Precision*: of what was returned, the share that is deficient.

A sound request that is returned can be cured. A deficient one that passes still needs a confirmed identity and two
people.

The page begins with the sets that say most: texts by writers from whom nothing was learned, and then by the five
writers from whom the score of reasons learned, each writer apart and the worst first. The sets of the last two parts
are mostly combined from lists, and the rules were developed beside them, so their figures are higher than those of real
requests will be.
"""

_FAMILIES = """
## Families that no group shows

Texts that name one official, one signer or one series of case numbers are compared exactly, if they are at most 2,000.
So are all texts of a file with at most 2,000. The others are found by bands, and not always. `python -m bench.families`
hides texts for a few people among random ones. Each person of a family names another official. The first figure of a
cell is the share of these people beside whom at least one other was found. The second is the share that was returned,
which takes four people. Measured on November 29, 2026, and not repeated when this page is written. Among 1,000,000
random texts, the figures are the same.

| people, among 100,000 texts | 38 % the same | 46 % the same | 67 % the same |
| --- | --- | --- | --- |
| 2 | 12.9 % / – | 42.6 % / – | 96.5 % / – |
| 4 | 28.3 % / 3.5 % | 66.4 % / 15.4 % | 100.0 % / 92.8 % |
| 8 | 46.5 % / 21.7 % | 81.8 % / 53.3 % | 99.8 % / 99.6 % |
| 16 | 51.0 % / 29.3 % | 90.4 % / 77.7 % | 100.0 % / 100.0 % |
| 64 | 62.5 % / 51.0 % | 95.3 % / 91.0 % | 100.0 % / 100.0 % |
"""

_UNSEEN = """
## Writers from whom nothing was learned

Three more writers composed texts one by one, after rules, weights and thresholds were fixed. They had seen neither the
program nor the texts above. The texts are synthetic, each with one label by its writer. Texts about which reasonable
people could disagree are left out. Every text is in a whole request, which the pack screens as it is. Each family and
each office names one official.

| reasons by | deficient returned | returned or marked | sound returned | sound of offices returned |
| --- | --- | --- | --- | --- |"""

_UNSEEN_FAMILIES = """
Nothing was changed for these reasons and families. *Surface* are families varied by slots, typing errors, synonyms,
order and capitals. Families count as found by `boilerplate` or `reason`.

| families by | surface: returned | returned or marked | paraphrased: returned | returned or marked |
| --- | --- | --- | --- | --- |"""

_UNSEEN_ADDRESSES = """
The addresses of the three writers were measured in turn. After each measurement, the forms that it found were added to
the rules. So the first measurement says what to expect of another writer: about one sound address in twenty is
returned, and one deficient address in sixteen passes. The goals are 2 % and 5 %.

| addresses by | first: deficient returned | first: sound returned | now: deficient | now: sound |
| --- | --- | --- | --- | --- |"""
_FIRST = {"hand-6": ((64, 67), (4, 67)), "hand-7": ((96, 104), (6, 107)), "hand-8": ((110, 118), (5, 119))}
"""Writer → deficient ones returned, of how many, and sound ones returned, of how many, when first measured."""

_OWN = """
## Combined from lists

The figures are of the part that was held out. The first measurement of it, with rules developed on the other part
alone, gave the following:

- Addresses: recall 99.8 % (498 of 499), and 2.9 % of the sound ones returned (33 of 1,134: letters for a box number,
  UMR, HC with a hyphen, kilometer addresses, ranch roads).
- Reasons: recall 100 % (149 of 149), and none of 358 sound ones returned.

The rules for those forms were then fixed. So the figures below no longer come from texts that nobody had looked at.
"""

_ANOTHER_HAND = """
## By another hand

A second set, in `tests/quality/independent`, was written by somebody who saw neither the rules nor their vectors nor
the lists below. Its README explains how. Many of its texts were written to pass. It also labels as sound some forms
that people use, although Publication 28 writes them differently (a house number as a word, `HC Route`). Its rows are
combined from lists, so rows of one category resemble each other. The intervals apply to a share of rows *like these*.

The first measurement gave the following. Phrases that it found in addresses were added to the rules since.

- Addresses: recall 94.2 % (2,081 of 2,210), and 2.5 % of the sound ones returned (55 of 2,220).
- Reasons: recall 77.4 %. Boilerplate: recall 62.7 %.

The row score of reasons has learned from this set since. So the figures for reasons below are of a model that did not
learn from it, with thresholds of its own, as under *Reasons by writers*.
"""

_BY_WRITERS = """
## Reasons by writers

Five writers who had not seen the rules composed the texts in `tests/quality/writers` one by one. All texts are
synthetic: they were not collected, and they are no sample of how people write. Each has one label, by its writer. Texts
about which reasonable people could disagree are left out of the figures.

The element `reason` uses a score that learned from labeled texts. So each line is of a writer who was left out: the
model and its thresholds know the texts of the other writers alone. The model that withhold uses learned from all of
them. The worst is first. A row that is *marked* has a note for the reviewers and the filer, which changes no outcome.

These figures are better than those of a writer whom nobody has seen are likely to be. The rules were written with the
texts at hand. How strict the thresholds are, and which rules ask for a score as well, was chosen among about twenty
variants by these same figures. With the strict threshold alone, and no rules, the mean recall was 78.7 % and the share
of sound texts returned 0.6 %.

The last line is the set by another hand, whose texts are mostly combined from lists. The goals are for the writers.
"""

_ADDRESSES_BY_WRITERS = """
## Addresses by writers

The same five writers, each alone and the worst first. Texts about which reasonable people could disagree are left out,
among them addresses of jails and of offices of an agency. Before version 1.1.0 of the pack, 19.7 to 38.9 % of the sound
ones of a writer were returned, and 91.6 to 95.7 % of the deficient ones.

These figures are better than those of a writer whom nobody has seen are likely to be, because the rules were written
with the texts at hand. They are general forms and short lists. No text of the set is in them.

| writer | texts | recall | sound ones returned |
| --- | --- | --- | --- |"""

_NAMED_PARTS = """
## The part that is named

A deficiency names the checks that fail. Each deficient text of a writer has a category, for example *missing number*,
and each category has the checks that are right for it (`tests/quality/measuring_checks.py`). Of the deficient texts
that are returned, these shares have one of them named. The worst writer is first. Which checks are right was decided
with the texts at hand, and so were the rules that name a part.

| writer | addresses | reasons |
| --- | --- | --- |"""

_STATUTES = """
## Statutes

Each provision alone, in four usual spellings. The table of the Code that the pack uses also makes the groups, so this
shows how citations are read. It does not show how well the table knows what is criminal: a program made it, from words
in the text of each section. Before version 1.1.0 of the pack, 20 sections of Title 18 were met, and all others were
returned. One number of Title 18 that the table does not have is met: section 1352 is newer.

| provisions | number | met | met, with a question | returned | refused |
| --- | --- | --- | --- | --- | --- |"""

_NEAR_DUPLICATES = """
## Reasons over many people, by writers

The same five writers composed families: one text over a dozen people, varied in one way. All families of a writer are
screened as one batch. So are the sound reasons of a writer's offices, which often close with the same sentence, and the
other sound reasons. No text of a writer has set the measure: reasons count as one text if 35 % of their groups of five
characters are the same. The persons named in these texts are not those of the rows, so their names are not masked. In
paraphrased families, most words differ. *With `reason`* adds the element `reason`, whose model left the writer out.

| writer | surface families | with `reason` | paraphrased, with `reason` | sound of offices returned | other sound |
| --- | --- | --- | --- | --- | --- |"""
_GOALS = """
| goal, over the five writers | mean | worst | met |
| --- | --- | --- | --- |"""


_JUDGES = (
    "src/withhold/law",
    "src/withhold/identity",
    "src/withhold/screening/alike",
    "tests/quality",
    "docs/quality.py",
)
_NOT_SOURCES = {".pyc", ".md"}


def page() -> str:
    """The page's text."""
    return "\n".join(_lines())


def sources_line() -> str:
    """Return the last line of the page: a digest of what judges and of what is judged. It shows if either changed."""
    digest = hashlib.sha256()
    for place in _JUDGES:
        files = sorted((ROOT / place).rglob("*")) if (ROOT / place).is_dir() else [ROOT / place]
        for file in files:
            if file.is_file() and file.suffix not in _NOT_SOURCES:
                digest.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return f"SHA-256 of the rules and texts that these figures are of: `{digest.hexdigest()}`."


def _lines() -> Iterator[str]:
    yield _INTRODUCTION.rstrip()
    yield from _by_unseen_writers()
    left_out = measuring.reasons_left_out()
    yield from _addresses_by_writers()
    yield from _named_parts()
    yield from _by_writers(left_out)
    yield from _near_duplicates(left_out)
    yield _FAMILIES.rstrip()
    yield from _statutes()
    yield from _by_another_hand(left_out)
    yield from _from_lists()
    yield ""
    yield sources_line()


def _by_unseen_writers() -> Iterator[str]:
    """The tables of the writers from whom nothing was learned."""
    yield _UNSEEN
    for hand in measuring_unseen.HANDS:
        reasons, offices = measuring_unseen.reasons(hand), measuring_unseen.offices(hand)
        deficient, sound = ([each for each in reasons if each.deficient is label] for label in (True, False))
        shares = (
            (sum(each.returned for each in deficient), len(deficient)),
            (sum(each.marked for each in deficient), len(deficient)),
            (sum(each.returned for each in sound), len(sound)),
            (sum(each.returned for each in offices), len(offices)),
        )
        yield f"| {hand} | {' | '.join(_share(*each) for each in shares)} |"
    yield _UNSEEN_FAMILIES
    for hand in measuring_unseen.HANDS:
        families = measuring_unseen.families(hand)
        cells = []
        for paraphrased in (False, True):
            some = [each for each in families if _paraphrased(each) is paraphrased]
            cells += [_share(sum(each.returned for each in some), len(some))]
            cells += [_share(sum(each.marked for each in some), len(some))]
        yield f"| {hand} | {' | '.join(cells)} |"
    yield _UNSEEN_ADDRESSES
    for hand in measuring_unseen.ADDRESS_HANDS:
        addresses = measuring_unseen.addresses(hand)
        now = [[each.returned for each in addresses if each.deficient is label] for label in (True, False)]
        cells = [_share(*each) for each in (*_FIRST[hand], *((sum(some), len(some)) for some in now))]
        yield f"| {hand} | {' | '.join(cells)} |"


def _from_lists() -> Iterator[str]:
    yield _OWN
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
        ("Addresses, combined from lists", addresses),
        ("Reasons, combined from lists", reasons),
        ("Reasons over many people, combined from lists", batches),
    ):
        yield from _categories(title, judged)


def _addresses_by_writers() -> Iterator[str]:
    yield _ADDRESSES_BY_WRITERS
    lines = []
    for writer, judged in measuring_addresses.addresses_by_writer().items():
        deficient = [each.returned for each in judged if each.deficient]
        sound = [each.returned for each in judged if not each.deficient]
        wrong = sum(sound) / len(sound) + 1 - sum(deficient) / len(deficient)
        shares = _share(sum(deficient), len(deficient)), _share(sum(sound), len(sound))
        lines.append((wrong, f"| {writer} | {len(judged)} | {shares[0]} | {shares[1]} |"))
    yield from (line for _, line in sorted(lines, reverse=True))
    real = measuring_addresses.real_addresses()
    yield ""
    count = sum(returned for _, returned in real)
    yield f"Of {len(real):,} real addresses, {count} are returned. They have no house number."


def _named_parts() -> Iterator[str]:
    yield _NAMED_PARTS
    found = measuring_checks.named_parts()
    lines = []
    for writer in measuring.HANDS:
        shares = []
        for kind in ("addresses", "reasons"):
            right = [each.right for each in found if (each.writer, each.kind) == (writer, kind)]
            shares.append((sum(right) / len(right), _share(sum(right), len(right))))
        lines.append((min(share for share, _ in shares), f"| {writer} | {shares[0][1]} | {shares[1][1]} |"))
    yield from (line for _, line in sorted(lines))
    yield "\n| category | returned | part named |"
    yield "| --- | --- | --- |"
    parts = {each.category: [other.right for other in found if other.category == each.category] for each in found}
    for category, right in sorted(parts.items(), key=lambda item: sum(item[1]) / len(item[1])):
        if not all(right):
            yield f"| {category} | {len(right)} | {sum(right) / len(right):.0%} |"


def _statutes() -> Iterator[str]:
    yield _STATUTES
    for name, provisions, outcomes in measuring_statutes.statutes():
        texts = provisions * len(measuring_statutes.SPELLINGS)
        yield f"| {name} | {provisions:,} | {' | '.join(f'{each / texts:.1%}' for each in outcomes)} |"


def _by_another_hand(left_out: Sequence[LeftOut]) -> Iterator[str]:
    addresses = measuring.addresses("independent", measuring.INDEPENDENT)
    reasons = [each for each in left_out if each.writer == "independent"]
    batches = measuring.batches("independent", measuring.INDEPENDENT)
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


def _by_writers(judged: Sequence[LeftOut]) -> Iterator[str]:
    clear = [each for each in judged if not each.hard]
    yield _BY_WRITERS
    heads = "deficient returned", "returned or marked", "sound returned", "sound of offices returned", "sound marked"
    yield f"| writer left out | {' | '.join(heads)} |"
    yield "| --- | --- | --- | --- | --- | --- |"
    lines = [(_of_writer(clear, hand), hand) for hand in measuring.HANDS]
    lines.sort(key=lambda line: line[0][0][0] / line[0][0][1])
    for shares, name in [*lines, (_of_writer(clear, "independent"), "independent")]:
        yield f"| {name} | {' | '.join(_share(*each) for each in shares)} |"
    yield _GOALS
    for place, (goal, mean, worst, over) in enumerate(_WANTED):
        shares = [line[place][0] / line[place][1] for line, _ in lines]
        average, extreme = sum(shares) / len(shares), min(shares) if over else max(shares)
        met = average >= mean and extreme >= worst if over else average <= mean and extreme <= worst
        yield f"| {goal} | {average:.1%} | {extreme:.1%} | {_met(met)} |"
    yield from _parts(judged)


_WANTED = (
    ("deficient returned: at least 80 % on average, 70 % at worst", 0.8, 0.7, True),
    ("returned or marked: at least 92 % on average, 85 % at worst", 0.92, 0.85, True),
    ("sound returned: at most 1 % on average, 2 % at worst", 0.01, 0.02, False),
    ("sound of offices returned: at most 0.5 % on average, 2 % at worst", 0.005, 0.02, False),
)


def _of_writer(judged: Sequence[LeftOut], writer: str) -> tuple[tuple[int, int], ...]:
    reasons = [each for each in judged if each.writer == writer and each.kind == "reasons"]
    offices = [each for each in judged if each.writer == writer and each.kind == "offices"]
    deficient, sound = ([each for each in reasons if each.deficient is label] for label in (True, False))
    return (
        (sum(each.returned for each in deficient), len(deficient)),
        (sum(each.marked for each in deficient), len(deficient)),
        (sum(each.returned for each in sound), len(sound)),
        (sum(each.returned for each in offices), len(offices)),
        (sum(each.marked and not each.returned for each in sound + offices), len(sound + offices)),
    )


def _near_duplicates(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """The table of families by writers, the worst first, and one by styles."""
    yield _NEAR_DUPLICATES
    alone = {each.id for each in left_out if each.returned}
    judged = {hand: measuring.near_duplicates(hand) for hand in measuring.HANDS}
    lines = []
    for hand, texts in judged.items():
        families = [each for each in texts if each.deficient]
        surface = [each for each in families if not _paraphrased(each)]
        both = [each for each in families if each.returned or each.id in alone]
        others = [[each for each in texts if each.category == kind] for kind in ("offices", "reasons")]
        shares = [
            (sum(each.returned for each in surface), len(surface)),
            (sum(not _paraphrased(each) for each in both), len(surface)),
            (sum(map(_paraphrased, both)), len(families) - len(surface)),
            *((sum(each.returned for each in some), len(some)) for some in others),
        ]
        lines.append((shares[0][0] / shares[0][1], hand, shares))
    for _, hand, shares in sorted(lines):
        yield f"| {hand} | {' | '.join(_share(*each) for each in shares)} |"
    yield "\n| style of the family | texts | returned | with `reason` |"
    yield "| --- | --- | --- | --- |"
    every = [each for texts in judged.values() for each in texts if each.deficient]
    for style in sorted({each.category for each in every}):
        some = [each for each in every if each.category == style]
        returned, both = (sum(each.returned for each in some), sum(each.returned or each.id in alone for each in some))
        yield f"| {style.replace('_', ' ')} | {len(some)} | {returned} | {both} |"


def _paraphrased(judged: Judged) -> bool:
    return judged.category.startswith("paraphrase")


def _parts(judged: Sequence[LeftOut]) -> Iterator[str]:
    """Lines by length, of families, and of the texts left out of the figures."""
    hands = [each for each in judged if each.writer in measuring.HANDS]
    clear = [each for each in hands if not each.hard]
    parts: list[tuple[str, Callable[[LeftOut], bool]]] = [
        ("fewer than 60 characters", lambda each: each.kind == "reasons" and each.length < 60),
        ("60 to 149 characters", lambda each: each.kind == "reasons" and 60 <= each.length < 150),
        ("150 characters or more", lambda each: each.kind == "reasons" and each.length >= 150),
        ("families of one text, each row alone", lambda each: each.kind == "families"),
    ]
    yield "\n| the five writers, each left out | deficient returned | sound returned |"
    yield "| --- | --- | --- |"
    for name, belongs in parts:
        yield _both(name, [each for each in clear if belongs(each)])
    for name, kind in (("families, each the requests of one official", "families"), ("offices, likewise", "offices")):
        yield _both(name, [replace(each, returned=each.together) for each in clear if each.kind == kind])
    yield _both("debatable texts", [each for each in hands if each.hard])


def _both(name: str, judged: Sequence[LeftOut]) -> str:
    shares = []
    for label in (True, False):
        texts = [each for each in judged if each.deficient is label]
        shares.append(_share(sum(each.returned for each in texts), len(texts)))
    return f"| {name} | {' | '.join(shares)} |"


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
