"""Apply a pack on a cluster with PySpark, for batches that are too large for one machine.

It reads and writes Parquet in the cluster's storage, in the session that the environment configures, for example with
``spark-submit``. Every executor makes the facts in Python, with the same code as on one machine (``facts``). Patterns
are groups of the columns themselves (``grouping``). Elements are the pack's own expressions, which Spark runs
(``running``). No records are given, so elements that need them are left out.
"""
