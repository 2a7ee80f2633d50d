"""What shows only in the batch as a whole: one official for thousands, one reason over many, the same person twice."""

import polars as pl

from withhold.screening.distinct import Distinct, combined, distinct


def batch_patterns(canonical: pl.DataFrame, official: Distinct) -> list[pl.Series]:
    """``official_rows`` (rows naming this official), ``case_shared`` (its case number stands over other people too)
    and ``duplicate_in_batch`` (not the first of its matter).
    """
    return [_rows_of_each(official).alias("official_rows"), *_by_case(canonical)]


def _rows_of_each(column: Distinct) -> pl.Series:
    """For each row, in how many rows its value stands. Int64."""
    counts = column.codes.to_frame("code").group_by("code").agg(pl.len()).sort("code")["len"]
    return counts.cast(pl.Int64).gather(column.codes)


def _by_case(canonical: pl.DataFrame) -> list[pl.Series]:
    """What shows where a case number stands more than once; most batches have few such rows, or none."""
    again = canonical.select("row", "tin", "case_key").filter(_recurs(canonical["case_key"]))
    stated = again.filter((pl.col("tin") != "") & (pl.col("case_key") != ""))
    people = stated.group_by("case_key").agg(pl.col("tin").n_unique().alias("people"))
    shared = people.filter(pl.col("people") > 1)["case_key"]
    repeated = stated.filter(~pl.struct("tin", "case_key").is_first_distinct())
    return [
        _flags(canonical.height, again.filter(pl.col("case_key").is_in(shared.implode()))).alias("case_shared"),
        _flags(canonical.height, repeated).alias("duplicate_in_batch"),
    ]


def _recurs(keys: pl.Series) -> pl.Series:
    if keys.n_unique() == len(keys):
        return pl.repeat(False, len(keys), dtype=pl.Boolean, eager=True)
    return keys.is_duplicated()


def _flags(height: int, rows: pl.DataFrame) -> pl.Series:
    """True at the rows given, by their ``row`` from 1."""
    flags = pl.repeat(False, height, dtype=pl.Boolean, eager=True)
    return flags.scatter(rows["row"] - 1, True) if rows.height else flags


def reason_people(canonical: pl.DataFrame, masks: Distinct) -> pl.Series:
    """For each row, to how many different people this batch gives the same masked reason. Int64."""
    person = _people(canonical)
    if person.n_unique() == len(person):
        return _rows_of_each(masks).alias("reason_people")
    pairs = pl.DataFrame({"mask": masks.codes, "person": person}).unique()
    people = pairs.group_by("mask").agg(pl.len().alias("people")).sort("mask")["people"]
    return people.cast(pl.Int64).gather(masks.codes).alias("reason_people")


def _people(canonical: pl.DataFrame) -> pl.Series:
    """A number for each person: the TIN; where it is missing, past all TINs, name and date of birth."""
    person = canonical["tin"].cast(pl.UInt64, strict=False)
    nameless = person.is_null().arg_true()
    if not len(nameless):
        return person
    rest = canonical[nameless]
    codes, _ = combined([distinct(rest[c]) for c in ("last_name", "first_name", "date_of_birth")])
    return person.scatter(nameless, codes.cast(pl.UInt64) + 1_000_000_000)
