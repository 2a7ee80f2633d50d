"""The guided tour of a demonstration: become each of its synthetic people with one click. No other home serves it."""
