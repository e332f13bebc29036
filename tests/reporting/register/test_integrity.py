"""`verify` finds what was changed in an issued review behind the product."""

import pytest

from reporting.models import (
    IssuedFile,
    Review,
    ReviewBlock,
    ReviewEvent,
    ReviewPrint,
    ReviewWithdrawal,
)
from reporting.operations.integrity import findings
from reporting.register import frozen, withdrawing
from reporting.reviews.issued_files import keeping
from tests.factories import NOON, ReportingPeriodFactory, UserFactory
from tests.reporting.evidence.uploads import pdf, upload
from tests.reporting.register.test_frozen import draft, issued  # noqa: F401 -- fixtures
from tracker.lib import filestore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
CHANGED = "issued review's texts, head or history were changed"
SCOPE = "issued review's kind, range or cut-off differs from its figures"
PRINT = "issued review's paper is not the one that was printed"
WITHDRAWAL = "withdrawal of a review differs from its history"
FILES = "files stored with an issued review differ from its history"
CHANGES = {
    "title": (lambda: Review.objects.update(title="khác"), CHANGED),
    "signer": (lambda: Review.objects.update(signer_name="Người Khác"), CHANGED),
    "text": (lambda: ReviewBlock.objects.update(runs=[{"text": "khác"}]), CHANGED),
    "less text": (lambda: ReviewBlock.objects.all().delete(), CHANGED),
    "block": (lambda: ReviewBlock.objects.update(is_hidden=True), CHANGED),
    "reason": (lambda: ReviewEvent.objects.update(note="khác"), CHANGED),
    "figures": (lambda: Review.objects.update(snapshot={}), "review's snapshot was changed"),
    "history": (
        lambda: ReviewEvent.objects.filter(to_status="issued").delete(),
        "issued review has no event of its issue",
    ),
    "mode": (
        lambda: filestore.path_of(Review.objects.get().pdf_sha256).chmod(0o600),
        "issued review's file can be overwritten",
    ),
    "content": (lambda: _overwrite(), "review's PDF is missing or changed"),
    "file": (
        lambda: filestore.path_of(Review.objects.get().pdf_sha256).unlink(),
        "review's PDF is missing or changed",
    ),
}
# What is changed after a file was stored and the review withdrawn
LATER_CHANGES = {
    "issue": (
        lambda: ReviewEvent.objects.filter(from_status="compiling", to_status="issued").delete(),
        "issued review has no event of its issue",
    ),
    "status": (
        lambda: Review.objects.update(status="draft"),
        "review was issued and is no longer",
    ),
    "serial": (
        lambda: Review.objects.update(serial=6),
        "issued review's number differs from its place in the register",
    ),
    "kind": (lambda: Review.objects.update(kind="final"), SCOPE),
    "cut-off": (lambda: Review.objects.update(cutoff_on="2026-01-01"), SCOPE),
    "first period": (lambda: _change_period("period_from"), SCOPE),
    "last period": (lambda: _change_period("period_to"), SCOPE),
    "units": (lambda: Review.objects.update(by_units="now"), SCOPE),
    "print": (lambda: ReviewPrint.objects.filter(is_final=True).update(docx_sha256=""), PRINT),
    "no print": (lambda: ReviewPrint.objects.filter(is_final=True).delete(), PRINT),
    "withdrawal": (lambda: ReviewWithdrawal.objects.update(reason="khác"), WITHDRAWAL),
    "no withdrawal": (lambda: ReviewWithdrawal.objects.all().delete(), WITHDRAWAL),
    "stored file": (lambda: IssuedFile.objects.update(file_name="khác.pdf"), FILES),
    "no stored file": (lambda: IssuedFile.objects.all().delete(), FILES),
}


@pytest.fixture
def withdrawn(issued):  # noqa: F811
    """An issued review with all that comes later: a signed file and its withdrawal."""
    by = UserFactory()
    file = upload("da-ky.pdf", pdf())
    keeping.keep(review=issued, file=file, is_declared_not_secret=True, by=by, at=NOON)
    withdrawing.withdraw(review=issued, reason="Sai số liệu: mục III.", by=by, at=NOON)
    return issued


def _overwrite():
    path = filestore.path_of(Review.objects.get().pdf_sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF another")
    path.chmod(0o400)


def _change_period(name):
    plan, months = Review.objects.get().plan, {"data_from": "2025-11-01", "data_to": "2025-12-31"}
    Review.objects.update(**{name: ReportingPeriodFactory(plan=plan, **months)})


def _found():
    return [finding.problem for finding in findings()]


def _found_after(change, problem):
    frozen.uninstall()
    change()
    frozen.install()
    return _found() == [problem]


def test_an_issued_review_agrees(withdrawn):
    assert _found() == []
    assert filestore.path_of(withdrawn.pdf_sha256).stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_behind_the_triggers_is_found(issued, name):  # noqa: F811
    assert _found_after(*CHANGES[name])


@pytest.mark.parametrize("name", LATER_CHANGES)
def test_what_was_changed_after_the_issue_is_found(withdrawn, name):
    assert _found_after(*LATER_CHANGES[name])


def test_missing_triggers_are_found():
    frozen.uninstall()

    assert _found() == ["triggers that keep issued reviews are missing"]


def test_a_review_issued_before_has_no_hash_of_its_content(issued):  # noqa: F811
    frozen.uninstall()
    Review.objects.update(content_sha256="", title="khác", compiled_at=NOON)
    frozen.install()

    assert _found() == []
