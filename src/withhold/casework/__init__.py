"""The use cases: what people and the machine do, each with its checks.

A use case authorizes, loads, checks, decides and appends. For example, `review.determining.determine` records one
reviewer's decision.
"""
