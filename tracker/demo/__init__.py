"""The demonstration: invented people and filings, made through the same use cases as real ones."""
