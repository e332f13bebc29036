"""After kill -9 of a real worker during compiling, one review is finished."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.product import ROOT, clean_environment

SETUP = """
from django.utils import timezone
from reporting.models import Review
from tests.factories import AssignmentFactory, ReportingPeriodFactory, UserFactory, TaskFactory
from tests.factories import entry_at
from reporting.reviews import requesting
from reporting.models import EntryStatus
first = AssignmentFactory()
period = ReportingPeriodFactory(plan=first.task.plan)
for assignment in [first, *(
    AssignmentFactory(task=TaskFactory(group=first.task.group)) for _ in range(3)
)]:
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, period=period, result="Kết quả. " * 50)
review = requesting.request_review(
    plan=first.task.plan, kind="interim", title="sơ kết", period_from=period, period_to=period,
    cutoff_on=timezone.localdate(), by=UserFactory(), at=timezone.now(),
)
print(review.pk)
"""
RESCUE = """
from datetime import timedelta
from django.utils import timezone
from reporting.reviews import rescue
print(rescue.rescue_reviews(at=timezone.now() + timedelta(minutes=2)))
"""


class Installation:
    """The embedded product in its own folder: SQLite file, folders as broker, no beat."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.environment = clean_environment(data) | {
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "PYTHONPATH": str(ROOT),
        }

    def python(self, code: str) -> str:
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def worker(self):
        """A real worker in its own process group, killed with SIGKILL at the end."""
        with (self.data / "worker.log").open("a") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "-A",
                    "tracker",
                    "worker",
                    "--queues=celery,reviews",
                    "-c",
                    "1",
                    "-l",
                    "info",
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            kill_hard(process)

    def logs(self) -> str:
        return (self.data / "worker.log").read_text(errors="replace")


def kill_hard(process: subprocess.Popen) -> None:
    """Kill the worker and its children with SIGKILL, as a power failure would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def review_in(data: Path) -> tuple:
    """Status, progress, attempts and hashes of the only review, read without Django."""
    connection = sqlite3.connect(f"file:{data / 'tracker.sqlite3'}?mode=ro", uri=True)
    try:
        return connection.execute(
            "select status, progress, attempts, pdf_sha256, docx_sha256 from reporting_review"
        ).fetchone()
    finally:
        connection.close()


def wait_for(data: Path, status: str, *, progress: int = 0, within: float = 60) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        row = review_in(data)
        if row[0] == status and row[1] >= progress:
            return
        time.sleep(0.02)
    raise AssertionError(f"The review is {review_in(data)}, not {status}, after {within} s.")


def test_after_a_worker_is_killed_one_review_is_finished(migrated_data):
    product = Installation(migrated_data)
    product.python(SETUP)

    with product.worker() as first:
        wait_for(product.data, "compiling", progress=50)
        kill_hard(first)
    assert review_in(product.data)[:3:2] == ("compiling", 1), product.logs()

    with product.worker():
        assert product.python(RESCUE) == "1"
        wait_for(product.data, "draft")

    status, progress, attempts, printed, word = review_in(product.data)
    papers = {file.name: file for file in (product.data / "files").rglob("*") if file.is_file()}
    assert (status, progress, attempts) == ("draft", 100, 2), product.logs()
    assert set(papers) == {printed, word}
    assert papers[printed].read_bytes().startswith(b"%PDF")
