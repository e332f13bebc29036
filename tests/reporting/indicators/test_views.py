"""Numbers on the filing page and on the page of an entry."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.filing import filing
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryStatus
from tests.factories import (
    PASSWORD,
    AssignmentFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    UserFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh, period_of
from units.models import Role

pytestmark = pytest.mark.django_db

OVER = IndicatorInput(numerator=Decimal(11), denominator=Decimal(10))


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def assignment():
    return AssignmentFactory()


@pytest.fixture
def indicator(assignment):
    return IndicatorFactory(
        task=assignment.task,
        name="Đúng hạn",
        target=98,
        target_document=LegalDocumentFactory(number="231-CV/VPHU"),
    )


@pytest.fixture
def entry(indicator, assignment, now):
    return entry_of(EntryStatus.DRAFT, now, assignment)


@pytest.fixture
def officer(client, entry):
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(client):
    user = person(Role.REVIEWER)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _earlier(assignment, now, values):
    today = timezone.localdate(now)
    period = period_of(
        assignment.task.plan,
        now,
        name="Quý trước",
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    return entry_at(
        EntryStatus.SENT, assignment=assignment, period=period, at=now, indicator_values=values
    )


def _typed(indicator, **texts):
    return {f"indicator-{indicator.pk}-{part}": text for part, text in texts.items()}


def _save(client, entry, typed, **headers):
    url = reverse("reporting:save-entry", args=[entry.pk])
    return client.post(url, form_of(fresh(entry), **typed), headers=headers)


def _page(client, entry):
    return client.get(reverse("reporting:file-submission", args=[entry.submission_id]))


def _stored(entry):
    return [IndicatorInput.of(row) for row in entry.indicator_values.order_by("pk")]


def test_the_page_shows_target_document_parts_and_the_last_period(
    client, assignment, indicator, now
):
    before = IndicatorInput(numerator=Decimal(1940), denominator=Decimal(2000))
    _earlier(assignment, now, {indicator.pk: before})
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    page = _page(client, entry).content.decode()

    for words in (
        "Mục tiêu từ 98 trở lên",
        "231-CV/VPHU",
        "Tử số: hồ sơ đúng hạn",
        "Mẫu số: hồ sơ đã giải quyết",
        "Kỳ trước: 1.940",
        "1.940/2.000 = 97%",
        "chưa có số liệu",
        "Để trống: chưa có số liệu.",
    ):
        assert words in page


def test_numbers_are_saved_with_the_entry(officer, entry, indicator):
    _save(officer, entry, _typed(indicator, numerator="1.234", denominator="1.250,5"))

    assert _stored(entry) == [
        IndicatorInput(numerator=Decimal(1234), denominator=Decimal("1250.5"))
    ]
    assert "1.234/1.250,5 = 98,68%" in _page(officer, entry).content.decode()


def test_the_checkbox_is_saved_as_not_applicable(officer, entry, indicator):
    _save(officer, entry, _typed(indicator, numerator="", denominator="", not_applicable="on"))

    assert _stored(entry) == [IndicatorInput(is_not_applicable=True)]


def test_an_invalid_number_saves_nothing_of_the_entry_and_keeps_the_input(
    officer, entry, indicator
):
    typed = {**_typed(indicator, numerator="9.5", denominator="10"), "result": "Vừa gõ."}

    answer = _save(officer, entry, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phần lẻ ghi sau dấu phẩy" in page
    assert 'value="9.5"' in page
    assert "Vừa gõ." in page
    assert fresh(entry).result != "Vừa gõ."
    assert _stored(entry) == []


def test_the_error_of_a_number_is_beside_its_field_while_typing(officer, entry, indicator):
    answer = _save(officer, entry, _typed(indicator, numerator="9.5", denominator="10"), **HTMX)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert (
        f'id="indicator-{entry.pk}-{indicator.pk}-numerator-error" hx-swap-oob="true">Phần' in page
    )
    assert "Cả mục sẽ lưu khi ô này đúng" in page


def test_every_invalid_field_is_named(officer, entry, indicator):
    typed = {**_typed(indicator, numerator="9.5", denominator="10"), "percent": "nhiều"}

    for answer in (_save(officer, entry, typed, **HTMX), _save(officer, entry, typed)):
        text = answer.content.decode()
        assert f"Hãy xem: Tỷ lệ hoàn thành (%); {indicator.name} (tử số)." in text
        assert "Cả mục sẽ lưu khi các ô này đúng." in text


def test_an_implausible_number_is_saved_with_a_warning(officer, entry, indicator):
    answer = _save(officer, entry, _typed(indicator, numerator="11", denominator="10"), **HTMX)

    assert answer.status_code == 200
    assert "Tỷ lệ trên 100%" in answer.content.decode()
    assert _stored(entry) == [OVER]


def test_the_response_to_a_save_never_replaces_a_field_in_use(officer, entry, indicator):
    answer = _save(officer, entry, _typed(indicator, numerator="11", denominator="10"), **HTMX)

    page = answer.content.decode()
    assert f'name="indicator-{indicator.pk}' not in page


def test_a_form_without_the_fields_keeps_the_numbers(officer, entry, indicator):
    _save(officer, entry, _typed(indicator, numerator="9", denominator="10"))
    _save(officer, entry, {"result": "Chỉ sửa chữ."})

    assert _stored(entry) == [IndicatorInput(numerator=Decimal(9), denominator=Decimal(10))]


def test_a_number_of_an_indicator_retired_since_the_page_is_reported_as_lost(
    officer, entry, indicator
):
    typed = {**_typed(indicator, numerator="9", denominator="10"), "result": "Vừa gõ."}
    indicator.is_retired = True
    indicator.save(update_fields=["is_retired"])

    answer = _save(officer, entry, typed, **HTMX).content.decode()
    _save(officer, entry, typed)
    plain = _page(officer, entry).content.decode()

    assert f'id="indicator-{entry.pk}-{indicator.pk}-doubt" hx-swap-oob="true"' in answer
    assert "số ghi ở đây không được lưu" in answer
    assert "Có chỉ tiêu vừa thôi theo dõi" in plain
    assert (fresh(entry).result, _stored(entry)) == ("Vừa gõ.", [])


@pytest.mark.parametrize(("numerator", "status"), [("9", 422), ("", 302)])
def test_a_number_whose_unit_of_measure_changed_since_the_page_is_refused(
    officer, entry, indicator, numerator, status
):
    page = _page(officer, entry).content.decode()
    [seen] = re.findall(rf'name="indicator-{indicator.pk}-measure" value="([^"]*)"', page)
    indicator.unit_of_measure = "lần"
    indicator.save(update_fields=["unit_of_measure"])

    answer = _save(
        officer, entry, _typed(indicator, measure=seen, numerator=numerator, explanation="")
    )

    assert answer.status_code == status
    assert ("nay tính bằng lần" in answer.content.decode()) == (status == 422)
    assert _stored(entry) == []


def test_a_retired_indicator_is_no_longer_requested(officer, entry, indicator):
    indicator.is_retired = True
    indicator.save(update_fields=["is_retired"])

    assert f"indicator-{indicator.pk}-numerator" not in _page(officer, entry).content.decode()


@pytest.mark.parametrize(
    ("explanation", "flag"), [("", "Chưa giải trình"), ("Chuyển kỳ.", "Giải trình: Chuyển kỳ.")]
)
def test_the_office_sees_implausible_numbers_and_their_explanations(
    office, assignment, indicator, now, explanation, flag
):
    number = IndicatorInput(numerator=Decimal(11), denominator=Decimal(10), explanation=explanation)
    sent = entry_at(
        EntryStatus.SENT,
        assignment=assignment,
        period=period_of(assignment.task.plan, now),
        at=now,
        indicator_values={indicator.pk: number},
    )

    page = office.get(reverse("reporting:entry", args=[sent.pk])).content.decode()
    queue = office.get(reverse("reporting:verification-queue")).content.decode()

    assert "11/10 = 110%" in page
    assert "Tỷ lệ trên 100%" in page
    assert flag in page
    assert ("Số bất thường, chưa giải trình" in queue) == (not explanation)


@pytest.mark.parametrize("n", [1, 3])
def test_the_queue_runs_the_same_queries_for_any_number_of_numbers(
    office, now, n, django_assert_num_queries
):
    first = AssignmentFactory()
    period = period_of(first.task.plan, now)
    others = [AssignmentFactory(task__group=first.task.group) for _ in range(n - 1)]
    for one in (first, *others):
        indicator = IndicatorFactory(task=one.task)
        entry_at(
            EntryStatus.SENT,
            assignment=one,
            period=period,
            at=now,
            indicator_values={indicator.pk: OVER},
        )

    with django_assert_num_queries(11):
        page = office.get(reverse("reporting:verification-queue")).content.decode()

    assert page.count("Số bất thường, chưa giải trình") == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_filing_page_runs_the_same_queries_for_any_number_of_numbers(
    client, now, n, django_assert_num_queries
):
    first = AssignmentFactory()
    both = {"unit": first.unit, "task__group": first.task.group}
    for one in (first, *(AssignmentFactory(**both) for _ in range(n - 1))):
        IndicatorFactory(task=one.task, target=9, target_document=LegalDocumentFactory())
        ValueIndicatorFactory(task=one.task)
    entry = entry_of(EntryStatus.DRAFT, now, first)
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    with django_assert_num_queries(10):
        page = _page(client, entry).content.decode()

    assert page.count("data-result") == 2 * n


def test_decreasing_cumulative_work_has_a_warning_on_both_sides(client, assignment, now):
    _earlier(assignment, now, None)
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    user = person(Role.OFFICER, assignment.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    words = "Tỷ lệ hoàn thành thấp hơn kỳ trước (50%)."

    for percent, has_warning in (("40", True), ("50", False)):
        answer = _save(client, entry, {"percent": percent}, **HTMX)

        assert (words in answer.content.decode()) == has_warning
        assert (words in _page(client, entry).content.decode()) == has_warning


def test_numbers_typed_before_a_log_in_are_restored_with_the_text(client, entry, indicator):
    user = person(Role.OFFICER, entry.submission.unit)
    url = reverse("reporting:save-entry", args=[entry.pk])
    typed = _typed(indicator, numerator="7", denominator="9")
    log_in = client.post(url, form_of(fresh(entry), writer=str(user.pk), **typed)).content.decode()
    carried = html.unescape(re.search(r'name="unfinished" value="([^"]+)"', log_in)[1])

    known = {"username": user.username, "password": PASSWORD, "next": url, "unfinished": carried}
    client.post("/log-in/", known)
    page = _page(client, entry).content.decode()

    assert 'value="7"' in page
    assert 'value="9"' in page
    assert _stored(entry) == []


def test_numbers_typed_into_a_sent_section_can_be_copied(officer, entry, indicator):
    typed = form_of(fresh(entry), **_typed(indicator, numerator="7", denominator=""))
    filing.send(submission=entry.submission, by=UserFactory(), at=timezone.now())

    page = officer.post(reverse("reporting:save-entry", args=[entry.pk]), typed).content.decode()

    assert "Đúng hạn, Tử số: hồ sơ đúng hạn: 7" in page
