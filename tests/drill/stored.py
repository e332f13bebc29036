"""What the database holds, read without the product."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg

ENTRIES = "SELECT id, version, result FROM reporting_progressentry"
# How often each review came to its draft, and where it is now
REVIEWS = """
    SELECT review.id, review.status, count(event.id) FROM reporting_review AS review
    LEFT JOIN reporting_reviewevent AS event
        ON event.review_id = review.id AND event.to_status = 'draft'
    GROUP BY review.id, review.status
"""
REVIEW_FILES = """
    SELECT pdf_sha256 FROM reporting_review UNION SELECT docx_sha256 FROM reporting_review
"""


class Stored:
    """`where`: a file of SQLite, or the address of a PostgreSQL."""

    def __init__(self, where: Path | str) -> None:
        self.where = where

    def rows(self, query: str) -> Sequence[tuple]:
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where, timeout=20)) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(self.where) as connection:
            return connection.execute(query).fetchall()

    def entries(self) -> dict[int, tuple[int, str]]:
        return {pk: (version, result) for pk, version, result in self.rows(ENTRIES)}

    def reviews(self) -> list[tuple[str, int]]:
        return [(status, num_drafts) for _, status, num_drafts in self.rows(REVIEWS)]

    def review_files(self) -> set[str]:
        """Hashes, and so names, of the files that reviews refer to."""
        return {sha256 for (sha256,) in self.rows(REVIEW_FILES)}

    def counts(self) -> dict[str, int]:
        """Rows of every table of the product."""
        names = self.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if isinstance(self.where, Path)
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        return {
            name: self.rows(f'SELECT count(*) FROM "{name}"')[0][0]
            for (name,) in names
            if not name.startswith("sqlite_")
        }
