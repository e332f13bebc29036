"""Figures that show how easily the code reads: `python -m tests.house`."""
