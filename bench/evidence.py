"""Measures counting namesakes beside a bare GROUP BY, the closed form, and the gateway beside probabilistic linkage.

    .venv/bin/python -m bench.evidence [--people N] [--rounds N] [--key KEY]... [--dir DIR] [--linkage]

The people are drawn once. Then each key is counted from the same files by the study and by a bare ``SELECT ... GROUP
BY``, in turn, each in its own process with the same settings. The best of the rounds counts. "by CPU" compares
processor time, which other work on the machine disturbs less. For example, ``--people 1000000 --rounds 1`` is a quick
run.
Memory is the greatest resident size that the kernel saw. ``--linkage`` needs the group `peers` (splink).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

GOAL_TIMES, GOAL_GIB = 1.5, 6.0
TODAY = date(2026, 3, 2)
SIDE = 10_000
"""Requests, and records, of the linkage."""


def draw(files: Path, people: int) -> dict[str, object]:
    """Draw the population."""
    from withhold.studies.collisions.crowd import write_crowd
    from withhold.studies.collisions.model import national

    began = _now()
    write_crowd(national(), people, files, seed=1)
    return _measured(began, people=people)


def bare(files: Path, key: str) -> dict[str, object]:
    """Nothing but the grouping, in DuckDB, with the study's settings."""
    from withhold.studies.collisions.engines import DuckDb

    engine = DuckDb(files.parent)
    columns = ", ".join(_columns(key))
    source = f"read_parquet('{files}/*.parquet')"
    began = _now()
    found = engine.connection.execute(
        f"SELECT count(*), sum(n) FROM (SELECT {columns}, count(*) AS n FROM {source} GROUP BY {columns})"
    ).fetchall()
    return _measured(began, groups=found[0][0])


def study(files: Path, key: str) -> dict[str, object]:
    """The study's count of one key: sizes, and who is alone, by group and decile."""
    from withhold.studies.collisions import collision_counts as counting
    from withhold.studies.collisions.engines import DuckDb

    engine = DuckDb(files.parent)
    began = _now()
    frame = engine.open(files)
    sizes = engine.rows(counting.classes(frame, _columns(key)))
    return _measured(began, groups=sum(row[2] for row in sizes))


def medians(files: Path, key: str) -> dict[str, object]:
    """The one further pass: how many namesakes the people of each group have."""
    from withhold.studies.collisions import collision_counts as counting
    from withhold.studies.collisions.engines import DuckDb

    engine = DuckDb(files.parent)
    began = _now()
    engine.rows(counting.by_group(engine.open(files), _columns(key)))
    return _measured(began)


def closed(files: Path, key: str) -> dict[str, object]:
    """Every key for the nation, by closed form."""
    from withhold.studies.collisions.closed_form import closed_form
    from withhold.studies.collisions.model import NATION, national

    began = _now()
    closed_form(national(), NATION)
    return _measured(began)


def linkage(files: Path, key: str) -> dict[str, object]:
    """The gateway's comparison, and Splink on DuckDB, on the same requests and records with known truth."""
    from bench.linkage import gateway_links, linkage_population, splink_links

    population = linkage_population(SIDE, TODAY)
    gateway, peer = gateway_links(population, TODAY), splink_links(population)
    return {
        "records": len(population.records),
        "requests": len(population.requests),
        "gateway": gateway,
        "splink": peer,
    }


def main() -> None:
    """Measure, print a table, and print whether the goals were met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--key", action="append", help="only this key; may be given more than once")
    parser.add_argument("--dir", type=Path, default=None, help="where people drawn are kept; a temporary one otherwise")
    parser.add_argument("--linkage", action="store_true")
    parser.add_argument("--part", nargs=3, metavar=("WHAT", "FILES", "KEY"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        what, files, key = given.part
        print(json.dumps(PARTS[what](Path(files), key)))
        return
    if given.linkage:
        print(json.dumps(_apart("linkage", Path(), ""), indent=1))
        return
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        _measure(Path(folder) / "people", given.people, given.rounds, given.key)


def _measure(files: Path, people: int, rounds: int, only: list[str] | None) -> None:
    from withhold.studies.collisions.keys import KEYS

    drawn = draw(files, people)
    print(f"{people:,} people drawn in {drawn['seconds']} s; the greatest of all processes {drawn['gib']} GiB")
    heads = ("bare s", "study s", "times", "by CPU", "bare GiB", "study GiB")
    print(f"{'key':<16}{''.join(f'{head:>10}' for head in heads)}{'groups':>14}")
    worst, most = 0.0, float(str(drawn["gib"]))
    for key in (key for key in KEYS if only is None or key.id in only):
        turns = [(_apart("bare", files, key.id), _apart("study", files, key.id)) for _ in range(rounds)]
        plain, ours = (min(each, key=lambda found: found["seconds"]) for each in zip(*turns, strict=True))
        if plain["groups"] != ours["groups"]:
            raise SystemExit(f"{key.id}: {plain['groups']} groups and {ours['groups']}")
        times, processor = ours["seconds"] / plain["seconds"], ours["cpu"] / max(plain["cpu"], 0.01)
        worst, most = max(worst, times), max(most, ours["gib"])
        print(
            f"{key.id:<16}{plain['seconds']:>10.2f}{ours['seconds']:>10.2f}{times:>10.2f}{processor:>10.2f}"
            f"{plain['gib']:>10.2f}{ours['gib']:>10.2f}{ours['groups']:>14,}"
        )
    further, formula = _apart("medians", files, "name"), _apart("closed", files, "name")
    print(f"medians by group, a further pass: {further['seconds']} s, {further['gib']} GiB")
    print(f"closed form, every key, the nation: {formula['seconds']} s, {formula['gib']} GiB")
    print(f"goal {GOAL_TIMES} times the bare grouping: worst {worst:.2f}: {'met' if worst <= GOAL_TIMES else 'MISSED'}")
    most = max(most, further["gib"])
    print(f"goal {GOAL_GIB} GiB: most {most:.2f}: {'met' if most <= GOAL_GIB else 'MISSED'}")


PARTS = {"bare": bare, "study": study, "medians": medians, "closed": closed, "linkage": linkage}


def _apart(what: str, files: Path, key: str) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.evidence", "--part", what, str(files), key]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _columns(key: str) -> tuple[str, ...]:
    from withhold.studies.collisions.keys import KEYS

    return next(each.columns for each in KEYS if each.id == key)


def _now() -> tuple[float, float]:
    """Wall clock and processor time."""
    return time.perf_counter(), time.process_time()


def _measured(began: tuple[float, float], **more: object) -> dict[str, object]:
    seconds, cpu = (round(now - then, 2) for now, then in zip(_now(), began, strict=True))
    gib = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2)
    return more | {"seconds": seconds, "cpu": cpu, "gib": gib}


if __name__ == "__main__":
    main()
