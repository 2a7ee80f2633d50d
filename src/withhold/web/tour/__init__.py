"""The guided tour of a demonstration: sign in as each of its synthetic people with one click.

No other instance serves it.
"""
