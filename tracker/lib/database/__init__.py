"""A database that is restarted or away for a moment."""
