"""What an evening took: times, losses, the state of the review and of the machine."""

import os
import sqlite3
import statistics
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.evening_officer import Officer

WRITES = ("save", "upload", "send")


@dataclass
class Log:
    """Milliseconds by kind, and errors, of all threads."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def of(self, *kinds: str) -> list[float]:
        return sorted(each for kind in kinds for each in self.times.get(kind, []))


@dataclass(frozen=True)
class Figures:
    saves: int
    uploads: int
    sends: int
    p50_ms: float
    p95_ms: float
    errors: int
    lost: int

    def __str__(self) -> str:
        return (
            f"saves={self.saves} p50_ms={self.p50_ms:.0f} p95_ms={self.p95_ms:.0f} "
            f"errors={self.errors} lost={self.lost}"
        )


def num_lost(database: Path, officers: list[Officer]) -> int:
    connection = sqlite3.connect(database)
    try:
        results = dict(connection.execute("SELECT id, result FROM reporting_progressentry"))
        photos = set(connection.execute("SELECT entry_id, file_name FROM reporting_evidence"))
        sent = {
            pk
            for (pk,) in connection.execute(
                "SELECT id FROM reporting_submission WHERE sent_at IS NOT NULL"
            )
        }
    finally:
        connection.close()
    lost = 0
    for officer in officers:
        for entry, text in officer.saved.items():
            stored = results.get(entry)
            lost += stored != text and stored not in officer.unanswered
        lost += sum((officer.entries[0], name) not in photos for name in officer.photos)
        lost += officer.is_sent and officer.submission not in sent
    return lost


def figures_of(log: Log, lost: int) -> Figures:
    times = log.of(*WRITES)
    return Figures(
        saves=len(log.of("save")),
        uploads=len(log.of("upload")),
        sends=len(log.of("send")),
        p50_ms=statistics.median(times) if times else 0.0,
        p95_ms=p95(times),
        errors=len(log.errors),
        lost=lost,
    )


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else sum(times)


def in_words(times: list[float]) -> str:
    if not times:
        return "none"
    return f"{len(times)} p50_ms={statistics.median(times):.0f} p95_ms={p95(times):.0f}"


def review_of(data: Path, pk: int) -> str:
    connection = sqlite3.connect(data / "tracker.sqlite3")
    try:
        row = connection.execute(
            "SELECT status, pdf_pages FROM reporting_review WHERE id = ?", [pk]
        ).fetchone()
    finally:
        connection.close()
    return f"{row[0]}, {row[1] or 0} pages"


def idle_seconds() -> float:
    """Seconds without work of all cores, added up, as a share of one machine."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return int(fields[4]) / os.sysconf("SC_CLK_TCK") / (os.cpu_count() or 1)
