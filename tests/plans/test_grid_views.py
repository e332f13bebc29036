"""Views of the grid, of the catalogue of documents and of the list of plans."""

import pytest
from django.urls import reverse

from plans.models import Assignment, AssignmentRole, AssignmentState, LegalDocument
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    person,
)
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db


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

    with django_assert_num_queries(5):
        response = office.get(reverse("plans:list-documents"))

    assert response.content.count(b'<th scope="row">') == n


def test_a_second_lead_is_added_in_place_for_its_own_part(office, proposal):
    response = _set(office, proposal, "own_part", UnitFactory())

    assert "Chủ trì, đề xuất" in response.content.decode()
    proposal.task.refresh_from_db()
    assert proposal.task.is_fan_out
    assert "Mỗi đơn vị chủ trì một phần:" in office.get(_grid(proposal)).content.decode()
