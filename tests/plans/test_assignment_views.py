"""Views of the page of a task with its assignments, and of one assignment."""

import pytest
from django.urls import reverse

from plans import ending
from plans.models import Assignment, AssignmentEventKind, AssignmentRole
from reporting.models import EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)

pytestmark = pytest.mark.django_db


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


def test_a_task_with_one_lead_left_returns_to_one_lead(office, proposal):
    def change(word):
        url = reverse("plans:change-task", args=[proposal.task_id, word])
        return office.post(url, follow=True).content.decode()

    assert "Trở lại một đơn vị chủ trì" in change("share")
    assert "Nhiệm vụ trở lại một đơn vị chủ trì." in change("unify")
    assert "Nhiệm vụ này chỉ có một đơn vị chủ trì." in change("unify")
