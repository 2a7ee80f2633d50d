"""The columns that only the records can fill, for one agency as of one instant."""

import polars as pl

from withhold.model.standing import Standing
from withhold.screening.distinct import distinct


def with_standing(canonical: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """Adds the columns that elements needing records read."""
    official = distinct(canonical["official_id"])
    signer = distinct(canonical["signer_id"])
    mask = distinct(canonical["reason_mask"])
    return canonical.with_columns(
        official.map(lambda v: v in standing.officials, pl.Boolean).column("official_known"),
        official.map(lambda v: standing.officials.get(v, 0), pl.Int64).column("official_open"),
        signer.map(lambda v: _office(v, standing), pl.String).column("signer_office"),
        mask.map(lambda v: standing.recent_reasons.get(v, 0), pl.Int64).column("reason_recent"),
        pl.lit(standing.safeguards_good).alias("safeguards_good"),
        _open_already(canonical, standing),
        _stayed(canonical, standing),
    )


def _office(signer_id: str, standing: Standing) -> str:
    """The kind of office of an accredited signer who also signed the file; "" for anyone else."""
    return standing.signers.get(signer_id, "") if signer_id == standing.batch_signer else ""


def _open_already(canonical: pl.DataFrame, standing: Standing) -> pl.Series:
    """Asked row by row, since the records answer by keyed hash; nothing is asked where nothing is open."""
    if standing.open_matters == frozenset():
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
