"""Parts of pages are drawn once until what they show changes, for those who read all of a plan."""

import pytest
from django.urls import reverse

from plans.access import ensure_grants
from plans.models import Passage, Plan, Task, TaskGroup
from reporting.models import EntryStatus
from tests.factories import (
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskGroupFactory,
    entry_at,
    person,
)
from units.models import Bloc, Role, Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent():
    period = ReportingPeriodFactory()
    ensure_grants(plan=period.plan)
    assignment = AssignmentFactory(task__plan=period.plan)
    return entry_at(EntryStatus.SENT, assignment=assignment, period=period)


def test_what_is_renamed_is_drawn_by_its_new_name_at_once(sent, client):
    """Parts of pages are kept drawn, with texts that no figure is counted from."""
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    plan, task = sent.submission.period.plan, sent.assignment.task
    passage = plan.passages.create(
        position=1, block=1, kind="body", raw="Câu đầu.", printed="Câu đầu."
    )
    passage.tasks.add(task)
    TaskGroupFactory(plan=plan)
    passages = Passage.objects.filter(pk=passage.pk)
    units = Unit.objects.filter(pk=sent.assignment.unit_id)
    blocs = Bloc.objects.filter(units__in=units)
    for name, rename, word in (
        ("dashboard", lambda: blocs.update(name="Khối mới"), "Khối mới"),
        ("dashboard", lambda: TaskGroup.objects.update(label="Nhóm mới"), "Nhóm mới"),
        ("dashboard-matrix", lambda: units.update(short_name="Tên mới"), "Tên mới"),
        ("list-assignments", lambda: Task.objects.update(title="Việc mới"), "Việc mới"),
        ("plan", lambda: Plan.objects.update(signer_name="Người ký mới"), "Người ký mới"),
        ("plan", lambda: Task.objects.update(code="IX.9"), "IX.9"),
        ("plan", lambda: passages.update(printed="Câu mới."), "Câu mới."),
        (
            "plan",
            lambda: passage.corrections.create(
                printed_words="mới", corrected_words="sửa", note="Lỗi in", marked_on=TODAY
            ),
            "Lỗi in",
        ),
        ("plan", lambda: passage.tasks.clear(), f"{task.text}"),
    ):
        url = reverse(f"reporting:{name}", args=[plan.pk])
        before = [client.get(url).content.decode() for _ in range(2)]
        rename()

        assert word not in before[1], (name, word)
        assert word in client.get(url).content.decode(), (name, word)


def test_a_drawn_part_is_of_what_was_asked_and_of_who_reads_all(sent, client):
    plan, bloc = sent.submission.period.plan, sent.assignment.unit.bloc_id
    AssignmentFactory(task__plan=plan, task__group=sent.assignment.task.group)
    url = reverse("reporting:dashboard", args=[plan.pk])
    chosen = f'<option value="{bloc}" selected>'

    def page(role, query="", unit=None):
        reader = person(role, unit)
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(url + query).content.decode()

    assert "cho 2 đơn vị" in page(Role.REVIEWER)
    assert "cho 1 đơn vị" in page(Role.OFFICER, unit=sent.assignment.unit)
    assert chosen in page(Role.REVIEWER, f"?bloc={bloc}")
    assert chosen not in page(Role.REVIEWER)


def test_first_pages_over_plans_show_a_change_at_once_and_each_role_its_own(sent, client):
    plan = sent.submission.period.plan
    ensure_grants(plan=ReportingPeriodFactory().plan)

    def page(role):
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        return client.get(reverse("reporting:home")).content.decode()

    for role in (Role.REVIEWER, Role.ADMINISTRATOR, Role.LEADER):
        assert ("Chờ thẩm tra lâu nhất" in page(role)) == (role == Role.REVIEWER)
    for role in (Role.REVIEWER, Role.LEADER):
        Plan.objects.filter(pk=plan.pk).update(short_title=f"Tên cho {role}")
        assert f"Tên cho {role}" in page(role)
