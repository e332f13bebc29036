"""Load tests, run by `make load`; a short run is part of the suite."""
