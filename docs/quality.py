"""Writes docs/screening-quality.md: .venv/bin/python -m docs.quality."""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from docs import quality_texts as said  # noqa: E402
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


_FIRST = {"hand-6": ((64, 67), (4, 67)), "hand-7": ((96, 104), (6, 107)), "hand-8": ((110, 118), (5, 119))}
"""Writer → deficient ones returned, of how many, and sound ones returned, of how many, when first measured."""


_JUDGES = (
    "src/withhold/law",
    "src/withhold/identity",
    "src/withhold/screening/alike",
    "tests/quality",
    "docs/quality.py",
    "docs/quality_texts.py",
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
    yield said.INTRODUCTION.rstrip()
    yield from _by_unseen_writers()
    left_out = measuring.reasons_left_out()
    yield from _addresses_by_writers()
    yield from _named_parts()
    yield from _by_writers(left_out)
    yield from _near_duplicates(left_out)
    yield said.FAMILIES.rstrip()
    yield from _statutes()
    yield from _by_another_hand(left_out)
    yield from _from_lists()
    yield ""
    yield sources_line()


def _by_unseen_writers() -> Iterator[str]:
    """The tables of the writers from whom nothing was learned."""
    yield said.UNSEEN
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
    yield said.UNSEEN_FAMILIES
    for hand in measuring_unseen.HANDS:
        families = measuring_unseen.families(hand)
        cells = []
        for paraphrased in (False, True):
            some = [each for each in families if _paraphrased(each) is paraphrased]
            cells += [_share(sum(each.returned for each in some), len(some))]
            cells += [_share(sum(each.marked for each in some), len(some))]
        yield f"| {hand} | {' | '.join(cells)} |"
    yield said.UNSEEN_ADDRESSES
    for hand in measuring_unseen.ADDRESS_HANDS:
        addresses = measuring_addresses.addresses_in(measuring_unseen.UNSEEN / hand)
        now = [[each.returned for each in addresses if each.deficient is label] for label in (True, False)]
        cells = [_share(*each) for each in (*_FIRST[hand], *((sum(some), len(some)) for some in now))]
        yield f"| {hand} | {' | '.join(cells)} |"


def _from_lists() -> Iterator[str]:
    yield said.OWN
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
    yield said.ADDRESSES_BY_WRITERS
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
    yield said.NAMED_PARTS
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
    yield said.STATUTES
    for name, provisions, outcomes in measuring_statutes.statutes():
        texts = provisions * len(measuring_statutes.SPELLINGS)
        yield f"| {name} | {provisions:,} | {' | '.join(f'{each / texts:.1%}' for each in outcomes)} |"


def _by_another_hand(left_out: Sequence[LeftOut]) -> Iterator[str]:
    addresses = measuring.addresses("independent", measuring.INDEPENDENT)
    reasons = [each for each in left_out if each.writer == "independent"]
    batches = measuring.batches("independent", measuring.INDEPENDENT)
    yield said.ANOTHER_HAND
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
    yield said.BY_WRITERS
    heads = "deficient returned", "returned or marked", "sound returned", "sound of offices returned", "sound marked"
    yield f"| writer left out | {' | '.join(heads)} |"
    yield "| --- | --- | --- | --- | --- | --- |"
    lines = [(_of_writer(clear, hand), hand) for hand in measuring.HANDS]
    lines.sort(key=lambda line: line[0][0][0] / line[0][0][1])
    for shares, name in [*lines, (_of_writer(clear, "independent"), "independent")]:
        yield f"| {name} | {' | '.join(_share(*each) for each in shares)} |"
    yield said.GOALS
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
    yield said.NEAR_DUPLICATES
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
