"""How many innocent people each way of matching would expose: counted, tried out, and drawn.

Reads synthetic populations, or ones that carry their truth, and nothing else: no room that holds a real record can be
reached from here. What comes out are counts, shares, bounds and plots; no output has a place for a name.

Needs the libraries of the extra ``evidence``.
"""
