"""Statistics of the planner, for rows that were made in one long transaction."""

from django.db import connection


def update_statistics() -> None:
    """Let PostgreSQL count the rows made so far: its own process does not see them yet.

    SQLite keeps no statistics here, as in the product.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
