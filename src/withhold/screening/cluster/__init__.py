"""A pack applied on a cluster: the same facts and the same element expressions, on PySpark.

For batches beyond one machine. Reads and writes Parquet where the cluster stores it, in whatever session the
environment configures: ``spark-submit``, or this machine. Facts are made in Python on every executor by the code that
makes them here (``facts``); patterns are grouped by the columns themselves (``grouping``); elements are the pack's own
expressions, which Spark runs (``running``). Elements that need records are left out, as wherever no records are given.
"""
