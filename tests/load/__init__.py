"""Many people at once, run by `make load`; a short one is part of the suite."""
