"""A large product in bulk, for measurements: complete rows, with the histories that made them."""
