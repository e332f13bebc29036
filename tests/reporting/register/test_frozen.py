"""The database refuses to change an issued review, whoever writes."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from reporting.models import Review, ReviewBlock, ReviewBlockVersion, ReviewEvent, ReviewPrint
from reporting.register import frozen
from reporting.reviews import compiling, issuing
from tests.factories import NOON, UserFactory
from tests.reporting.reviews.scene import SIGNED, compiled, plan_at_work, request_review, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def draft():
    work = plan_at_work()
    found = compiled(request_review(work))
    texts = {"IV.1": "Ưu điểm."}
    write(found, texts, by=work.by)
    found.blocks.create(key="I-1", kind="paragraph", saved_at=NOON, saved_by=work.by)
    return found


@pytest.fixture
def issued(draft):
    issuing.issue(review=draft, by=UserFactory(), at=NOON, **SIGNED)
    return compiled(draft)


WRITES = {
    "title": lambda: Review.objects.update(title="khác"),
    "snapshot": lambda: Review.objects.update(snapshot={}),
    "file": lambda: Review.objects.update(pdf_sha256="0" * 64),
    "status": lambda: Review.objects.update(status="draft"),
    "number": lambda: Review.objects.update(number="06-BC/HU", serial=6),
    "review": lambda: Review.objects.all().delete(),
    "review in SQL": lambda: _execute("DELETE FROM reporting_review"),
    "version": lambda: ReviewBlockVersion.objects.update(version=9),
    "versions": lambda: ReviewBlockVersion.objects.all().delete(),
    "new version": lambda: ReviewBlockVersion.objects.create(
        block=ReviewBlock.objects.latest("pk"), version=9, saved_at=NOON, saved_by=UserFactory()
    ),
    "block": lambda: ReviewBlock.objects.update(is_hidden=True),
    "no block": lambda: ReviewBlock.objects.all().delete(),
    "print": lambda: ReviewPrint.objects.update(blocks=[]),
    "no print": lambda: ReviewPrint.objects.all().delete(),
    "event": lambda: ReviewEvent.objects.update(note="khác"),
    "no event": lambda: ReviewEvent.objects.all().delete(),
}


def _execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("name", WRITES)
def test_no_write_changes_an_issued_review(issued, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        WRITES[name]()


@pytest.mark.parametrize("name", ["title", "version", "new version", "block", "event", "no event"])
def test_a_draft_can_be_changed(draft, name):
    WRITES[name]()


def test_an_event_is_added_to_an_issued_review(issued):
    ReviewEvent.objects.create(review=issued, at=NOON, from_status="issued", to_status="issued")


def test_the_triggers_come_back_after_migrations():
    assert frozen.missing() == []
    frozen.uninstall()
    assert len(frozen.missing()) == 21

    call_command("migrate", verbosity=0)

    assert frozen.missing() == []


def test_freezing_is_all_or_nothing(draft, monkeypatch):
    monkeypatch.setattr(compiling, "move", lambda *args, **changes: 1 / 0)
    before = Review.objects.filter(pk=draft.pk).values().get()

    with pytest.raises(ZeroDivisionError):
        compiling._finish(draft, "", NOON, {"pdf_sha256": "1" * 64, "docx_sha256": "2" * 64}, [])

    assert Review.objects.filter(pk=draft.pk).values().get() == before
