"""What the database holds, read without the product."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ENTRIES = "SELECT id, version, result FROM reporting_progressentry"
COMMENTS = "SELECT entry_id, text FROM reporting_comment"
EVIDENCE = "SELECT entry_id, file_name, file_sha256 FROM reporting_evidence"
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


@dataclass(frozen=True)
class Kept:
    """What is stored of what people gave.

    Version and result by entry; comments and files of evidence as pairs of entry and words.
    """

    entries: dict[int, tuple[int, str]] = field(default_factory=dict)
    comments: set[tuple[int, str]] = field(default_factory=set)
    files: set[tuple[int, str]] = field(default_factory=set)


class Stored:
    """`where`: a file of SQLite, or the address of a PostgreSQL. `data`: the data folder."""

    def __init__(self, where: Path | str, data: Path) -> None:
        self.where = where
        self.data = data

    def rows(self, query: str) -> Sequence[tuple]:
        if isinstance(self.where, Path):
            with closing(sqlite3.connect(self.where, timeout=20)) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(self.where) as connection:
            return connection.execute(query).fetchall()

    def kept(self) -> Kept:
        return Kept(
            entries={pk: (version, result) for pk, version, result in self.rows(ENTRIES)},
            comments=set(self.rows(COMMENTS)),
            files={
                (pk, name) for pk, name, sha256 in self.rows(EVIDENCE) if self._is_whole(sha256)
            },
        )

    def _is_whole(self, sha256: str) -> bool:
        file = self.data / "files" / sha256[:2] / sha256[2:4] / sha256
        return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256

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
