"""Forms check what was typed; the rules are in the use cases."""
