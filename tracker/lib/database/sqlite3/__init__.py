"""Django's engine for SQLite, whose writers wait for one another without long pauses."""
