"""Stored files without a row are deleted after days; a file with a row never is."""

import io
import logging
import os
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.utils import timezone

from plans.importing import recognizing
from reporting.evidence import attaching
from reporting.filing import filing
from reporting.models import EntryStatus, Evidence, ProgressEntry
from reporting.operations import integrity, sweeping
from reporting.reviews import requesting
from reporting.reviews.papers import pdf as pdf_of_reviews
from tests.factories import NOON, UserFactory, entry_at
from tests.plans.importing import scene as imports
from tests.race import run_together
from tests.reporting.evidence.uploads import docx, pdf, upload
from tests.reporting.reviews.scene import (
    compiled,
    plan_at_work,
    request_review,
)
from tracker.lib import filestore

pytestmark = pytest.mark.django_db

OLD = sweeping.KEPT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return settings.MEDIA_ROOT


@pytest.fixture
def entry():
    return entry_at(EntryStatus.DRAFT)


def _store(content=b"noi dung", *, age=OLD):
    sha256, _ = filestore.store(io.BytesIO(content))
    _age(sha256, age)
    return sha256


def _age(sha256, age=OLD):
    then = (timezone.now() - age).timestamp()
    os.utime(filestore.path_of(sha256), (then, then))


def _attach(entry, content, name="a.pdf"):
    return attaching.attach(
        entry=entry,
        by=UserFactory(),
        at=NOON,
        file=upload(name, content),
        is_declared_not_secret=True,
    )


def _sweep():
    swept = sweeping.sweep(at=timezone.now())
    return swept.num_files, swept.num_bytes


def test_an_old_file_without_a_row_is_removed_and_counted(caplog):
    sha256 = _store(b"12345")

    with caplog.at_level(logging.INFO, logger="reporting.operations.sweeping"):
        assert _sweep() == (1, 5)

    assert not filestore.is_intact(sha256)
    assert "Removed 1 stored files of 5 bytes" in caplog.text


def test_a_recent_file_stays_because_its_row_may_follow():
    sha256 = _store(age=sweeping.KEPT - timedelta(minutes=1))

    assert _sweep() == (0, 0)
    assert filestore.is_intact(sha256)


def test_an_old_file_stored_again_stays():
    _store()

    sha256, _ = filestore.store(io.BytesIO(b"noi dung"))

    assert _sweep() == (0, 0)
    assert filestore.is_intact(sha256)


def test_files_with_rows_stay_at_any_age(entry):
    row = _attach(entry, pdf())
    _age(row.file_sha256)

    assert _sweep() == (0, 0)
    assert list(integrity.findings()) == []


@pytest.mark.usefixtures("no_printing")
def test_the_files_of_every_draft_of_a_review_stay(monkeypatch):
    review = compiled(request_review(plan_at_work()))
    first = review.pdf_sha256
    monkeypatch.setattr(pdf_of_reviews, "to_pdf", lambda html, **_: b"%PDF-1.7 the next draft")
    requesting.compile_again(review=review, refreeze=False, by=UserFactory(), at=NOON)
    review = compiled(review)
    for sha256 in (first, review.pdf_sha256, review.docx_sha256):
        _age(sha256)

    assert _sweep() == (0, 0)
    assert first != review.pdf_sha256
    assert list(integrity.findings()) == []
    filestore.path_of(first).unlink()
    [finding] = integrity.findings()
    assert finding.problem == "file of a former draft is missing or changed"
    assert finding.where == f"review {review.pk}, draft 1, file {first}"


def test_the_file_of_removed_evidence_stays_for_days(entry):
    row = _attach(entry, pdf())
    _age(row.file_sha256)

    attaching.remove(evidence=row, by=UserFactory(), at=NOON)
    soon = _sweep()
    _age(row.file_sha256)

    assert soon == (0, 0)
    assert _sweep() == (1, row.file_size)
    assert list(integrity.findings()) == []


def test_a_file_that_is_also_other_evidence_stays(entry):
    content = pdf()
    row = _attach(entry, content)
    _attach(entry_at(EntryStatus.DRAFT), content)
    attaching.remove(evidence=row, by=UserFactory(), at=NOON)
    _age(row.file_sha256)

    assert _sweep() == (0, 0)


def test_files_of_sent_entries_stay(entry):
    row = _attach(entry, pdf())
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)
    seen = ProgressEntry.objects.select_related("submission").get(pk=entry.pk)
    filing.take_back(entry=seen, by=UserFactory(), at=NOON, note="Sửa.")
    attaching.remove(
        evidence=Evidence.objects.select_related("entry__submission").get(pk=row.pk),
        by=UserFactory(),
        at=NOON,
    )
    _age(row.file_sha256)

    assert _sweep() == (0, 0)
    assert filestore.is_intact(row.file_sha256)


def test_the_rest_of_a_killed_upload_is_removed(media):
    old, young = media / ".incoming-a", media / ".incoming-b"
    for path in (old, young):
        path.write_bytes(b"nua chung")
    then = (timezone.now() - OLD).timestamp()
    os.utime(old, (then, then))

    assert _sweep() == (1, 9)
    assert young.exists()


def test_no_file_is_swept_if_the_database_knows_hardly_any(monkeypatch, caplog):
    monkeypatch.setattr(sweeping, "FEW", 2)
    files = [_store(str(number).encode()) for number in range(3)]

    assert _sweep() == (0, 0)
    assert all(filestore.is_intact(sha256) for sha256 in files)
    assert "No row names 3 of 3 stored files" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_sweep_between_an_upload_and_its_row_keeps_the_file(entry, monkeypatch):
    """The same content was stored long ago without a row; the sweep runs in its own thread."""
    content = docx("Kế hoạch")
    lay_there = _store(content)
    store = filestore.store

    def store_then_let_another_sweep(stream):
        kept = store(stream)
        assert run_together(_sweep) == ["done"]
        return kept

    monkeypatch.setattr(filestore, "store", store_then_let_another_sweep)

    row = _attach(entry, content, "a.docx")

    assert row.file_sha256 == lay_there
    assert filestore.is_intact(row.file_sha256)


def test_an_upload_at_the_moment_of_removal_keeps_the_file(monkeypatch):
    """The sweep has found the file old and is about to remove it when it is uploaded again."""
    sha256 = _store()
    final, unlink = filestore.path_of(sha256), Path.unlink
    upload_again = Thread(target=filestore.store, args=[io.BytesIO(b"noi dung")])

    def unlink_while_the_file_comes(path, missing_ok=False):
        if path == final:
            upload_again.start()
            upload_again.join(timeout=0.2)  # waits for the lock, or would be done by now
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink_while_the_file_comes)

    swept = _sweep()
    upload_again.join()

    assert swept == (1, 8)
    assert filestore.is_intact(sha256)


def test_the_file_of_an_import_stays_and_a_secret_one_goes_at_once():
    kept, refused = imports.waiting(), imports.waiting(text="Văn bản khác của xã Thử")
    for row in (kept, refused):
        _age(row.file_sha256)
    token = recognizing.claim(import_id=refused.pk, at=NOON)
    recognizing.fail(
        import_id=refused.pk, token=token, at=NOON, error="Có dấu hiệu mật", keeps_file=False
    )

    for row in (kept, refused):
        sweeping.remove_refused(import_id=row.pk, at=timezone.now())
    sweeping.sweep(at=timezone.now())

    assert list(filestore.stored()) == [kept.file_sha256]
