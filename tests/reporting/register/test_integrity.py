"""`verify` finds what was changed in an issued review behind the product."""

import pytest

from reporting.models import Review, ReviewBlock, ReviewEvent
from reporting.operations.integrity import findings
from reporting.register import frozen
from tests.factories import NOON
from tests.reporting.register.test_frozen import draft, issued  # noqa: F401 -- fixtures
from tracker.lib import filestore

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
CHANGED = "issued review's texts, head or history were changed"
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


def _overwrite():
    path = filestore.path_of(Review.objects.get().pdf_sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF another")
    path.chmod(0o400)


def _found():
    return [finding.problem for finding in findings()]


def test_an_issued_review_agrees(issued):  # noqa: F811
    assert _found() == []
    assert filestore.path_of(issued.pdf_sha256).stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_behind_the_triggers_is_found(issued, name):  # noqa: F811
    change, problem = CHANGES[name]
    frozen.uninstall()
    change()
    frozen.install()

    assert _found() == [problem]


def test_missing_triggers_are_found():
    frozen.uninstall()

    assert _found() == ["triggers that keep issued reviews are missing"]


def test_a_review_issued_before_has_no_hash_of_its_content(issued):  # noqa: F811
    frozen.uninstall()
    Review.objects.update(content_sha256="", title="khác", compiled_at=NOON)
    frozen.install()

    assert _found() == []
