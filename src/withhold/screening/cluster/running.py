"""``withhold screen --engine spark``: read, check and write on the cluster, and return the summary."""

import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from withhold.law.pack import Measure, Pattern, RulePack
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Unreadable, WithholdError
from withhold.model.vocabulary import Outcome
from withhold.screening.cluster.facts import CAUSES, FAULT, FAULT_ROW, REFERENCE, ROW, facts_of, schema_of, unfit_from
from withhold.screening.cluster.grouping import most_counted, with_patterns
from withhold.screening.judging.alike_people import ALIKE_COLUMNS, PEOPLE, SENTENCE, alike_expressions, most_alike
from withhold.screening.judging.elements import Judge
from withhold.screening.judging.file_causes import named_causes
from withhold.screening.judging.summary import Masks, summarize
from withhold.screening.passes.applying import cures_of
from withhold.screening.passes.cure_file import FORMULA, Cure
from withhold.screening.reading.cells import reused
from withhold.screening.reading.header import check_header

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FINDINGS, CURES, SUMMARY = "findings.parquet", "cure.csv", "summary.json"
_REUSED = Pattern("reused", (REFERENCE,), Measure.LATER)


class NoSpark(WithholdError):
    """PySpark is not installed, or it finds no Java."""

    def __init__(self) -> None:
        super().__init__(Code.MACHINE_NO_SPARK)


def spark_session() -> "SparkSession":
    """Return the session that the environment configures, or one on this machine. Raises NoSpark."""
    try:
        import pyarrow  # noqa: F401 - Spark exchanges rows with Python by it
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSpark from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # it has this package
    try:
        builder: SparkSession.Builder = SparkSession.builder
        return builder.appName("withhold screen").getOrCreate()
    except PySparkException:
        raise NoSpark from None


def screen_on_cluster(
    session: "SparkSession", batch: str, out: str, pack: RulePack, *, today: date
) -> Mapping[str, Any]:
    """Check every row of the Parquet at ``batch`` against the elements of ``pack``, and return the summary.

    ``batch`` is a file or a directory of files. Rows are numbered from 1, in the order of the files' names. Findings,
    cures and summary are written as directories under ``out`` and replace any that exist. Raises Unreadable.
    """
    facts = _facts(session, batch, pack, today).persist()
    try:
        _require_readable(batch, facts)
        judge = Judge.of(pack, with_records=False)
        limits = {each.name: each.limit(pack.parameters) for each in pack.patterns if each.enough}
        patterned = with_patterns(facts, pack.patterns, limits).persist()
        found = _judged(patterned, judge).persist()
        counts = _counts(found, judge)
        most = most_counted(patterned, pack.patterns)
        summary = {**summarize(counts, most, judge, 0), "engine": f"spark {session.version}"}
        summary["file_causes"] = named_causes(_causes(facts), counts.total())
        summary["alike"] = _most_alike(found)
        del summary["seconds"]  # the time of several machines is not one figure
        _write(session, found, out, summary, cures_of(judge, None))
        found.unpersist()
        patterned.unpersist()
    finally:
        facts.unpersist()
    return summary


def _facts(session: "SparkSession", batch: str, pack: RulePack, today: date) -> "DataFrame":
    given = session.read.parquet(batch)
    check_header(Path(batch), given.columns)
    for name, kind in given.dtypes:
        if kind != "string":
            raise Unreadable(Code.COLUMN_NOT_TEXT, file=batch, column=name)
    numbered = _numbered(session, batch, given)
    return numbered.mapInArrow(partial(facts_of, pack.id, today), schema_of(pack.id, today))


def _numbered(session: "SparkSession", batch: str, given: "DataFrame") -> "DataFrame":
    """Return the frame with ``row``. Spark keeps no order, so a row's place is that of its file and that within it."""
    from pyspark.sql import functions as f

    placed = given.select(
        *COLUMNS, f.col("_metadata.file_path").alias("file"), f.col("_metadata.row_index").alias("index")
    )
    before, offsets = 0, []
    for file, rows in sorted(tuple(each) for each in placed.groupBy("file").count().collect()):
        offsets.append((file, before))
        before += rows
    if not before:
        raise Unreadable(Code.BATCH_NO_ROWS, file=batch)
    starts = session.createDataFrame(offsets, "file string, before bigint")
    row = (f.col("before") + f.col("index") + 1).alias(ROW)
    return placed.join(f.broadcast(starts), "file").select(*COLUMNS, row)


def _require_readable(batch: str, facts: "DataFrame") -> None:
    """Raise Unreadable for the first row that has a fault."""
    from pyspark.sql import functions as f

    fault = facts.filter(f.col(FAULT) != "").orderBy(FAULT_ROW).select(FAULT, FAULT_ROW).first()
    if fault is not None:
        text, row = fault
        raise unfit_from(text).in_file(batch, row)
    trimmed = facts.select(ROW, f.trim(REFERENCE).alias(REFERENCE))
    again = with_patterns(trimmed, [_REUSED], {}).filter("reused").agg(f.min(ROW)).first()
    if again is not None and again[0] is not None:
        raise reused(again[0]).in_file(batch, again[0])


def _causes(facts: "DataFrame") -> Counter[str]:
    """Return cause → rows."""
    whole: Counter[str] = Counter()
    for (part,) in facts.filter(facts[CAUSES] != "").select(CAUSES).collect():
        whole.update(json.loads(part))
    return whole


def _most_alike(found: "DataFrame") -> Mapping[str, Any] | None:
    from pyspark.sql import functions as f

    row = found.agg(*(f.max(name) for name in ALIKE_COLUMNS)).first()
    assert row is not None  # an aggregate of all rows is one row
    return most_alike(*row)


def _judged(facts: "DataFrame", judge: Judge) -> "DataFrame":
    """Return the findings, by the pack's own expressions."""
    from pyspark.sql import functions as f

    parameters, with_records = judge.pack.parameters, judge.with_records
    checks = {f"failed_{place}": made for place, made in enumerate(judge.checks)}
    expressions = [check.fails(parameters, with_records).alias(name) for name, (_, check) in checks.items()]
    marks = {f"marked_{place}": mark for place, mark in enumerate(judge.pack.marks)}
    expressions += [mark.applies(parameters, with_records).alias(name) for name, mark in marks.items()]
    expressions += alike_expressions(judge.pack, with_records)
    judged: DataFrame = nw.from_native(facts).with_columns(*expressions).to_native()
    short = {
        each.id: _any([f.col(name) for name, (element, _) in checks.items() if element is each])
        for each in judge.elements
    }
    listed = f.array(*(f.when(failing, f.lit(name)) for name, failing in short.items()))
    failed = f.array(*(f.when(f.col(name), f.lit(check.id)) for name, (_, check) in checks.items()))
    refused = _any([f.col(name) for name, (element, check) in checks.items() if element.refuses(check)])
    returned = _any(list(short.values()))
    marked = f.array(*(f.when(f.col(name) & ~returned, f.lit(mark.id)) for name, mark in marks.items()))
    outcome = f.when(refused, Outcome.REFUSED.value).when(returned, Outcome.RETURNED.value)
    return judged.select(
        f.col(ROW).cast("int").alias("row"),
        f.col(REFERENCE).alias("request_ref"),
        outcome.otherwise(Outcome.ELIGIBLE.value).alias("outcome"),
        f.array_compact(listed).alias("deficiencies"),
        f.array_compact(failed).alias("checks"),
        f.array_compact(marked).alias("marks"),
        *ALIKE_COLUMNS,
    )


def _any(columns: "list[Column]") -> "Column":
    whole = columns[0]
    for column in columns[1:]:
        whole = whole | column
    return whole


def _counts(found: "DataFrame", judge: Judge) -> Masks:
    counts: Masks = Counter()
    for checks, marks, rows in found.groupBy("checks", "marks").count().collect():
        counts[_mask(judge.check_ids, checks), _mask(judge.mark_ids, marks)] += rows
    return counts


def _mask(ids: Sequence[str], named: Sequence[str]) -> int:
    return sum(1 << ids.index(name) for name in named)


def _write(
    session: "SparkSession", found: "DataFrame", out: str, summary: Mapping[str, Any], cures: Mapping[str, Cure]
) -> None:
    from pyspark.sql import functions as f

    found.orderBy("row").write.mode("overwrite").parquet(f"{out}/{FINDINGS}")
    known = [(check, place, cure.element, cure.text, cure.alike) for place, (check, cure) in enumerate(cures.items())]
    texts = session.createDataFrame(known, "check string, place int, element string, text string, alike boolean")
    lines = found.select("row", _neutral("request_ref"), *ALIKE_COLUMNS, f.explode("checks").alias("check"))
    told = f.concat("text", f.lit(" "), f.format_string(SENTENCE.replace("{}", "%d"), *ALIKE_COLUMNS))
    cure = f.when(f.col("alike") & f.col(PEOPLE).isNotNull(), told).otherwise(f.col("text")).alias("cure")
    lines.join(f.broadcast(texts), "check").withColumn("cure", cure).orderBy("row", "place").select(
        "row", "request_ref", "element", "check", _neutral("cure")
    ).write.mode("overwrite").csv(f"{out}/{CURES}", header=True, escape='"', lineSep="\n")
    text = json.dumps(summary, ensure_ascii=False)
    session.createDataFrame([(text,)], "value string").coalesce(1).write.mode("overwrite").text(f"{out}/{SUMMARY}")


def _neutral(name: str) -> "Column":
    """Return the column with an apostrophe before each text that a spreadsheet would run as a formula."""
    from pyspark.sql import functions as f

    text = f.col(name)
    return f.when(text.rlike(FORMULA), f.concat(f.lit("'"), text)).otherwise(text).alias(name)
