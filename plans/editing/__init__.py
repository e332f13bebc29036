"""Use cases that make a plan by hand: its facts, its groups, its tasks and their commitments."""
