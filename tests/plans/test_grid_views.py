"""Views of the grid and of the pages around it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans import ending
from plans.models import (
    Assignment,
    AssignmentEventKind,
    AssignmentRole,
    AssignmentState,
    LegalDocument,
    Plan,
)
from reporting.models import EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal():
    return AssignmentFactory(state=AssignmentState.PROPOSED)


@pytest.fixture
def office(client, proposal):
    """A client logged in as a reviewer of the plan of `proposal`."""
    ContentType.objects.get_for_model(Plan)  # cached by Django from its first use
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _grid(proposal, **query):
    return reverse("plans:assignment-grid", args=[proposal.task.plan_id], query=query)


def _confirm(proposal):
    return reverse("plans:confirm-assignments", args=[proposal.task.plan_id])


def _set(client, proposal, action, unit=None):
    url = reverse("plans:set-cell", args=[proposal.task.plan_id])
    data = {"task": proposal.task_id, "unit": (unit or proposal.unit).pk, "action": action}
    return client.post(url, data)


@pytest.mark.parametrize("n", [1, 3])
def test_the_grid_runs_the_same_queries_for_any_number_of_tasks(
    office, proposal, n, django_assert_num_queries
):
    group = proposal.task.group
    AssignmentFactory.create_batch(n - 1, task__group=group)

    with django_assert_num_queries(9):
        response = office.get(_grid(proposal))

    assert response.content.count(b"<tr data-task=") == n


def test_the_grid_distinguishes_proposed_from_confirmed_assignments(office, proposal):
    AssignmentFactory(
        task=proposal.task, role=AssignmentRole.COORDINATING, state=AssignmentState.CONFIRMED
    )

    html = office.get(_grid(proposal)).content.decode()

    assert "Chủ trì, đề xuất" in html
    assert "Phối hợp, đã xác nhận" in html
    assert "Xác nhận 1 đề xuất của nhóm" in html


def test_the_grid_of_a_bloc_shows_only_its_units(office, proposal):
    other = UnitFactory(bloc=Bloc.PARTY)

    html = office.get(_grid(proposal, bloc=Bloc.PARTY)).content.decode()

    assert other.name in html
    assert proposal.unit.name not in html


def test_readers_are_offered_no_change(client, proposal):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    html = client.get(_grid(proposal)).content.decode()

    assert "Chủ trì, đề xuất" in html
    assert "data-grid=" not in html
    assert "Xác nhận 1" not in html


def test_a_cell_is_changed_in_place(office, proposal):
    unit = UnitFactory()

    response = _set(office, proposal, "coordinating", unit)

    assert "Phối hợp, đề xuất" in response.content.decode()
    assert proposal.task.assignments.get(unit=unit).role == AssignmentRole.COORDINATING


def test_a_cell_is_confirmed_in_place(office, proposal):
    response = _set(office, proposal, "confirm")

    assert "Chủ trì, đã xác nhận" in response.content.decode()


def test_a_cleared_cell_is_returned_empty(office, proposal):
    response = _set(office, proposal, "none")

    assert response.content.decode() == f'<td data-unit="{proposal.unit_id}"></td>'


def test_a_refused_change_of_a_cell_shows_its_reason(office, proposal):
    response = _set(office, proposal, "lead", UnitFactory())

    assert response.status_code == 422
    assert "đã có đơn vị chủ trì" in response.content.decode()
    assert Assignment.objects.get() == proposal


def test_a_task_of_another_plan_is_not_changed_through_this_one(office, proposal):
    other = TaskFactory()
    url = reverse("plans:set-cell", args=[proposal.task.plan_id])

    response = office.post(url, {"task": other.pk, "unit": proposal.unit_id, "action": "lead"})

    assert response.status_code == 422
    assert not other.assignments.exists()


def test_the_number_of_proposals_is_shown_before_they_are_confirmed(office, proposal):
    AssignmentFactory(task__group=proposal.task.group, state=AssignmentState.PROPOSED)

    html = office.get(_confirm(proposal), {"group": proposal.task.group_id}).content.decode()

    assert "Xác nhận 2 phân công" in html
    assert Assignment.objects.confirmed().count() == 0


def test_as_many_are_confirmed_as_were_shown(office, proposal):
    elsewhere = AssignmentFactory(
        task__group__plan=proposal.task.plan, state=AssignmentState.PROPOSED
    )

    response = office.post(_confirm(proposal), {"group": proposal.task.group_id, "seen": "1"})

    assert response.status_code == 302
    assert list(Assignment.objects.confirmed()) == [proposal]
    elsewhere.refresh_from_db()
    assert elsewhere.state == AssignmentState.PROPOSED


def test_nothing_is_confirmed_if_the_number_has_changed(office, proposal):
    response = office.post(_confirm(proposal), {"seen": "7"})

    assert response.status_code == 409
    assert "vừa thay đổi" in response.content.decode()
    assert Assignment.objects.confirmed().count() == 0


def test_ticked_tasks_are_confirmed_together(office, proposal):
    AssignmentFactory(task__group=proposal.task.group, state=AssignmentState.PROPOSED)

    office.post(_confirm(proposal), {"task": [proposal.task_id], "seen": "1"})

    assert list(Assignment.objects.confirmed()) == [proposal]


def _roles_page(office, proposal):
    url = reverse("plans:edit-assignments", args=[proposal.task_id])
    return url, office.get(url).context["form"]["seen"].value()


def test_without_scripts_a_task_is_assigned_by_a_form(office, proposal):
    new, helper = UnitFactory(), UnitFactory()
    url, seen = _roles_page(office, proposal)

    response = office.post(url, {"lead": new.pk, "coordinating": [helper.pk], "seen": seen})

    assert response.status_code == 302
    assert dict(proposal.task.assignments.values_list("unit", "role")) == {
        new.pk: AssignmentRole.LEAD,
        helper.pk: AssignmentRole.COORDINATING,
    }


def test_concurrently_changed_roles_are_not_overwritten(office, proposal):
    url, seen = _roles_page(office, proposal)
    helper = AssignmentFactory(task=proposal.task, role=AssignmentRole.COORDINATING).unit

    response = office.post(url, {"lead": proposal.unit_id, "coordinating": [], "seen": seen})

    assert response.status_code == 422
    assert "Người khác vừa đổi" in response.content.decode()
    assert proposal.task.assignments.filter(unit=helper).exists()


def test_no_unit_both_leads_and_co_ordinates(office, proposal):
    url, seen = _roles_page(office, proposal)
    unit = proposal.unit_id

    response = office.post(url, {"lead": unit, "coordinating": [unit], "seen": seen})

    assert "Vừa chủ trì vừa phối hợp" in response.content.decode()


def test_one_deadline_is_set_for_all_leads(office, proposal):
    letter = LegalDocumentFactory()
    url = reverse("plans:set-deadlines", args=[proposal.task_id])

    office.post(url, {"deadline": "20/06/2026", "words": "trước ngày 20/6", "document": letter.pk})

    proposal.refresh_from_db()
    assert proposal.deadline.isoformat() == "2026-06-20"


def test_a_deadline_without_its_document_is_refused(office, proposal):
    url = reverse("plans:change-assignment", args=[proposal.pk, "deadline"])

    response = office.post(url, {"deadline": "20/06/2026", "words": "trước ngày 20/6"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Hãy chọn văn bản" in html
    assert 'value="trước ngày 20/6"' in html


@pytest.mark.parametrize(
    ("step", "data", "kind"),
    [
        ("confirm", {}, AssignmentEventKind.CONFIRMED),
        ("deliverable", {"deliverable": "Quy chế"}, AssignmentEventKind.DELIVERABLE_SET),
        ("pause", {"first_day": "01/02/2026"}, AssignmentEventKind.PAUSED),
        ("drop", {"on": "01/02/2026", "reason": "Thôi."}, AssignmentEventKind.ENDED),
    ],
)
def test_each_step_of_an_assignment_is_in_the_history(office, proposal, step, data, kind):
    url = reverse("plans:change-assignment", args=[proposal.pk, step])

    response = office.post(url, data | {"document": LegalDocumentFactory().pk})

    assert response.status_code == 302
    assert proposal.events.get().kind == kind
    assert office.get(reverse("plans:edit-assignment", args=[proposal.pk])).status_code == 200


def test_a_note_of_a_thousand_characters_is_whole_in_the_history_and_on_the_page(office, proposal):
    reason = "Ngừng theo dõi. " * 62 + "Hết lý do."
    ending.drop(
        assignment=proposal, on=TODAY, document=None, reason=reason, by=UserFactory(), at=NOON
    )

    assert len(reason) > 1_000
    assert proposal.events.get().note == f"Thôi theo dõi: {reason}"
    page = office.get(reverse("plans:edit-assignment", args=[proposal.pk]))
    assert f"Thôi theo dõi: {reason}" in page.content.decode()


def test_an_assignment_with_results_is_not_removed(office, proposal):
    entry = entry_at(
        EntryStatus.DRAFT, assignment=AssignmentFactory(task__group=proposal.task.group)
    )
    url = reverse("plans:change-assignment", args=[entry.assignment_id, "remove"])

    response = office.post(url)

    assert response.status_code == 422
    assert "không bỏ phân công được" in response.content.decode()


def test_what_was_confirmed_meanwhile_is_not_dropped_as_a_proposal(office, proposal):
    Assignment.objects.filter(pk=proposal.pk).update(state="confirmed")

    response = office.post(reverse("plans:change-assignment", args=[proposal.pk, "remove"]))

    assert response.status_code == 422
    assert "không còn là đề xuất" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.ended_on is None


def test_a_document_is_in_the_catalogue_once(office):
    data = {"kind": "Công văn", "number": "9-CV/VPHU", "issued_on": "01/04/2026"}

    first = office.post(reverse("plans:add-document"), data)
    second = office.post(reverse("plans:add-document"), data)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "đã có trong danh mục" in second.content.decode()
    assert LegalDocument.objects.filter(number="9-CV/VPHU").count() == 1


def test_a_document_is_corrected(office):
    document = LegalDocumentFactory()
    url = reverse("plans:edit-document", args=[document.pk])

    office.post(url, {"kind": "Công văn", "number": document.number, "subject": "về thời hạn"})

    document.refresh_from_db()
    assert document.subject == "về thời hạn"


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_documents_runs_the_same_queries_for_any_number(
    office, n, django_assert_num_queries
):
    LegalDocumentFactory.create_batch(n)

    with django_assert_num_queries(7):
        response = office.get(reverse("plans:list-documents"))

    assert response.content.count(b'<th scope="row">') == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_plans_runs_the_same_queries_for_any_number(
    office, n, django_assert_num_queries
):
    AssignmentFactory.create_batch(n - 1)

    with django_assert_num_queries(5):
        response = office.get(reverse("plans:list-plans"))

    assert response.content.count(b"<article") == n


def test_a_second_lead_is_added_in_place_for_its_own_part(office, proposal):
    response = _set(office, proposal, "own_part", UnitFactory())

    assert "Chủ trì, đề xuất" in response.content.decode()
    proposal.task.refresh_from_db()
    assert proposal.task.is_fan_out
    assert "Mỗi đơn vị chủ trì một phần:" in office.get(_grid(proposal)).content.decode()


def test_a_task_with_one_lead_left_returns_to_one_lead(office, proposal):
    def change(word):
        url = reverse("plans:change-task", args=[proposal.task_id, word])
        return office.post(url, follow=True).content.decode()

    assert "Trở lại một đơn vị chủ trì" in change("share")
    assert "Nhiệm vụ trở lại một đơn vị chủ trì." in change("unify")
    assert "Nhiệm vụ này chỉ có một đơn vị chủ trì." in change("unify")
