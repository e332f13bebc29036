"""Pages of the officer and the head for a submission with confirmation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.filing import confirming
from reporting.models import EntryStatus, ProgressEntry
from reporting.periods import opening
from reporting.verification import verifying
from tests.factories import (
    FILED,
    AssignmentFactory,
    TaskFactory,
    TaskGroupFactory,
    entry_at,
    person,
)
from tests.reporting.filing.confirming.scene import case
from tests.reporting.filing.scene import fresh, period_of
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def scene(now):
    return case(at=now, period=period_of(TaskGroupFactory().plan, now))


@pytest.fixture
def as_officer(client, scene):
    client.force_login(scene.officer, backend=BACKEND)
    return client


@pytest.fixture
def as_head(client, scene, now):
    scene.present(at=now)
    client.force_login(scene.head, backend=BACKEND)
    return client


def _url(name, scene):
    return reverse(f"reporting:{name}", args=[scene.entry.submission_id])


def _text(response):
    return response.content.decode()


def test_the_officer_presents_instead_of_sending(as_officer, scene):
    text = _text(as_officer.get(_url("file-submission", scene)))

    assert _url("ask-confirmation", scene) in text
    assert _url("send-submission", scene) not in text


def test_the_page_of_a_presented_submission_is_read_only_and_shows_since_when(as_officer, scene):
    as_officer.post(_url("ask-confirmation", scene))

    text = _text(as_officer.get(_url("file-submission", scene)))

    since = timezone.localtime(scene.submission.confirmation_asked_at).strftime("%H:%M, %d/%m/%Y")
    assert f"Đang chờ thủ trưởng xác nhận</strong> từ {since}" in text
    assert "Rút lại để sửa" in text
    assert "<textarea" not in text
    section = text.partition(f'id="entry-{scene.entry.pk}"')[2]
    assert "Chờ thủ trưởng</span>" in section
    assert "Đang soạn" not in section


def test_the_gaps_of_an_incomplete_submission_are_linked(as_officer, scene):
    ProgressEntry.objects.filter(pk=scene.entry.pk).update(result="")

    response = as_officer.post(_url("ask-confirmation", scene))

    assert response.status_code == 422
    assert f'href="#entry-{scene.entry.pk}"' in _text(response)


def test_the_officer_withdraws_it(as_officer, scene, now):
    scene.present(at=now)

    response = as_officer.post(_url("withdraw-submission", scene), follow=True)

    assert "Đã rút lại" in _text(response)
    assert "<textarea" in _text(response)


def test_a_save_of_a_presented_submission_is_refused_and_keeps_the_input(as_officer, scene, now):
    scene.present(at=now)
    typed = {"version": scene.entry.version, "state": "done", "result": "Gõ khi đang chờ."}

    response = as_officer.post(reverse("reporting:save-entry", args=[scene.entry.pk]), typed)

    assert response.status_code == 422
    assert "đang chờ thủ trưởng xác nhận" in _text(response)
    assert "Gõ khi đang chờ." in _text(response)
    assert fresh(scene.entry).result == FILED["result"]


def test_the_head_reads_the_whole_submission_and_the_part_sent_now(as_head, scene):
    text = _text(as_head.get(_url("confirm-submission", scene)))

    assert FILED["result"] in text
    assert FILED["obstacle"] in text
    assert "Gửi lần này" in text
    assert text.count("Xác nhận và gửi") == 2
    assert "tính là gửi vào thời điểm xác nhận" in text


def test_the_head_confirms(as_head, scene):
    response = as_head.post(
        _url("give-confirmation", scene), {"seen": scene.request_id}, follow=True
    )

    assert "Đã xác nhận và gửi 1 nhiệm vụ" in _text(response)
    assert fresh(scene.entry).status == EntryStatus.SENT


def test_the_head_gives_it_back_and_the_officer_reads_the_reason(client, as_head, scene):
    as_head.post(
        _url("give-back-submission", scene), {"seen": scene.request_id, "note": "Nêu số lớp đã mở."}
    )

    client.force_login(scene.officer, backend=BACKEND)
    text = _text(client.get(_url("file-submission", scene)))
    assert "Thủ trưởng trả lại lúc" in text
    assert "Nêu số lớp đã mở." in text
    assert "<textarea" in text


@pytest.mark.parametrize("note", ["", "Theo văn bản TỐI MẬT.", "x" * 2001])
def test_a_refused_remark_has_a_message_and_is_kept(as_head, scene, note):
    response = as_head.post(
        _url("give-back-submission", scene),
        {"seen": scene.request_id, "note": note, "place": "bottom"},
    )

    assert response.status_code == 422
    assert note in _text(response)
    assert scene.submission.is_with_head


def test_a_decision_made_too_late_is_refused_and_keeps_the_input(as_head, scene, now):
    request_id = scene.request_id
    confirming.withdraw(submission=scene.submission, by=scene.officer, at=now)

    confirmed = as_head.post(_url("give-confirmation", scene), {"seen": request_id})
    returned = as_head.post(
        _url("give-back-submission", scene), {"seen": request_id, "note": "Nêu số lớp."}
    )

    assert (confirmed.status_code, returned.status_code) == (422, 422)
    assert "không còn chờ thủ trưởng" in _text(confirmed)
    assert "Nêu số lớp." in _text(returned)


def test_a_confirmation_without_the_request_it_read_is_refused(as_head, scene):
    response = as_head.post(_url("give-confirmation", scene))

    assert response.status_code == 422
    assert fresh(scene.entry).status == EntryStatus.DRAFT


def test_returned_entries_can_be_presented_after_the_period_closed(client, now):
    scene = case(EntryStatus.SENT, at=now, period=period_of(TaskGroupFactory().plan, now))
    entry = ProgressEntry.objects.select_related("submission__period", "assignment").get()
    verifying.send_back(
        entry=entry, by=scene.head, at=now, reason="Thiếu.", answer_by=timezone.localdate(now)
    )
    opening.close_period(
        period=scene.submission.period,
        despite=scene.submission.period.due_on,
        by=scene.head,
        at=now,
    )
    client.force_login(scene.officer, backend=BACKEND)

    text = _text(client.get(_url("file-submission", scene)))

    assert "Kỳ đã đóng: chỉ trình được" in text
    assert reverse("reporting:answer-entry", args=[entry.pk]) not in text


def test_the_home_page_of_the_head_links_to_it(as_head, scene):
    text = _text(as_head.get(reverse("reporting:home")))

    assert "Chờ bạn xác nhận" in text
    assert _url("confirm-submission", scene) in text


def test_lists_of_officers_and_office_show_that_it_is_pending(client, as_head, scene):
    client.force_login(scene.officer, backend=BACKEND)
    own = _text(client.get(reverse("reporting:list-submissions")))
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    period = _text(client.get(reverse("reporting:period", args=[scene.submission.period_id])))

    assert "Chờ thủ trưởng" in own
    assert "Soạn tiếp" not in own
    assert "Chờ thủ trưởng" in period


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_the_head_runs_the_same_queries_for_any_number_of_entries(
    client, now, n, django_assert_num_queries
):
    period = period_of(TaskGroupFactory().plan, now)
    scene = case(at=now, period=period)
    for _ in range(n - 1):
        task = TaskFactory(group=TaskGroupFactory(plan=period.plan))
        entry_at(
            EntryStatus.DRAFT,
            assignment=AssignmentFactory(unit=scene.submission.unit, task=task),
            period=period,
            at=now,
        )
    scene.present(at=now)
    client.force_login(scene.head, backend=BACKEND)
    client.get(_url("confirm-submission", scene))  # caches the content types

    with django_assert_num_queries(7):
        response = client.get(_url("confirm-submission", scene))

    assert len(response.context["head"].sections) == n


def test_the_office_sets_the_rule_on_the_page_of_periods(client, scene):
    plan = scene.submission.period.plan
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    url = reverse("reporting:set-head-confirmation", args=[plan.pk])

    waived = _text(client.post(url, {"is_needed": "no"}, follow=True))
    again = _text(client.post(url, {"is_needed": "no"}, follow=True))

    assert "không cần thủ trưởng xác nhận" in waived
    assert "Thôi cần thủ trưởng xác nhận" in waived
    assert "không yêu cầu thủ trưởng" in again
    assert not Plan.objects.get(pk=plan.pk).needs_head_confirmation
