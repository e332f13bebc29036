"""The load test counts lost saves, and a short run loses none."""

import re
import sqlite3

import pytest

from tests.load import evening, filing
from tests.load.visitor import Visitor
from tests.product import processes_with


def _writer(*versions, unanswered=()):
    writer = filing.Writer(Visitor("http://127.0.0.1:1", submission=1, entry=1))
    writer.acknowledged = [(version, f"bản {version}") for version in versions]
    writer.unanswered = list(unanswered)
    return writer


@pytest.mark.parametrize(
    ("acknowledged", "unanswered", "version", "result", "lost"),
    [
        ((1, 2, 3), (), 3, "bản 3", 0),
        ((1, 2, 3), (), 1, "bản 1", 2),
        ((1, 2, 3), (), 3, "bản khác", 1),
        ((1, 2, 3), ("bản 4",), 4, "bản 4", 0),
        ((1, 2, 3), ("bản 4",), 4, "bản khác", 1),
        ((1, 2, 3), (), 4, "bản 3", 1),
        ((5, 6), (), 0, "", 2),
        ((), (), 0, "", 0),
    ],
)
def test_acknowledged_saves_missing_in_the_database_are_counted(
    acknowledged, unanswered, version, result, lost
):
    writer = _writer(*acknowledged, unanswered=unanswered)

    assert filing.num_lost(writer, version, result) == lost


def test_the_figures_are_on_one_line():
    writer = _writer(1, 2)
    writer.milliseconds = [10.0, 20.0]
    writer.errors = ["một lỗi"]

    assert re.fullmatch(
        r"saves=2 p50_ms=15 p95_ms=\d+ errors=1 lost=0", str(filing.figures_of([writer], 0))
    )


def test_three_officers_save_and_nothing_is_lost(migrated_data):
    figures = filing.run(
        migrated_data, num_officers=3, num_saves=3, every=0.2, num_periods=1, say=lambda line: None
    )

    assert (figures.saves, figures.errors, figures.lost) == (9, 0, 0)
    assert processes_with(str(migrated_data)) == []


def _officer(**acknowledged):
    officer = evening.Officer("http://127.0.0.1:1", cookie="", submission=1, entries=[10, 11])
    for name, value in acknowledged.items():
        setattr(officer, name, value)
    return officer


@pytest.mark.parametrize(
    ("acknowledged", "lost"),
    [
        ({"saved": {10: "bản 2"}, "photos": ["a.jpg"], "is_sent": True}, 0),
        ({"saved": {10: "bản 1"}}, 1),
        ({"saved": {10: "bản 1"}, "unanswered": {"bản 2"}}, 0),
        ({"saved": {11: "bản 1"}}, 1),
        ({"photos": ["a.jpg", "b.jpg"]}, 1),
        ({"submission": 2, "is_sent": True}, 1),
    ],
)
def test_what_was_acknowledged_in_the_evening_must_be_there(tmp_path, acknowledged, lost):
    database = tmp_path / "tracker.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.executescript(
            """
            CREATE TABLE reporting_progressentry (id, result);
            CREATE TABLE reporting_evidence (entry_id, file_name);
            CREATE TABLE reporting_submission (id, sent_at);
            INSERT INTO reporting_progressentry VALUES (10, 'bản 2'), (11, '');
            INSERT INTO reporting_evidence VALUES (10, 'a.jpg');
            INSERT INTO reporting_submission VALUES (1, '2026-11-29'), (2, NULL);
            """
        )
    connection.close()

    assert evening.num_lost(database, [_officer(**acknowledged)]) == lost


def test_two_officers_send_in_the_evening_and_nothing_is_lost(migrated_data):
    figures = evening.run(
        migrated_data, num_officers=2, seconds=3.0, num_faster=0, say=lambda line: None
    )

    assert (figures.saves, figures.uploads, figures.sends) == (8, 2, 2)
    assert (figures.errors, figures.lost) == (0, 0)
    assert processes_with(str(migrated_data)) == []
