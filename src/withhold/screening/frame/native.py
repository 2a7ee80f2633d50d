"""A pack's expressions in Polars' own form, translated once for each pack and not once for each batch.

Narwhals translates an expression again at each use. For a batch of a few rows, such as one request, that took longer
than everything else. The engines of a cluster get the expressions as the pack has them.
"""

from typing import Any

import narwhals as nw
import polars as pl


def native(expression: nw.Expr) -> pl.Expr:
    """Return the expression as Polars evaluates it."""
    made: Any = expression._to_compliant_expr(_NAMESPACE)
    translated: pl.Expr = made.native
    return translated


_NAMESPACE: Any = nw.from_native(pl.DataFrame()).__narwhals_namespace__()
