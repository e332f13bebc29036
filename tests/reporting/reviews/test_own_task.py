"""Issued reviews as evidence of the plan's own task."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import FiledReview
from reporting.evidence import attaching
from reporting.evidence.listing import listed
from reporting.models import EntryStatus, Evidence, ProgressEntry
from reporting.register.withdrawing import withdraw
from reporting.reviews import issuing, own_task
from reporting.reviews.issued_files import keeping
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    TaskFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.reporting.evidence.uploads import pdf
from tests.reporting.reviews.scene import SIGNED, compiled, plan_at_work, request_review
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def own(work):
    """The assignment of the task that takes interim reviews."""
    task = TaskFactory(
        group=work.plan.groups.first(), code="III.5.2", filed_review=FiledReview.INTERIM
    )
    return AssignmentFactory(task=task)


def _issued(work):
    draft = compiled(request_review(work))
    issuing.issue(review=draft, by=work.by, at=NOON, **SIGNED)
    return compiled(draft)


def _keep_signed(review, work):
    return keeping.keep(
        review=review,
        file=SimpleUploadedFile("đã ký.pdf", pdf()),
        is_declared_not_secret=True,
        by=work.by,
        at=NOON,
    )


def _last_note(review):
    return review.events.latest("pk").note


def test_the_paper_is_added_to_what_the_unit_is_writing(work, own):
    review = _issued(work)

    entry = ProgressEntry.objects.get(assignment=own)
    evidence = entry.evidence.get()
    assert (evidence.number, evidence.issued_on, evidence.subject) == (
        "05-BC/HU",
        TODAY,
        "sơ kết một việc thử",
    )
    assert (evidence.file_sha256, evidence.added_by) == (review.pdf_sha256, work.by)
    # Whether the task is done, the unit says and the office decides
    assert (entry.status, entry.state, entry.result) == (EntryStatus.DRAFT, "", "")
    place = f"nhiệm vụ III.5.2, {own.unit.short_name}, {work.period.name}"
    assert _last_note(review) == f"Đưa vào minh chứng {place}."
    own_task.file_as_evidence(review=review, by=work.by, at=NOON)
    assert entry.evidence.count() == 1


def test_a_result_that_was_sent_stays_and_the_office_files_later(work, own, client):
    entry = entry_at(EntryStatus.ACCEPTED, assignment=own, period=work.period, state="done")
    review = _issued(work)

    assert not entry.evidence.exists()
    assert "Chưa đưa vào minh chứng nhiệm vụ III.5.2" in _last_note(review)
    ProgressEntry.objects.filter(pk=entry.pk).update(status=EntryStatus.DRAFT)
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("reporting:file-review", args=[review.pk])
    assert address in client.get(reverse("reporting:review", args=[review.pk])).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert entry.evidence.get().review == review
    assert address not in page


def test_several_leads_that_could_not_take_it_are_named_in_one_sentence(work, own):
    own.task.is_fan_out = True
    own.task.save(update_fields=["is_fan_out"])
    other = AssignmentFactory(task=own.task, unit=UnitFactory(), is_own_part=True)
    for part in (own, other):
        entry_at(EntryStatus.ACCEPTED, assignment=part, period=work.period, state="done")

    note = _last_note(_issued(work))

    assert note.count("Chưa đưa vào minh chứng nhiệm vụ III.5.2, ") == 1
    assert own.unit.short_name in note
    assert other.unit.short_name in note


def test_the_office_files_for_the_lead_that_lacks_it_after_another_has_it(work, own, client):
    own.task.is_fan_out = True
    own.task.save(update_fields=["is_fan_out"])
    other = AssignmentFactory(task=own.task, unit=UnitFactory(), is_own_part=True)
    entry = entry_at(EntryStatus.ACCEPTED, assignment=other, period=work.period, state="done")
    review = _issued(work)
    ProgressEntry.objects.filter(pk=entry.pk).update(status=EntryStatus.DRAFT)

    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("reporting:review", args=[review.pk])).content.decode()
    address = reverse("reporting:file-review", args=[review.pk])

    assert "Còn đơn vị chủ trì nhiệm vụ III.5.2 chưa có minh chứng này" in page
    assert address in page
    assert address not in client.post(address, follow=True).content.decode()
    assert {row.entry.assignment for row in own_task.evidence_of(review)} == {own, other}


def test_the_signed_paper_takes_the_place_of_the_printed_one(work, own):
    review = _issued(work)

    signed = _keep_signed(review, work)

    evidence = Evidence.objects.get(review=review)
    assert (evidence.file_sha256, evidence.file_name) == (signed.file_sha256, "đã ký.pdf")
    assert "nay là bản đã ký" in _last_note(review)


def test_the_signed_paper_that_the_unit_added_itself_is_not_added_again(work, own):
    review = _issued(work)
    printed = Evidence.objects.get(review=review)
    attaching.attach(
        entry=printed.entry,
        file=SimpleUploadedFile("bản ký.pdf", pdf()),
        is_declared_not_secret=True,
        by=work.by,
        at=NOON,
    )

    _keep_signed(review, work)

    printed.refresh_from_db()
    assert printed.file_sha256 == review.pdf_sha256
    assert "giữ bản in: Tệp “đã ký.pdf” đã có trong minh chứng" in _last_note(review)


def test_a_result_of_a_closed_period_keeps_the_printed_paper(work, own):
    review = _issued(work)
    work.period.closed_at = NOON
    work.period.save(update_fields=["closed_at"])

    _keep_signed(review, work)

    assert Evidence.objects.get(review=review).file_sha256 == review.pdf_sha256
    assert "giữ bản in: Kỳ báo cáo chưa mở hoặc đã đóng" in _last_note(review)


def test_what_became_of_the_paper_is_seen_with_the_evidence(work, own):
    review = _issued(work)
    assert [row.fate for row in listed(Evidence.objects.filter(review=review))] == [""]

    # The day in Vietnam, where it is already the next one
    late = NOON.replace(hour=18)
    withdraw(review=review, reason="Số liệu sai.", by=work.by, at=late)

    fates = [row.fate for row in listed(Evidence.objects.filter(review=review))]
    assert fates == ["Đã thu hồi ngày 17/03/2026"]


def test_without_a_task_nothing_is_filed(work):
    review = _issued(work)

    assert not Evidence.objects.filter(review=review).exists()
    assert "minh chứng" not in _last_note(review)


def test_a_draft_is_no_evidence(work, own):
    draft = compiled(request_review(work))

    with pytest.raises(Refused, match="đã ban hành"):
        own_task.file_as_evidence(review=draft, by=work.by, at=NOON)


def test_a_fault_in_filing_does_not_undo_the_issue(work, own, monkeypatch):
    def fail(**facts):
        raise RuntimeError("Invented for a test")

    with monkeypatch.context() as broken:
        broken.setattr(own_task.attaching, "attach_review", fail)
        review = _issued(work)

    assert review.is_issued
    assert not ProgressEntry.objects.filter(assignment=own).exists()
    assert _last_note(review).startswith("Chưa đưa vào minh chứng vì có lỗi.")
    own_task.file_as_evidence(review=review, by=work.by, at=NOON)
    assert Evidence.objects.get(review=review).file_sha256 == review.pdf_sha256
