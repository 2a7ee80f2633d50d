"""What this product puts on a transparency log: leaves, the accounting codes that find them, and counts of them.

Standard library only. The log itself is `withhold.tlog`.
"""
