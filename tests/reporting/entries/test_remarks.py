"""Remarks of the office on single fields: in the return, beside the field, in the history."""

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Indicator, IndicatorKind
from reporting.entries import remarks
from reporting.filing import filing
from reporting.models import EntryRemark, EntryStatus, RemarkField
from reporting.verification import verifying
from tests.factories import (
    FILED,
    NOON,
    TODAY,
    AssignmentFactory,
    CommitmentFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.filing.scene import fresh, period_of
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
REMARKS = {RemarkField.RESULT: "Nêu số lớp đã mở.", RemarkField.EVIDENCE: "Thiếu kế hoạch."}
TYPED = {"remark-result": "Nêu số lớp đã mở.", "answer_by": "31/12/2099"}


def _send_back(entry, **changes):
    fields = {"reason": "", "answer_by": TODAY, "remarks": REMARKS, **changes}
    verifying.send_back(entry=entry, by=UserFactory(), at=NOON, **fields)


def _stored_remarks():
    return list(EntryRemark.objects.order_by("pk").values_list("field", "text"))


def _returned(now, assignment=None, **fields):
    assignment = assignment or AssignmentFactory()
    entry = entry_at(
        EntryStatus.SENT,
        assignment=assignment,
        period=period_of(assignment.task.plan, now),
        at=now,
    )
    fields = {"reason": "", "answer_by": timezone.localdate(now), "remarks": REMARKS, **fields}
    verifying.send_back(entry=entry, by=UserFactory(), at=now, **fields)
    return entry


def test_remarks_are_stored_with_the_return_and_form_its_reason():
    entry = entry_at(EntryStatus.SENT)

    _send_back(entry)

    event = entry.events.get(to_status=EntryStatus.RETURNED)
    assert _stored_remarks() == [("result", "Nêu số lớp đã mở."), ("evidence", "Thiếu kế hoạch.")]
    assert set(EntryRemark.objects.values_list("event", flat=True)) == {event.pk}
    assert fresh(entry).return_reason == (
        "Kết quả thực hiện: Nêu số lớp đã mở.\nMinh chứng: Thiếu kế hoạch."
    )


def test_a_separate_reason_is_stored_as_written():
    entry = entry_at(EntryStatus.SENT)

    _send_back(entry, reason="Xem từng mục.")

    assert fresh(entry).return_reason == "Xem từng mục."
    assert len(_stored_remarks()) == 2


def test_a_return_without_reason_and_remark_is_refused():
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match="lý do trả lại, hoặc nhận xét"):
        _send_back(entry, remarks={RemarkField.RESULT: "  "})

    assert fresh(entry).status == EntryStatus.SENT


@pytest.mark.parametrize("field", [RemarkField.INDICATORS, RemarkField.CHECKLIST])
def test_a_field_missing_from_the_task_has_no_remark(field):
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match="không có"):
        _send_back(entry, remarks={field: "Thiếu."})


def test_the_fields_follow_the_requirements_of_the_task():
    entry = entry_at(EntryStatus.SENT)
    plain = remarks.fields_of(entry)
    CommitmentFactory(task=entry.assignment.task)
    Indicator.objects.create(
        task=entry.assignment.task,
        position=1,
        name="Số lớp",
        kind=IndicatorKind.VALUE,
        unit_of_measure="lớp",
    )

    assert set(RemarkField) - set(plain) == {RemarkField.INDICATORS, RemarkField.CHECKLIST}
    assert remarks.fields_of(entry) == list(RemarkField)


def test_a_remark_with_a_secrecy_mark_is_refused_and_nothing_changes():
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match=r"Kết quả thực hiện.*dấu hiệu mật"):
        _send_back(entry, remarks={RemarkField.RESULT: "Theo văn bản TỐI MẬT."})

    assert (fresh(entry).status, _stored_remarks()) == (EntryStatus.SENT, [])


def test_remarks_are_shown_until_the_next_sending_and_stay_in_the_history():
    entry = entry_at(EntryStatus.SENT)
    _send_back(entry)
    assert remarks.standing_on([entry]) == {entry.pk: {str(k): v for k, v in REMARKS.items()}}

    filing.answer(entry=entry, by=UserFactory(), at=NOON)

    assert remarks.standing_on([entry]) == {}
    assert len(_stored_remarks()) == 2


def test_only_the_remarks_of_the_latest_return_are_shown():
    entry = entry_at(EntryStatus.SENT)
    _send_back(entry)
    filing.answer(entry=entry, by=UserFactory(), at=NOON)

    _send_back(entry, reason="Chưa đủ.", remarks={})

    assert remarks.standing_on([entry]) == {}


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def test_the_office_returns_with_only_a_remark(office):
    entry = entry_at(EntryStatus.SENT)

    office.post(
        reverse("reporting:send-back-entry", args=[entry.pk]), TYPED | {"version": entry.version}
    )

    assert fresh(entry).status == EntryStatus.RETURNED
    assert _stored_remarks() == [("result", "Nêu số lớp đã mở.")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"remark-result": "Theo văn bản TỐI MẬT."}, "dấu hiệu mật"),
        ({"answer_by": "01/01/2020", "remark-result": "Thiếu lớp."}, "từ hôm nay"),
        ({"remark-result": " ", "remark-evidence": ""}, "nhận xét một mục"),
        ({"remark-result": "x" * 1001}, "quá dài"),
    ],
)
def test_a_refused_return_shows_the_reason_and_keeps_the_input(office, changes, words):
    entry = entry_at(EntryStatus.SENT)
    typed = TYPED | {"version": entry.version} | changes

    response = office.post(reverse("reporting:send-back-entry", args=[entry.pk]), typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert typed["remark-result"].strip() in html
    assert fresh(entry).status == EntryStatus.SENT


def test_a_remark_made_too_late_can_be_copied(office):
    entry = entry_at(EntryStatus.ACCEPTED)

    response = office.post(
        reverse("reporting:send-back-entry", args=[entry.pk]), TYPED | {"version": entry.version}
    )

    assert response.status_code == 409
    assert "Nêu số lớp đã mở." in response.content.decode()


def test_the_filing_page_shows_each_remark_beside_its_field(client):
    entry = _returned(timezone.now())
    client.force_login(person(Role.OFFICER, entry.submission.unit), backend=BACKEND)

    html = client.get(reverse("reporting:file-submission", args=[entry.submission_id])).content
    html = html.decode()

    described_by = f"result-error-{entry.pk} remark-result-{entry.pk}"
    assert f'aria-describedby="{described_by}" name="result"' in html
    assert f'id="remark-result-{entry.pk}"' in html
    assert f'id="remark-evidence-{entry.pk}"' in html
    assert f'id="remark-obstacle-{entry.pk}"' not in html


def test_the_page_of_a_returned_entry_shows_each_remark_beside_its_field(office):
    entry = _returned(timezone.now())

    html = office.get(reverse("reporting:entry", args=[entry.pk])).content.decode()

    assert html.count("Văn phòng nhận xét") == 2
    assert html.index("Kết quả thực hiện</dt>") < html.index("Nêu số lớp đã mở.")


def test_the_history_of_an_entry_has_the_remarks_once(office):
    entry = _returned(timezone.now())
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=timezone.now(),
        **FILED | {"result": "Đã mở 3 lớp."},
    )
    filing.answer(entry=entry, by=UserFactory(), at=timezone.now())

    html = office.get(reverse("reporting:entry", args=[entry.pk])).content.decode()

    assert html.count("Nêu số lớp đã mở.") == 1
    assert "Văn phòng nhận xét" not in html


@pytest.mark.parametrize("n", [1, 3])
def test_remarks_take_one_query_for_any_number_of_returned_entries(django_assert_num_queries, n):
    first = AssignmentFactory()
    entries = [
        _returned(timezone.now(), AssignmentFactory(task__group=first.task.group)) for _ in range(n)
    ]

    with django_assert_num_queries(1):
        found = remarks.standing_on(entries)

    assert len(found) == n
