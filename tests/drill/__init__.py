"""Drills: faults put into the running product, run by `make drill`; short runs are in the suite.

`messages`: messages through a broker while its writers and readers are killed.
"""
