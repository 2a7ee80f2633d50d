"""``withhold evidence``: the study of false matches.

Its libraries are an extra. They are imported only when a study runs.
"""

from datetime import UTC, datetime
from pathlib import Path

import click

from withhold.cli.given_paths import DirectoryPath
from withhold.cli.options import progress

NATION = 331_000_000
SMALL = 2_000_000
"""People that a report draws and counts if there is no result of `collisions --method enumerate` yet."""
TRIED = 40_000
"""Requests that a report tries if there is no result of `trial` yet."""

out_option = click.option("--out", required=True, type=DirectoryPath(), help="The directory for the results.")
seed_option = click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="Same seed, same people."
)


@click.group()
def evidence() -> None:
    """Measure how many innocent people each way of matching would expose.

    Reads published tables of names, and synthetic people whose truth is known. Never reads the register. The results
    are counts, shares, bounds and plots. They name nobody. Needs: pip install 'withhold[evidence]'
    """


@evidence.command()
@click.option("--population", type=click.IntRange(2), help="People.  [default: the nation; 2,000,000 to enumerate]")
@click.option(
    "--method",
    type=click.Choice(["closed-form", "enumerate"]),
    default="closed-form",
    show_default=True,
    help="How to count.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="The engine that counts.",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A directory for the people who are drawn.",
)
@seed_option
@out_option
def collisions(population: int | None, method: str, engine: str, work: Path | None, seed: int, out: Path) -> None:
    """Count the people who have a namesake under each key, by closed form or by drawing a population.

    A key is what a matching policy compares, for example the name and the date of birth. A count of a drawn population
    is compared with the closed form. The exit code is 1 if chance does not explain a difference.

    \b
    Example:   withhold evidence collisions --method enumerate --population 2000000 --out evidence
    """
    _need_libraries()
    from withhold.model.errors import Code, Fault
    from withhold.studies.collisions.study import by_closed_form, by_enumeration
    from withhold.studies.report.gathering import CLOSED_FORM, ENUMERATION, write_result

    with progress() as tell:
        if method == "closed-form":
            result = by_closed_form(population or NATION, tell)
        else:
            result = by_enumeration(population or SMALL, engine, seed, work, tell)
    write_result(out / (CLOSED_FORM if method == "closed-form" else ENUMERATION), result)
    for key in result["keys"].values():
        row = key["strata"][0]
        click.echo(f"{key['words']:<24}{row['share'] * 100:>9.3f} %   {_interval(row['interval_95'])}")
    click.echo(f"of {result['people']:,} people; written to {out}")
    if method == "enumerate":
        agreed = result["agreement"]
        click.echo(f"closed form and count agree in {agreed['agree']} of {agreed['compared']} comparisons")
        if agreed["agree"] < agreed["compared"]:
            raise Fault(Code.STUDY_COUNTS_DIFFER)


@evidence.command()
@click.option("--source", default="builtin", show_default=True, help="builtin, pseudopeople, or a directory.")
@click.option("--requests", default=100_000, show_default=True, type=click.IntRange(1), help="Requests, if built in.")
@click.option(
    "--noise", default=1.0, show_default=True, type=click.FloatRange(0), help="Slips, if simulated: times usual."
)
@seed_option
@out_option
def trial(source: str, requests: int, noise: float, seed: int, out: Path) -> None:
    """Try what each matching policy would disclose, and about whom, on people whose truth is known.

    A directory must contain the truth of its requests. A source without it is refused. The exit code is 1 if this
    project's own policy discloses something about the wrong person.

    \b
    Example:   withhold evidence trial --requests 100000 --out evidence
    """
    _need_libraries()
    from withhold.model.errors import Code, Fault
    from withhold.studies.report.gathering import trial_file, write_result
    from withhold.studies.trial.policies import GATEWAY
    from withhold.studies.trial.study import trial as try_all

    today = datetime.now(UTC).date()
    with progress() as tell:
        result = try_all(source, requests=requests, seed=seed, noise=noise, today=today, progress=tell)
    write_result(out / trial_file(result), result)
    click.echo(f"{'':<56}{'wrong':>8} / {'disclosed':<10}{'at most':>9}{'recall':>9}")
    for policy in result["policies"].values():
        wrong = policy["wrong"]
        recall = f"{policy['recall']['share'] * 100:.1f} %" if policy["recall"]["share"] is not None else "none"
        bound = f"{wrong['upper_bound_95'] * 100:.4f} %"
        click.echo(f"{policy['words']:<56}{wrong['count']:>8,} / {wrong['total']:<10,}{bound:>9}{recall:>9}")
    click.echo(f"of {result['requests']:,} requests, one per household; written to {out}")
    if result["policies"][GATEWAY]["wrong"]["count"]:
        raise Fault(Code.STUDY_DISCLOSED_WRONGLY)


@evidence.command()
@seed_option
@out_option
def report(seed: int, out: Path) -> None:
    """Write evidence.html, evidence.json and the plots.

    Uses the results that `collisions` and `trial` wrote to the same directory. Computes missing ones in a small form.

    \b
    Example:   withhold evidence report --out evidence
    """
    _need_libraries()
    from withhold.studies.collisions.study import by_closed_form, by_enumeration
    from withhold.studies.report import gathering
    from withhold.studies.report.writing import write_report
    from withhold.studies.trial.study import BUILTIN
    from withhold.studies.trial.study import trial as try_all

    results = gathering.read_results(out)
    with progress() as tell:
        if results.closed_form is None:
            results.closed_form = by_closed_form(NATION, tell)
            gathering.write_result(out / gathering.CLOSED_FORM, results.closed_form)
        if results.enumeration is None:
            results.enumeration = by_enumeration(SMALL, "duckdb", seed, None, tell)
            gathering.write_result(out / gathering.ENUMERATION, results.enumeration)
        if not results.trials:
            today = datetime.now(UTC).date()
            found = try_all(BUILTIN, requests=TRIED, seed=seed, noise=1.0, today=today, progress=tell)
            gathering.write_result(out / gathering.trial_file(found), found)
            results = gathering.read_results(out)
        tell("drawing", 0, 0)
        write_report(results, out)
    click.echo(f"written to {out}: evidence.html, evidence.json and plots. Synthetic people only.")


def _need_libraries() -> None:
    from withhold.studies.extras import need

    need("evidence")


def _interval(interval: tuple[float, float]) -> str:
    low, high = interval
    return f"{low * 100:.3f} to {high * 100:.3f} %"
