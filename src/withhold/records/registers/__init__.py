"""Adapters of the custodian's register. Each returns the records of one exact TIN, and never writes."""

from withhold.records.registers.bounded import BoundedRegister
from withhold.records.registers.parquet import ParquetRegister
from withhold.records.registers.sql import SqlRegister

__all__ = ["BoundedRegister", "ParquetRegister", "SqlRegister"]
