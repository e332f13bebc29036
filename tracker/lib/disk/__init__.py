"""Room on the disk: how much is left, and what to tell when a write finds none."""
