"""Tests of the reading of plans, on a labelled corpus of invented places and people."""
