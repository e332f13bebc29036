"""Pages of `units`."""
