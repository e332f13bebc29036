"""Django's engine for PostgreSQL, with a pool that gives out living connections only."""
