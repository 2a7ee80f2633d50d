"""Studies how many innocent people each way of matching would expose.

It reads only synthetic populations and populations with a known truth. It imports no package that can read a real
record. Its results are counts, shares, bounds and plots, which contain no names. It needs the libraries of the extra
``evidence``.
"""
