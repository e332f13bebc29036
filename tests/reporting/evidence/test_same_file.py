"""A file that is already evidence: refused, or linked to where it was filed before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting.filing import filing
from reporting.models import EntryStatus
from tests.factories import AssignmentFactory, UserFactory, entry_at
from tests.reporting.evidence.scene import attach, names_of, post
from tests.reporting.evidence.uploads import image, pdf, pdf_saying, upload
from tests.reporting.filing.scene import HTMX, entry_of, period_of
from units.models import Role

pytestmark = pytest.mark.django_db


def test_the_same_file_in_the_same_entry_is_refused_with_a_message(client, entry):
    post(client, entry, upload("a.pdf", content := pdf()))

    again = post(client, entry, upload("bản sao.pdf", content), headers=HTMX)

    assert again.status_code == 422
    assert (
        "Tệp “bản sao.pdf” đã có trong minh chứng của nhiệm vụ này, không cần thêm lại."
        in again.content.decode()
    )
    assert names_of(entry) == ["a.pdf"]


def test_a_file_filed_before_is_linked_to_its_earlier_entry(client, entry, now):
    today = timezone.localdate(now)
    before = period_of(
        entry.assignment.task.plan, now, name="Quý cũ", data_from=today, data_to=today
    )
    earlier = entry_at(EntryStatus.SENT, assignment=entry.assignment, period=before, at=now)
    filing.take_back(entry=earlier, by=UserFactory(), at=now, note="Bổ sung.")
    attach(earlier, now, upload("a.pdf", content := pdf()))

    answer = post(client, entry, upload("b.pdf", content), headers=HTMX)

    url = reverse("reporting:entry", args=[earlier.pk])
    code = entry.assignment.task.code
    words = f'Tệp này cũng đã nộp ở: <a href="{url}">nhiệm vụ {code}, Quý cũ</a>.'
    assert words in answer.content.decode()


def test_the_file_of_another_unit_is_shown_to_the_office_only(client, log_in, now):
    plan_task = AssignmentFactory().task
    mine, theirs = (
        entry_of(EntryStatus.DRAFT, now, AssignmentFactory(task__group=plan_task.group))
        for _ in range(2)
    )
    content = pdf()
    for entry in (mine, theirs):
        attach(entry, now, upload("a.pdf", content))
        filing.send(submission=entry.submission, by=UserFactory(), at=now)

    log_in(Role.REVIEWER)
    for_office = client.get(reverse("reporting:entry", args=[mine.pk])).content.decode()
    log_in(Role.OFFICER, mine.submission.unit)
    for_unit = client.get(reverse("reporting:entry", args=[mine.pk])).content.decode()

    assert f"cũng do {theirs.submission.unit.short_name} nộp" in for_office
    assert "Tệp này cũng đã nộp" not in for_unit


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_photograph_is_recognised_although_it_is_re_encoded(client, entry, now, kind, name):
    content = image(kind, (300, 200))
    attach(entry, now, upload(name, content))

    again = post(client, entry, upload(name, content + b"duoi khac"), headers=HTMX)

    assert "đã có trong minh chứng" in again.content.decode()


def test_pages_take_the_same_queries_for_three_files_as_for_one(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    other = entry_of(EntryStatus.DRAFT, now, AssignmentFactory(unit=entry.submission.unit))
    log_in(Role.OFFICER, entry.submission.unit)
    url = reverse("reporting:file-submission", args=[entry.submission_id])
    counts = []
    for number in range(3):
        content = pdf_saying(f"Tài liệu {number}")
        for row in (entry, other):
            attach(row, now, upload(f"{number}.pdf", content))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
