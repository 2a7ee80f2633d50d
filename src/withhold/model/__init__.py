"""Value types, commands, events, the fold of a case, and errors.

Imports the standard library only. Times and ids are arguments, so nothing here reads a clock or draws a random number.
"""
