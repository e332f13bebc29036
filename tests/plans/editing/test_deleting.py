"""A plan that was never in effect is deleted, also beside somebody who puts it into effect."""

from datetime import timedelta

import pytest
from django.urls import reverse

from plans import access, assigning, deleting, filed_reviews, leading, unlisted_names
from plans.editing import heads
from plans.importing import writing
from plans.models import (
    Assignment,
    AssignmentState,
    ImportState,
    Plan,
    PlanImportEventKind,
    PlanStatus,
)
from tests.factories import (
    NOON,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UserFactory,
    person,
)
from tests.plans.importing.scene import found_in, read, units
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import DirectoryEvent, Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _written(row):
    seen = found_in(row)["revision"]
    return writing.write(plan_import=row, seen=seen, by=UserFactory(), at=NOON)


def _delete(plan, *, by=None, seen=None):
    shown = deleting.contents_of(plan).num_steps if seen is None else seen
    deleting.delete_draft(plan=plan, seen=shown, by=by or UserFactory(), at=NOON)


def _draft_with(state=AssignmentState.PROPOSED):
    plan = PlanFactory(status=PlanStatus.DRAFT)
    return plan, AssignmentFactory(task__plan=plan, task__group__plan=plan, state=state)


def test_a_plan_imported_by_mistake_goes_and_its_import_is_written_again(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    units()
    row, office = read(), person(Role.REVIEWER, full_name="Trần Thị Nhầm")
    plan = _written(row)
    access.ensure_grants(plan=plan)
    client.force_login(office, backend=BACKEND)
    url = reverse("plans:delete-plan", args=[plan.pk])

    page = client.get(url).content.decode()
    assert "2 nhóm, 2 nhiệm vụ" in page
    assert reverse("plans:plan-import", args=[row.pk]) in page
    seen = deleting.contents_of(plan).num_steps
    answer = client.post(url, {"seen": seen}, follow=True)

    assert "trở lại “Chờ xem lại”" in answer.content.decode()
    assert not Plan.objects.exists()
    assert client.get(url).status_code == 404
    kept = DirectoryEvent.objects.get(person=office, note__startswith="Xóa Kế hoạch số 09-KH/ĐU")
    assert (kept.by, kept.note.endswith("(2 nhóm, 2 nhiệm vụ)")) == (office, True)
    row.refresh_from_db()
    assert (row.state, row.ended_at) == (ImportState.READ, None)
    assert row.events.get(kind=PlanImportEventKind.PLAN_DELETED).by == office
    review = client.get(reverse("plans:plan-import", args=[row.pk])).content.decode()
    assert "đã bị Trần Thị Nhầm xóa" in review
    assert _written(row).tasks.count() == 2


def test_of_an_empty_plan_no_zeros_are_told(client):
    plan = PlanFactory(status=PlanStatus.DRAFT)
    access.ensure_grants(plan=plan)
    client.force_login(person(Role.REVIEWER), backend=BACKEND)

    page = client.get(reverse("plans:delete-plan", args=[plan.pk])).content.decode()

    assert f"Xóa {plan}?" in page
    assert [words for words in ("0 nhóm", "0 phân công", "0 đoạn") if words in page] == []


@pytest.mark.parametrize("status", [PlanStatus.ACTIVE, PlanStatus.CLOSED])
def test_a_plan_that_was_in_effect_is_ended_instead(client, status):
    plan = PlanFactory(status=status)
    access.ensure_grants(plan=plan)
    client.force_login(person(Role.REVIEWER), backend=BACKEND)

    answer = client.post(reverse("plans:delete-plan", args=[plan.pk]), {"seen": "0"})

    assert answer.status_code == 409
    assert "Kế hoạch đã có hiệu lực; hãy kết thúc hoặc lưu trữ." in answer.content.decode()
    assert Plan.objects.get() == plan


def test_a_draft_stays_with_a_confirmed_assignment_a_period_or_a_later_change():
    confirmed, _ = _draft_with(AssignmentState.CONFIRMED)
    period = ReportingPeriodFactory(plan=_draft_with()[0])
    for plan in (confirmed, period.plan):
        with pytest.raises(Refused, match="không xóa được"):
            _delete(plan)
    changed, row = _draft_with()
    seen = deleting.contents_of(changed).num_steps
    assigning.drop_proposal(assignment=row, by=UserFactory(), at=NOON + timedelta(hours=1))

    with pytest.raises(Refused, match="vừa được sửa thêm"):
        _delete(changed, seen=seen)

    assert Plan.objects.count() == 3


def test_who_decides_on_a_draft_that_was_deleted_meanwhile_is_told():
    plan, row = _draft_with()
    who = {"by": UserFactory(), "at": NOON}
    _delete(plan)

    for decide, given in (
        (unlisted_names.leave, {"plan": plan, "words": "các chi bộ"}),
        (filed_reviews.take_interim, {"task": row.task}),
        (leading.share_lead, {"task": row.task}),
    ):
        with pytest.raises(Refused, match="vừa được người khác xóa"):
            decide(**given, **who)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_confirmed", [False, True])
def test_of_deleting_and_putting_into_effect_at_once_one_is_refused(is_confirmed):
    plan, row = _draft_with()
    by, other, seen = UserFactory(), UserFactory(), deleting.contents_of(plan).num_steps

    def put_into_effect():
        heads.activate(plan=plan, by=other, at=NOON)
        if is_confirmed:
            assigning.confirm(assignment=row, by=other, at=NOON)

    outcomes = run_together(lambda: _delete(plan, by=by, seen=seen), put_into_effect)

    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.exists() == (outcomes[1] == "done")
    assert Assignment.objects.confirmed().exists() == (is_confirmed and outcomes[1] == "done")
