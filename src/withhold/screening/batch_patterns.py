"""What shows only in the batch as a whole: one official for thousands, one reason over many, the same person twice."""

import polars as pl

from withhold.screening.distinct import combined, distinct


def batch_patterns(canonical: pl.DataFrame) -> list[pl.Series]:
    """``official_rows`` (rows naming this official) and ``duplicate_in_batch`` (not the first of its matter)."""
    official = distinct(canonical["official_id"])
    rows = official.codes.to_frame("code").select(pl.len().over("code"))["len"]
    return [rows.cast(pl.Int64).alias("official_rows"), _duplicates(canonical)]


def _duplicates(canonical: pl.DataFrame) -> pl.Series:
    """True where an earlier row has the same TIN and case number; never where either is missing."""
    again = (
        canonical.select("row", "tin", "case_key")
        .filter((pl.col("tin") != "") & (pl.col("case_key") != ""))
        .filter(pl.col("tin").is_duplicated())
        .filter(~pl.struct("tin", "case_key").is_first_distinct())["row"]
    )
    flags = pl.repeat(False, canonical.height, dtype=pl.Boolean, eager=True).alias("duplicate_in_batch")
    return flags.scatter(again - 1, True) if len(again) else flags


def reason_people(canonical: pl.DataFrame) -> pl.Series:
    """For each row, to how many different people this batch gives the same masked reason. Int64."""
    masks = distinct(canonical["reason_mask"])
    pairs = pl.DataFrame({"mask": masks.codes, "person": _people(canonical)}).unique()
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
