"""Pages of `reporting`."""
