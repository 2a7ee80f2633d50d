"""The columns that come from the records, for one agency at one moment."""

from collections.abc import Sequence

import polars as pl

from withhold.law.pack import Measure, Pattern
from withhold.model.standing import AlikeBefore, Standing
from withhold.screening.frame.distinct import distinct

ASKED_ABOUT = {
    "official_known": ("official_id",),
    "official_open": ("official_id",),
    "official_recent": ("official_id",),
    "signer_office": ("signer_id",),
    "open_already": ("tin", "case_number"),
    "stayed": ("tin", "official_id"),
}
"""Column → the columns of the request by which the records are asked for it."""


def with_standing(canonical: pl.DataFrame, standing: Standing, patterns: Sequence[Pattern]) -> pl.DataFrame:
    """Return the frame with the columns that come from the records, those of patterns over recent requests included."""
    official = distinct(canonical["official_id"])
    signer = distinct(canonical["signer_id"])
    return canonical.with_columns(
        official.map(lambda v: v in standing.officials, pl.Boolean).column("official_known"),
        official.map(lambda v: standing.officials.get(v, 0), pl.Int64).column("official_open"),
        signer.map(lambda v: _office(v, standing), pl.String).column("signer_office"),
        official.map(lambda v: standing.recent_matters.get(v, 0), pl.Int64).column("official_recent"),
        *(column for each in patterns if each.recent for column in _recent(canonical, standing, each)),
        pl.lit(standing.safeguards_good).alias("safeguards_good"),
        _open_already(canonical, standing),
        _stayed(canonical, standing),
    )


def _recent(canonical: pl.DataFrame, standing: Standing, pattern: Pattern) -> list[pl.Series]:
    """Return how many people in the agency's recent requests have each row's key, and of texts how alike they are."""
    if pattern.measure is Measure.ALIKE:
        return _recent_texts(canonical, standing, pattern)
    given = standing.recent.get(pattern.name)
    if not given:
        return [_none(canonical, pattern.recent_column)]
    keys = distinct(canonical[pattern.key[0]])
    return [keys.map(lambda key: given.get(key, 0) if key else 0, pl.Int64).column(pattern.recent_column)]


def _recent_texts(canonical: pl.DataFrame, standing: Standing, pattern: Pattern) -> list[pl.Series]:
    """Return how many people in the agency's recent requests have a text that is alike to each row's, and how alike."""
    before = standing.recent_texts.get(pattern.name)
    if before is None:
        return [_none(canonical, pattern.recent_column), _none(canonical, pattern.recent_percent_column)]
    texts = distinct(canonical[pattern.key[0]])
    written = [text for text in texts.values.to_list() if text]
    alike, none = dict(zip(written, before.alike(written), strict=True)), AlikeBefore(0, 0)
    return [
        texts.map(lambda text: alike.get(text, none).people, pl.Int64).column(pattern.recent_column),
        texts.map(lambda text: alike.get(text, none).percent, pl.Int64).column(pattern.recent_percent_column),
    ]


def _none(canonical: pl.DataFrame, name: str) -> pl.Series:
    return pl.repeat(0, canonical.height, dtype=pl.Int64, eager=True).alias(name)


def _office(signer_id: str, standing: Standing) -> str:
    """Return the kind of office of an accredited signer who also signed the file. "" for anyone else."""
    return standing.signers.get(standing.batch_signer, "") if signer_id == standing.batch_signer else ""


def _open_already(canonical: pl.DataFrame, standing: Standing) -> pl.Series:
    """Return whether an earlier request for the same person and matter is open."""
    if standing.open_matters == frozenset():  # asking row by row, by keyed hash, is slow
        return pl.repeat(False, canonical.height, dtype=pl.Boolean, eager=True).alias("open_already")
    matters = canonical.select("tin", "case_key").iter_rows()
    flags = [bool(tin) and (tin, case) in standing.open_matters for tin, case in matters]
    return pl.Series("open_already", flags, dtype=pl.Boolean)


def _stayed(canonical: pl.DataFrame, standing: Standing) -> pl.Series:
    if standing.stayed_everything:
        return pl.repeat(True, canonical.height, dtype=pl.Boolean, eager=True).alias("stayed")
    by_official = canonical["official_id"].is_in(list(standing.stayed_officials))
    if standing.stayed_tins == frozenset():
        return by_official.alias("stayed")
    flags = [bool(tin) and tin in standing.stayed_tins for tin in canonical["tin"]]
    return (by_official | pl.Series(flags, dtype=pl.Boolean)).alias("stayed")
