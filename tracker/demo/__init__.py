"""The demonstration: invented people and submissions, made through the real use cases."""
