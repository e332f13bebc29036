"""The pages of extensions for the unit and the office."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from plans import deadlines, ending
from plans.models import LegalDocument, Plan
from reporting.extensions import extending
from reporting.models import EntryStatus, Extension
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.reporting.extensions.scene import dated, fresh, granted, requested
from tests.reporting.filing.scene import entry_of
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TYPED = {
    "reason": "Chờ hướng dẫn của Sở.",
    "work_done": "Đã dự thảo quy chế.",
}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def assignment(now, today):
    ContentType.objects.get_for_model(Plan)  # cached by Django after the first use
    return dated(deadline=today + timedelta(days=10), at=now)


@pytest.fixture
def unit(client, assignment):
    """The browser of an officer of the unit."""
    client.force_login(person(Role.OFFICER, assignment.unit), backend=BACKEND)
    return client


@pytest.fixture
def office(client, assignment):
    """The browser of a reviewer."""
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def _request(assignment, now, days=40, **changes):
    day = timezone.localdate(now) + timedelta(days=days)
    return requested(assignment, at=now, proposed_deadline=day, **changes)


def _url(name, pk):
    return reverse(f"reporting:{name}", args=[pk])


def _dmy(day):
    return f"{day:%d/%m/%Y}"


def test_a_unit_requests_and_is_redirected_to_its_request(unit, assignment, today):
    day = today + timedelta(days=40)

    response = unit.post(
        _url("ask-extension", assignment.pk), TYPED | {"proposed_deadline": _dmy(day)}, follow=True
    )

    extension = Extension.objects.get()
    assert response.redirect_chain == [(_url("extension", extension.pk), 302)]
    html = response.content.decode()
    assert "Đã gửi đề nghị gia hạn đến Văn phòng." in html
    assert "Rút đề nghị" in html
    assert "Đồng ý gia hạn" not in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"proposed_deadline": "31/02/2026"}, "Ngày không đúng."),
        ({"reason": ""}, "Hãy nêu lý do xin gia hạn."),
        ({"work_done": ""}, "Hãy nêu những việc đã làm đến nay."),
        ({"work_done": "Độ mật: Mật"}, "dấu hiệu mật"),
    ],
)
def test_a_refused_request_keeps_the_input(unit, assignment, today, changes, words):
    typed = {"proposed_deadline": _dmy(today + timedelta(days=40)), **TYPED, **changes}

    response = unit.post(_url("ask-extension", assignment.pk), typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert all(value in html for value in typed.values())
    assert not Extension.objects.exists()


def test_the_error_of_a_day_too_early_is_beside_its_field(unit, assignment, today):
    response = unit.post(
        _url("ask-extension", assignment.pk), TYPED | {"proposed_deadline": _dmy(today)}
    )

    assert response.status_code == 422
    (words,) = response.context["form"].errors["proposed_deadline"]
    assert words.startswith("Thời hạn đề nghị phải sau thời hạn hiện nay")


def test_the_page_links_to_a_pending_request(unit, assignment, now):
    extension = _request(assignment, now)

    html = unit.get(_url("ask-extension", assignment.pk)).content.decode()

    assert "Đã có một đề nghị gia hạn đang chờ quyết định." in html
    assert _url("extension", extension.pk) in html
    assert "Gửi đề nghị" not in html


def test_a_unit_withdraws(unit, assignment, now):
    extension = _request(assignment, now)

    response = unit.post(_url("withdraw-extension", extension.pk), follow=True)

    assert "Đã rút đề nghị gia hạn." in response.content.decode()
    assert fresh(extension).status == "withdrawn"


def test_a_decided_request_is_not_withdrawn(unit, assignment, now, today):
    extension = granted(_request(assignment, now), deadline=today + timedelta(days=40), at=now)

    response = unit.post(_url("withdraw-extension", extension.pk))

    assert response.status_code == 422
    assert "vừa được rút hoặc đã có quyết định" in response.content.decode()


def test_the_office_grants_the_proposed_day_by_a_document_of_the_catalogue(office, assignment, now):
    extension = _request(assignment, now)
    letter = LegalDocumentFactory()

    response = office.post(
        _url("grant-extension", extension.pk),
        {"day": "proposed", "words": "đến ngày mới", "document": letter.pk},
        follow=True,
    )

    html = response.content.decode()
    assert f"Đã gia hạn đến {_dmy(extension.proposed_deadline)}." in html
    assert fresh(extension).status == "granted"
    before, after = _dmy(extension.deadline_before), _dmy(extension.proposed_deadline)
    assert f"{before} → {after}" in html
    assert str(letter) in html


def test_the_office_grants_another_day_by_a_new_document(office, assignment, now, today):
    extension, day = _request(assignment, now), today + timedelta(days=20)

    office.post(
        _url("grant-extension", extension.pk),
        {
            "day": "other",
            "other_deadline": _dmy(day),
            "words": "đến ngày mới",
            "kind": "Công văn",
            "number": "77-TB/VPHU",
            "issued_on": _dmy(today),
        },
    )

    found = fresh(extension)
    assert (found.status, found.granted_deadline) == ("changed", day)
    assert found.document.number == "77-TB/VPHU"


GRANT = {"day": "proposed", "words": "đến ngày mới", "kind": "Công văn", "note": "Lần cuối."}
NEW = {"number": "77-TB/VPHU", "issued_on": "01/03/2026"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day": ""}, "day", "Hãy chọn thời hạn mới."),
        ({"day": "other", **NEW}, "other_deadline", "Hãy nhập ngày khác."),
        ({"words": "", **NEW}, "words", "Cần ghi thời hạn đúng như lời văn của văn bản."),
        ({}, "document", "Hãy chọn văn bản, hoặc nhập văn bản mới bên dưới."),
        ({"number": "77-TB/VPHU"}, "issued_on", "Hãy nhập ngày ban hành."),
        ({**NEW, "number": ""}, "number", "Hãy ghi số, ký hiệu."),
        ({**NEW, "kind": ""}, "kind", "Hãy ghi loại văn bản."),
    ],
)
def test_an_incomplete_grant_keeps_the_input(office, assignment, now, changes, field, words):
    extension = _request(assignment, now)
    typed = GRANT | changes

    response = office.post(_url("grant-extension", extension.pk), typed)

    html = response.content.decode()
    assert response.status_code == 422
    assert response.context["grant_form"].errors[field] == [words]
    assert "Lần cuối." in html
    assert all(value in html for name, value in typed.items() if name in NEW)
    assert fresh(extension).status == "asked"
    assert not LegalDocument.objects.filter(number="77-TB/VPHU").exists()


def test_a_document_is_chosen_or_typed_and_not_both(office, assignment, now):
    extension = _request(assignment, now)

    response = office.post(
        _url("grant-extension", extension.pk),
        GRANT | NEW | {"document": LegalDocumentFactory().pk},
    )

    assert "không cả hai" in response.content.decode()


def test_the_error_of_a_granted_day_too_early_is_beside_its_field(office, assignment, now):
    extension = _request(assignment, now)

    response = office.post(
        _url("grant-extension", extension.pk),
        GRANT | NEW | {"day": "other", "other_deadline": _dmy(extension.deadline_before)},
    )

    (words,) = response.context["grant_form"].errors["other_deadline"]
    assert words.startswith("Thời hạn gia hạn phải sau")


def test_a_refusal_without_a_reason_reopens_its_form(office, assignment, now):
    extension = _request(assignment, now)

    response = office.post(_url("refuse-extension", extension.pk), {"note": " "})

    assert response.status_code == 422
    assert "Không đồng ý gia hạn cần nêu lý do." in response.content.decode()


def test_a_decision_made_too_late_keeps_the_input(office, assignment, now):
    extension = _request(assignment, now)
    extending.withdraw(extension=extension, by=UserFactory(), at=now)

    response = office.post(_url("refuse-extension", extension.pk), {"note": "Đã gia hạn hai lần."})

    html = response.content.decode()
    assert response.status_code == 422
    assert "vừa được rút hoặc đã có quyết định" in html
    assert "Đã gia hạn hai lần." in html


def test_a_request_of_an_ended_assignment_can_be_refused_or_withdrawn(
    office, assignment, now, today
):
    extension = _request(assignment, now)
    ending.drop(
        assignment=assignment, on=today, reason="Trùng", document=None, by=UserFactory(), at=now
    )

    html = office.get(_url("extension", extension.pk)).content.decode()

    assert f"Phân công này đã kết thúc từ {today:%d/%m/%Y}" in html
    assert _url("grant-extension", extension.pk) not in html
    office.post(_url("refuse-extension", extension.pk), {"note": "Thôi theo dõi."})
    assert fresh(extension).status == "refused"


def test_the_list_links_to_the_request_form_for_those_with_permission(unit, assignment):
    html = unit.get("/extensions/").content.decode()

    assert "Xin gia hạn tại chỗ ghi thời hạn" in html
    assert reverse("reporting:unit", args=[assignment.unit_id]) in html


def test_a_deadline_moved_in_the_meantime_is_shown_before_the_decision(
    office, assignment, now, today
):
    extension = _request(assignment, now)
    deadlines.set_deadline(
        assignment=assignment,
        deadline=today + timedelta(days=15),
        words="theo công văn khác",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=now,
    )

    html = office.get(_url("extension", extension.pk)).content.decode()

    assert "Từ khi đơn vị đề nghị, thời hạn đã được đổi" in html
    assert "Đồng ý gia hạn" in html


def test_earlier_requests_are_shown_beside_the_request(office, assignment, now):
    first = _request(assignment, now)
    extending.refuse(extension=first, note="Chưa đủ lý do.", by=UserFactory(), at=now)
    second = _request(assignment, now)

    html = office.get(_url("extension", second.pk)).content.decode()

    assert "Các đề nghị khác của nhiệm vụ này" in html
    assert _url("extension", first.pk) in html


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_rows(
    office, assignment, now, today, n, django_assert_num_queries
):
    _request(assignment, now)
    for _ in range(n - 1):
        task = TaskFactory(group=assignment.task.group)
        _request(dated(deadline=today + timedelta(days=5), at=now, task=task), now)

    with django_assert_num_queries(9):
        response = office.get(reverse("reporting:list-extensions"))

    assert len(response.context["page"].object_list) == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_earlier_requests(
    office, assignment, now, n, django_assert_num_queries
):
    for _ in range(n - 1):
        extension = _request(assignment, now)
        extending.refuse(extension=extension, note="Chưa.", by=UserFactory(), at=now)
    extension = _request(assignment, now)

    with django_assert_num_queries(16):
        response = office.get(_url("extension", extension.pk))

    assert len(response.context["detail"].extensions) == n


def test_the_oldest_pending_comes_first_and_the_decided_last(office, assignment, now, today):
    decided = granted(_request(assignment, now), deadline=today + timedelta(days=40), at=now)
    waiting = [
        _request(dated(deadline=today + timedelta(days=5), at=at), at)
        for at in (now - timedelta(hours=1), now - timedelta(hours=2))
    ]

    page = office.get(reverse("reporting:list-extensions")).context["page"]

    assert list(page.object_list) == [waiting[1], waiting[0], decided]


def test_the_list_is_filtered_by_state_unit_and_plan(office, assignment, now, today):
    mine = _request(assignment, now)
    other = dated(deadline=today + timedelta(days=5), at=now)
    granted(_request(other, now), deadline=today + timedelta(days=40), at=now)
    url = reverse("reporting:list-extensions")

    for query in (
        {"status": "asked"},
        {"unit": assignment.unit_id},
        {"plan": assignment.task.plan_id},
    ):
        assert list(office.get(url, query).context["page"].object_list) == [mine]
    assert len(office.get(url, {"status": "lost", "unit": "x"}).context["page"].object_list) == 2
    none = office.get(url, {"status": "refused"}).content.decode()
    assert "Không có đề nghị nào khớp với điều kiện lọc" in none


def test_a_unit_sees_its_own_requests_only(unit, assignment, now, today):
    mine = _request(assignment, now)
    _request(dated(deadline=today + timedelta(days=5), at=now), now)

    page = unit.get(reverse("reporting:list-extensions")).context["page"]

    assert list(page.object_list) == [mine]


def test_an_empty_list_explains_how_requests_are_made(unit, assignment):
    html = unit.get(reverse("reporting:list-extensions")).content.decode()

    assert "Chưa có đề nghị gia hạn nào" in html


def test_the_filing_page_offers_a_request_and_then_shows_it(unit, assignment, now):
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    url = _url("file-submission", entry.submission_id)
    ask_url = _url("ask-extension", assignment.pk)

    before = unit.get(url).content.decode()
    extension = _request(assignment, now)
    after = unit.get(url).content.decode()

    assert ask_url in before
    assert ask_url not in after
    assert f"Đang xin gia hạn đến {_dmy(extension.proposed_deadline)}" in after


def test_the_filing_page_offers_no_request_without_a_deadline(client, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    client.force_login(person(Role.OFFICER, entry.submission.unit), backend=BACKEND)

    html = client.get(_url("file-submission", entry.submission_id)).content.decode()

    assert "Xin gia hạn" not in html


def test_the_task_page_offers_a_request_to_the_units_officer_only(client, assignment, now):
    url = _url("task", assignment.task_id)
    pages = {}
    for role, unit in ((Role.OFFICER, assignment.unit), (Role.HEAD, assignment.unit)):
        client.force_login(person(role, unit), backend=BACKEND)
        pages[role] = client.get(url).content.decode()

    assert "Xin gia hạn" in pages[Role.OFFICER]
    assert "Xin gia hạn" not in pages[Role.HEAD]


@pytest.mark.parametrize("name", ["task", "unit"])
def test_a_pending_request_does_not_stop_the_deadline(office, now, today, name):
    late = dated(deadline=today - timedelta(days=3), at=now)
    extension = _request(late, now)

    html = office.get(_url(name, late.task_id if name == "task" else late.unit_id)).content.decode()

    assert "Quá hạn 3 ngày" in html
    assert f"Đang xin gia hạn<br>đến {_dmy(extension.proposed_deadline)}" in html


def test_the_ledgers_name_an_extension(office, assignment, now, today):
    granted(_request(assignment, now), deadline=today + timedelta(days=40), at=now)

    task_page = office.get(_url("task", assignment.task_id)).content.decode()
    edit_page = office.get(reverse("plans:edit-assignment", args=[assignment.pk])).content.decode()

    assert f"{assignment.unit.short_name}: Gia hạn" in task_page
    assert "<strong>Gia hạn</strong>" in edit_page


def test_the_home_of_the_office_counts_pending_requests(office, assignment, now):
    assert "đề nghị gia hạn chờ quyết định" not in office.get("/").content.decode()
    _request(assignment, now)

    html = office.get("/").content.decode()

    assert "đề nghị gia hạn chờ quyết định" in html
    assert f"?status=asked&amp;plan={assignment.task.plan_id}" in html


def test_a_long_name_of_a_unit_is_shown_whole(office, now, today):
    name = "Ủy ban nhân dân xã Thử Nghiệm Với Một Cái Tên Rất Dài Không Ai Rút Gọn Được"
    plan_task = TaskFactory()
    assignment = AssignmentFactory(task=plan_task, unit=UnitFactory(name=name))
    deadlines.set_deadline(
        assignment=assignment,
        deadline=today,
        words="trong ngày",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=now,
    )
    _request(assignment, now)

    assert name in office.get(reverse("reporting:list-extensions")).content.decode()
