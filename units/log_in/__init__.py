"""Logging in: passwords, waits after failures, sessions."""
