"""Closing a plan, with a reason for everything that is still open, and opening it again."""
