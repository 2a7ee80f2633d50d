"""The payload to which a row's leaf commits, for a whole chunk at once: RFC 8785 JSON, built column by column.

Keys are ASCII and sorted. Values are text, whole numbers and lists of ids. Text needs an escape only for a quote, a
backslash or a control character. The standard library writes the texts that contain one.
"""

import json

import polars as pl

from withhold.events.recorder import PAYLOAD_VERSION
from withhold.model.cases.request import COLUMNS
from withhold.model.identifiers import BatchDigest

_ESCAPED = r'["\\\x00-\x1f]'


REQUEST = "request"
"""The column of a row's request as canonical JSON."""


def request_texts(rows: pl.DataFrame) -> pl.Series:
    """Return the request of each row as canonical JSON (String): the row as its signer signs it.

    ``rows`` has the columns of the batch.
    """
    return rows.select(_object({name: _text(rows[name]) for name in COLUMNS}).alias(REQUEST)).to_series()


def payloads(batch: BatchDigest, at: str, rows: pl.DataFrame) -> pl.Series:
    """Return the canonical JSON of each row (String).

    ``rows`` has ``row``, ``outcome``, ``deficiencies``, ``checks``, and ``request`` as `request_texts` returns it.
    """
    whole = _object(
        {
            "at": pl.lit(json.dumps(at)),
            "batch": pl.lit(json.dumps(batch)),
            "checks": _ids("checks"),
            "deficiencies": _ids("deficiencies"),
            "outcome": pl.concat_str(pl.lit('"'), pl.col("outcome"), pl.lit('"')),
            "request": pl.col(REQUEST),
            "row": pl.col("row").cast(pl.String),
            "v": pl.lit(str(PAYLOAD_VERSION)),
        }
    )
    return rows.select(whole.alias("payload")).to_series()


def _ids(column: str) -> pl.Expr:
    """Return an expression for a column of lists of ids. An id needs no escape."""
    listed = pl.concat_str(pl.lit('["'), pl.col(column).list.join('","'), pl.lit('"]'))
    return pl.when(pl.col(column).list.len() == 0).then(pl.lit("[]")).otherwise(listed)


def _object(members: dict[str, pl.Expr]) -> pl.Expr:
    parts: list[pl.Expr] = []
    for place, (name, value) in enumerate(sorted(members.items())):
        parts += [pl.lit(f"{',' if place else '{'}{json.dumps(name)}:"), value]
    return pl.concat_str(*parts, pl.lit("}"))


def _text(column: pl.Series) -> pl.Expr:
    """Return an expression for the column's values as JSON strings."""
    quoted = pl.concat_str(pl.lit('"'), pl.col(column.name), pl.lit('"'))
    rows = column.str.contains(_ESCAPED)
    if not rows.any():
        return quoted
    written = [
        json.dumps(text, ensure_ascii=False) if escape else "" for text, escape in zip(column, rows, strict=True)
    ]
    return pl.when(pl.lit(rows)).then(pl.lit(pl.Series(written, dtype=pl.String))).otherwise(quoted)
