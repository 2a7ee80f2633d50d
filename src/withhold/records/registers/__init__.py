"""Adapters of the custodian's register. Each answers one exact TIN and nothing else, and never writes."""

from withhold.records.registers.bounded import BoundedRegister
from withhold.records.registers.parquet import ParquetRegister
from withhold.records.registers.sql import SqlRegister

__all__ = ["BoundedRegister", "ParquetRegister", "SqlRegister"]
