"""Reorganisation of units in bulk: who follows whom, what becomes of their work, as one step."""
