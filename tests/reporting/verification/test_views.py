"""The queue and the page of an entry for the office."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.filing import filing
from reporting.models import EntryStatus, IndicatorValue
from reporting.verification import verifying
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    IndicatorFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
RETURN = {"reason": "Cần nêu rõ số liệu.", "answer_by": "31/12/2099"}


@pytest.fixture
def entry():
    return entry_at(EntryStatus.SENT)


@pytest.fixture
def office(client, entry):
    """The browser of a reviewer in the office that keeps the plan of `entry`."""
    ContentType.objects.get_for_model(Plan)  # cached by Django after the first use
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def _url(name, entry, **query):
    return reverse(f"reporting:{name}", args=[entry.pk], query=query)


def _another(entry):
    """Another entry of the same period, sent by another unit."""
    return entry_at(
        EntryStatus.SENT,
        assignment=AssignmentFactory(task__group=entry.assignment.task.group),
        period=entry.submission.period,
    )


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_runs_the_same_queries_for_any_number_of_entries(
    office, entry, n, django_assert_num_queries
):
    for _ in range(n - 1):
        _another(entry)

    with django_assert_num_queries(10):
        response = office.get(reverse("reporting:verification-queue"))

    assert response.content.count(b'name="entry"') == n


def test_a_filter_that_leaves_nothing_leads_to_what_waits_beyond_it(office, entry):
    page = office.get(reverse("reporting:verification-queue"), {"q": "không có việc này"})

    html = page.content.decode()
    assert "Không còn kết quả nào theo bộ lọc này" in html
    assert "Ngoài bộ lọc còn 1 kết quả chờ thẩm tra." in html


def test_an_empty_queue_has_its_own_message(office, entry):
    verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    html = office.get(reverse("reporting:verification-queue")).content.decode()

    assert "Không có kết quả nào chờ thẩm tra" in html


def test_an_acceptance_opens_the_next_entry_within_the_filter(office, entry):
    following = _another(entry)
    period = entry.submission.period_id

    response = office.post(_url("accept-entry", entry, period=period), {"version": entry.version})

    assert response.url == _url("entry", following, period=period, undo=1)
    entry.refresh_from_db()
    assert entry.status == EntryStatus.ACCEPTED


def test_after_the_last_entry_the_queue_opens(office, entry):
    response = office.post(_url("accept-entry", entry), {"version": entry.version})

    assert response.url == reverse("reporting:verification-queue", query={"undo": 1})


def test_a_return_without_a_reason_keeps_the_day(office, entry):
    response = office.post(
        _url("send-back-entry", entry), RETURN | {"reason": "", "version": entry.version}
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "Hãy nêu lý do" in html
    assert 'value="31/12/2099"' in html


def test_the_default_day_of_a_return_is_in_seven_days(office, entry):
    form = office.get(_url("entry", entry)).context["form"]

    assert (form["answer_by"].value() - timezone.localdate()).days == 7


def test_a_return_is_shown_to_its_unit(office, client, entry):
    office.post(_url("send-back-entry", entry), RETURN | {"version": entry.version})

    client.force_login(person(Role.OFFICER, entry.submission.unit), backend=BACKEND)
    html = client.get(_url("entry", entry)).content.decode()
    assert "Cần nêu rõ số liệu." in html
    assert "Mở báo cáo của đơn vị" in html
    assert "Ý kiến thẩm tra" not in html


def test_a_verdict_made_too_late_keeps_the_input(office, entry):
    verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    response = office.post(_url("send-back-entry", entry), RETURN | {"version": entry.version})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Cần nêu rõ số liệu." in html
    entry.refresh_from_db()
    assert entry.status == EntryStatus.ACCEPTED


def test_a_verdict_on_an_earlier_version_is_refused(office, entry):
    seen = entry.version
    filing.take_back(entry=entry, by=UserFactory(), at=NOON, note="Sửa.")
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    response = office.post(_url("accept-entry", entry), {"version": seen})

    assert response.status_code == 409
    entry.refresh_from_db()
    assert entry.status == EntryStatus.SENT


def test_selected_entries_are_accepted_together(office, entry):
    other = _another(entry)
    ticked = [f"{row.pk}-{row.version}" for row in (entry, other)]

    response = office.post(reverse("reporting:accept-entries"), {"entry": ticked}, follow=True)

    assert "Đã chấp nhận 2 mục." in response.content.decode()


def test_a_selected_entry_with_an_unexplained_number_is_left_and_named(office, entry):
    other = _another(entry)
    ratio = IndicatorFactory(task=other.assignment.task)
    IndicatorValue.objects.create(entry=other, indicator=ratio, numerator=410, denominator=398)
    ticked = [f"{row.pk}-{row.version}" for row in (entry, other)]

    response = office.post(reverse("reporting:accept-entries"), {"entry": ticked}, follow=True)

    left = f"{other.assignment.task.code} ({other.submission.unit.short_name})"
    assert (
        "Đã chấp nhận 1 mục; để lại 1 mục có số bất thường chưa giải trình, mở từng mục để quyết "
        f"định: {left}."
    ) in response.content.decode()
    other.refresh_from_db()
    assert other.status == EntryStatus.SENT


def test_a_selected_entry_changed_in_the_meantime_is_skipped_and_named(office, entry):
    other = _another(entry)
    ticked = [f"{entry.pk}-{entry.version}", f"{other.pk}-{other.version - 1}"]

    response = office.post(reverse("reporting:accept-entries"), {"entry": ticked}, follow=True)

    assert "Đã chấp nhận 1 mục; 1 mục vừa thay đổi" in response.content.decode()
    other.refresh_from_db()
    assert other.status == EntryStatus.SENT


def test_the_page_shows_changes_since_the_last_round(office, entry):
    filing.take_back(entry=entry, by=UserFactory(), at=NOON, note="Sửa.")
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=NOON,
        **FILED | {"result": "Đã tổ chức hội nghị quán triệt, có 150 đảng viên tham dự."},
    )
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    html = office.get(_url("entry", entry)).content.decode()

    assert "<del>120</del><ins>150</ins>" in html


def test_text_and_percent_are_compared_with_the_last_sending(office, entry):
    plan, quarters = entry.assignment.task.plan, {}
    for status, (first, last), percent in (
        (EntryStatus.ACCEPTED, ("2025-07-01", "2025-09-30"), 20),
        (EntryStatus.SENT, ("2025-10-01", "2025-12-31"), 80),
        (EntryStatus.DRAFT, ("2025-12-01", "2025-12-30"), 90),
    ):
        period = ReportingPeriodFactory(plan=plan, data_from=first, data_to=last)
        period.refresh_from_db()
        quarters[status] = entry_at(
            status,
            assignment=entry.assignment,
            period=period,
            result=f"Đã mở {percent} lớp.",
            percent=percent,
        )

    html = office.get(_url("entry", entry)).content.decode()

    assert f"Kết quả gửi kỳ trước ({quarters[EntryStatus.SENT].submission.period.name})" in html
    assert "Đã mở 80 lớp." in html
    assert "Đã mở 20 lớp." not in html
    assert "Đã mở 90 lớp." not in html
    assert "Tỷ lệ hoàn thành thấp hơn kỳ trước (80%)." in html


@pytest.mark.parametrize(
    ("role", "is_offered"), [(Role.REVIEWER, True), (Role.LEADER, False), (Role.OFFICER, False)]
)
def test_a_submission_links_deciders_to_its_pending_entries(client, entry, role, is_offered):
    unit = entry.submission.unit if role == Role.OFFICER else None
    client.force_login(person(role, unit), backend=BACKEND)
    url = reverse("reporting:file-submission", args=[entry.submission_id])
    queue = (
        f"/verification/?period={entry.submission.period_id}&amp;unit={entry.submission.unit_id}"
    )

    assert (queue in client.get(url).content.decode()) == is_offered
    verifying.accept(entry=entry, by=UserFactory(), at=NOON)
    assert queue not in client.get(url).content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_rounds(
    office, entry, n, django_assert_num_queries
):
    for _ in range(n - 1):
        filing.take_back(entry=entry, by=UserFactory(), at=NOON, note="Sửa.")
        filing.send(submission=entry.submission, by=UserFactory(), at=NOON)
        entry.refresh_from_db()

    with django_assert_num_queries(9):
        response = office.get(_url("entry", entry))

    assert response.context["detail"].num_rounds == n


@pytest.mark.parametrize("made_up", ["²-1", f"{'9' * 30}-1", "1-²", "x"])
def test_an_invalid_id_is_not_accepted(office, made_up):
    page = office.post(reverse("reporting:accept-entries"), {"entry": made_up}, follow=True)

    assert "Chưa chọn mục nào." in page.content.decode()
