"""Runs a trial: takes the populations of a source, and returns the counts as they are in evidence.json."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from withhold.model.errors import Code
from withhold.studies.errors import Unsuitable
from withhold.studies.trial import builtin, folder, simulated
from withhold.studies.trial.builtin import HOUSEHOLDS
from withhold.studies.trial.policies import GATEWAY, POLICIES
from withhold.studies.trial.population import Population
from withhold.studies.trial.tally import ALL, Cell, Tally, try_out

BUILTIN, PSEUDOPEOPLE = "builtin", "pseudopeople"
LEAST_DISCLOSURES: Final = 30
"""A stratum with fewer is never reported as the worst. Its bound is high only because it has few disclosures."""
Progress = Callable[[str, int, int], None]
Result = dict[str, Any]


def trial(source: str, *, requests: int, seed: int, noise: float, today: date, progress: Progress) -> Result:
    """Try every policy on a source: `BUILTIN`, `PSEUDOPEOPLE`, or the path of a folder with its truth.

    Raises MissingExtra, NoTruth, Unreadable, or Unsuitable if the source has no requests.
    """
    tally = Tally()
    for done, population in enumerate(_populations(source, requests, seed, noise, today), 1):
        tally.merge(try_out(population, today))
        progress("trying policies", min(done * HOUSEHOLDS, requests), requests if source == BUILTIN else 0)
    if not tally.cell(GATEWAY).requests:
        raise Unsuitable(Code.STUDY_NO_REQUESTS)
    name = source if source in (BUILTIN, PSEUDOPEOPLE) else "folder"
    about = {"source": name, "seed": seed, "populations": tally.populations}
    return about | ({"noise": noise} if source == PSEUDOPEOPLE else {}) | as_json(tally)


def as_json(tally: Tally) -> Result:
    """Return counts, shares, bounds and the worst stratum of each policy, and why the gateway did not confirm."""
    gateway = tally.cell(GATEWAY)
    return {
        "requests": gateway.requests,
        "answerable": gateway.answerable,
        "policies": {policy.id: {"words": policy.words} | _policy(tally, policy.id) for policy in POLICIES},
        "held_back": dict(tally.held_back.most_common()),
    }


def _populations(source: str, requests: int, seed: int, noise: float, today: date) -> Iterator[Population]:
    if source == BUILTIN:
        yield from builtin.populations(requests, seed, today)
    elif source == PSEUDOPEOPLE:
        yield simulated.population(seed, noise)
    else:
        yield folder.population(Path(source))


def _policy(tally: Tally, policy: str) -> Result:
    strata = {
        kind: {name: _cell(tally.cell(policy, (kind, name))) for name in tally.strata(kind)}
        for kind in ("circumstance", "group")
    }
    return _cell(tally.cell(policy, (ALL, ""))) | {"by": strata, "worst": _worst(tally, policy)}


def _cell(cell: Cell) -> Result:
    return {
        "requests": cell.requests,
        "disclosures": cell.disclosures,
        "wrong": cell.wrong_share.as_json(),
        "recall": cell.recall.as_json(),
        "no_address": cell.no_address,
    }


def _worst(tally: Tally, policy: str) -> Result | None:
    """Return the stratum with the highest upper bound of wrong disclosures. None if none has enough disclosures."""
    found = [
        (cell.wrong_share.upper, kind, name)
        for kind in ("circumstance", "group")
        for name in tally.strata(kind)
        if (cell := tally.cell(policy, (kind, name))).disclosures >= LEAST_DISCLOSURES
    ]
    if not found:
        return None
    _, kind, name = max(found)
    return {"kind": kind, "name": name, "wrong": tally.cell(policy, (kind, name)).wrong_share.as_json()}
