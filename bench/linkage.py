"""Requests linked to records two ways: the gateway's comparison, and Splink's probabilistic model on DuckDB.

Splink is meant for another question (which of all pairs are the same person, give or take) and answers it well. It
is the peer here, because a statistician would choose it. It trains on the data, without seeing the truth.
"""

import logging
import time
from datetime import date

from withhold.identity.names import person_name
from withhold.studies.trial import builtin
from withhold.studies.trial.asked import Files, asked
from withhold.studies.trial.policies import gateway
from withhold.studies.trial.population import ABSENT, Population

THRESHOLDS = (0.5, 0.9, 0.99, 0.999)
FIELDS = ("tin", "first", "middle", "last", "born", "street", "zip")
Links = dict[int, str]
"""Request -> the record it was linked to."""


def linkage_population(side: int, today: date) -> Population:
    """Return ``side`` requests of the built-in source and ``side`` of its records. Requested people come first."""
    whole = builtin.population(side, "linkage", today)
    wanted = {request.truth for request in whole.requests}
    records = sorted(whole.records, key=lambda record: record.record_id not in wanted)[:side]
    return Population(records, whole.requests)


def gateway_links(population: Population, today: date) -> dict[str, object]:
    """What the gateway confirms."""
    began = time.perf_counter()
    files = Files(population.records)
    links = {
        number: record
        for number, request in enumerate(population.requests)
        if (record := gateway(asked(request), files, today)) is not None
    }
    return _judged(population, links) | {"seconds": round(time.perf_counter() - began, 1)}


def splink_links(population: Population) -> dict[str, object]:
    """Return the best record of each request, if its probability reaches a threshold."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    began = time.perf_counter()
    api = DuckDBAPI()
    sides = [pd.DataFrame(rows) for rows in (_requests(population), _records(population))]
    tables = [api.register(side, table_name=name) for side, name in zip(sides, ("asked", "filed"), strict=True)]
    blocking = [block_on("tin"), block_on("last", "zip"), block_on("first", "last"), block_on("born", "last")]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.ExactMatch("tin"),
            cl.JaroWinklerAtThresholds("first", [0.92]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("middle"),
            cl.JaroWinklerAtThresholds("last", [0.92]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("born", [1, 2]),
            cl.ExactMatch("street"),
            cl.ExactMatch("zip"),
        ],
        blocking_rules_to_generate_predictions=blocking,
    )
    linker = Linker(tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("tin", "last")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for rule in (block_on("last", "first"), block_on("tin")):
        linker.training.estimate_parameters_using_expectation_maximization(rule)
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS)).as_pandas_dataframe()
    seconds = round(time.perf_counter() - began, 1)
    best = pairs.sort_values("match_probability", ascending=False)
    asked_first = (best["source_dataset_l"] == "asked").all()
    sides_of = ("unique_id_l", "unique_id_r") if asked_first else ("unique_id_r", "unique_id_l")
    best = best.drop_duplicates(sides_of[0])
    judged = {}
    for threshold in THRESHOLDS:
        held = best[best["match_probability"] >= threshold]
        links = {int(a): str(b) for a, b in zip(held[sides_of[0]], held[sides_of[1]], strict=True)}
        judged[f"at {threshold}"] = _judged(population, links)
    return {"seconds": seconds} | judged


def _judged(population: Population, links: Links) -> dict[str, object]:
    """Precision and recall. A link for a person who is not there is wrong."""
    held = {record.record_id for record in population.records}
    truths = [request.truth if request.truth in held else ABSENT for request in population.requests]
    right = sum(truths[number] == record for number, record in links.items())
    there = sum(truth != ABSENT for truth in truths)
    return {
        "links": len(links),
        "wrong": len(links) - right,
        "precision": round(right / len(links), 5) if links else None,
        "recall": round(right / there, 5),
    }


def _requests(population: Population) -> list[dict[str, str | None]]:
    rows = []
    for number, request in enumerate(population.requests):
        row = request.row
        name = person_name(row["first_name"], row["middle_name"], row["last_name"], row["suffix"])
        address = asked(request).address
        street = f"{address.delivery.number} {address.delivery.street}{address.delivery.box}" if address else ""
        found = (row["tin"], name.first, name.middle[:1], name.last, row["date_of_birth"], street, row["zip"][:5])
        rows.append({"unique_id": str(number)} | _filled(found))
    return rows


def _records(population: Population) -> list[dict[str, str | None]]:
    rows = []
    for record in population.records:
        name, latest = record.name, record.addresses[-1]
        address = latest.canonical()
        street = f"{address.delivery.number} {address.delivery.street}{address.delivery.box}" if address else ""
        born = record.date_of_birth.isoformat() if record.date_of_birth else ""
        found = (record.tin, name.first, name.middle[:1], name.last, born, street, latest.zip[:5])
        rows.append({"unique_id": record.record_id} | _filled(found))
    return rows


def _filled(values: tuple[str, ...]) -> dict[str, str | None]:
    return {field: value or None for field, value in zip(FIELDS, values, strict=True)}
