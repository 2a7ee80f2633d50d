"""Runs the study of namesakes: both methods, compared with each other and with known figures."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from withhold.population.people.names import GROUPS
from withhold.studies.collisions import collision_counts as counting
from withhold.studies.collisions.agreement import ALLOWED, agrees
from withhold.studies.collisions.closed_form import POINTS, ClosedForm, closed_form
from withhold.studies.collisions.crowd import write_crowd
from withhold.studies.collisions.engines import Engine, engine
from withhold.studies.collisions.keys import KEYS
from withhold.studies.collisions.known import MEDIANS, compare_median, compare_share
from withhold.studies.collisions.model import NATION, national
from withhold.studies.collisions.namesakes import BANDS, Namesakes
from withhold.studies.collisions.strata import EVERYONE, Stratum, expected, expected_distribution, strata

Progress = Callable[[str, int, int], None]
Result = dict[str, Any]


def by_closed_form(people: int, progress: Progress, *, points: int = POINTS) -> Result:
    """Return the result of the closed form for every key. For `NATION` people, it is compared with known figures."""
    began = time.perf_counter()
    form = closed_form(national(), people, points=points, progress=progress)
    result: Result = {"method": "closed-form", "people": people, "keys": {}}
    for key in KEYS:
        result["keys"][key.id] = {"words": key.words, "strata": _strata(form, key.id)}
    result["namesakes"] = {
        stratum.name: _distribution(*expected_distribution(form, "name", stratum))
        for stratum in strata()
        if stratum.kind != "decile"
    }
    if people == NATION:
        result["known"] = _known(result)
    return result | {"seconds": round(time.perf_counter() - began, 1)}


def by_enumeration(
    people: int, engine_name: str, seed: int, work: Path | None, progress: Progress, *, points: int = POINTS
) -> Result:
    """Draw that many people, count every key, and return the counts, each compared with the closed form.

    ``work`` is the folder for the temporary files: the population, and what does not fit in memory. Raises OSError.
    """
    form = closed_form(national(), people, points=points, progress=progress)
    with tempfile.TemporaryDirectory(prefix="withhold-evidence-", dir=work) as folder:
        crowd = Path(folder) / "people"
        write_crowd(national(), people, crowd, seed=seed, progress=progress)
        with engine(engine_name, Path(folder)) as counter:
            return {"method": "enumerate", "people": people, "engine": engine_name, "seed": seed} | count_all(
                counter, crowd, form, progress
            )


def count_all(counter: Engine, crowd: Path, form: ClosedForm, progress: Progress) -> Result:
    """Count every key of a population's files, and return the counts, each compared with the closed form."""
    frame = counter.open(crowd)
    people = counter.rows(counting.everyone(frame))
    result: Result = {"keys": {}, "seconds_by_key": {}}
    for number, key in enumerate(KEYS):
        progress(f"counting {key.words.lower()}", number, len(KEYS))
        began = time.perf_counter()
        found = counting.counted(counter.rows(counting.classes(frame, key.columns)), people)
        result["seconds_by_key"][key.id] = round(time.perf_counter() - began, 2)
        result["keys"][key.id] = {"words": key.words, "strata": _compared(form, key.id, found)}
        if key.id == "name":
            result["namesakes"] = {EVERYONE: _distribution(found.namesakes)}
    for group, namesakes in zip(
        GROUPS, counting.counted_by_group(counter.rows(counting.by_group(frame, KEYS[0].columns))), strict=True
    ):
        result["namesakes"][group] = _distribution(namesakes)
    return result | {"agreement": _agreement(result["keys"])}


def _strata(form: ClosedForm, key: str) -> list[Result]:
    rows = []
    for stratum in strata():
        found = expected(form, key, stratum)
        rows.append(
            _named(stratum) | {"people": round(found.people), "share": found.share, "interval_95": found.interval}
        )
    return rows


def _compared(form: ClosedForm, key: str, found: counting.Counted) -> list[Result]:
    rows = []
    for stratum in strata():
        share, by_form = found.share(stratum), expected(form, key, stratum)
        numerical = (by_form.interval[1] - by_form.share) / 1.96
        error = (by_form.counting_error**2 + numerical**2) ** 0.5
        half = 1.96 * by_form.counting_error
        people = float((found.people * stratum.weights).sum())
        rows.append(
            _named(stratum)
            | {
                "people": round(people),
                "share": share,
                "interval_95": None if share is None else (max(0.0, share - half), min(1.0, share + half)),
                "closed_form": by_form.share,
                "standard_error": error,
                "agrees": share is not None and agrees(share, by_form.share, error, people),
            }
        )
    return rows


def _agreement(keys: Mapping[str, Result]) -> Result:
    rows = [row for key in keys.values() for row in key["strata"] if row["share"] is not None]
    return {
        "compared": len(rows),
        "agree": sum(row["agrees"] for row in rows),
        "standard_errors_allowed": ALLOWED,
        "largest_difference_in_points": max(
            abs(key["strata"][0]["share"] - key["strata"][0]["closed_form"]) * 100 for key in keys.values()
        ),
    }


def _named(stratum: Stratum) -> Result:
    return {"kind": stratum.kind, "name": stratum.name}


def _distribution(namesakes: Namesakes, medians: tuple[int, int] | None = None) -> Result:
    bands = [
        {"from": first, "to": last, "share": share} for (first, last), share in zip(BANDS, namesakes.bands, strict=True)
    ]
    return {"median": namesakes.median, "bands": bands} | ({"median_interval": medians} if medians else {})


def _known(result: Result) -> Result:
    shares = {
        key.id: compare_share(
            key.id,
            result["keys"][key.id]["strata"][0]["share"],
            result["keys"][key.id]["strata"][0]["interval_95"],
        ).as_json()
        for key in KEYS
    }
    medians = {
        name: compare_median(name, each["median"], each["median_interval"]).as_json()
        for name, each in result["namesakes"].items()
        if name in MEDIANS
    }
    return {"shares": shares, "medians": medians}
