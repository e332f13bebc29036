"""The frozen figures of a review."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from plans.models import Task
from reporting.counting.figures import Scope, figures_of
from reporting.counting.status import Cell, Label, Status
from reporting.counting.tallies import By
from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry
from reporting.reviews.page import feedback_of
from reporting.reviews.snapshots import figures as snapshot_figures
from reporting.reviews.snapshots import snapshot
from reporting.verification import verifying
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import DEADLINE, PROPOSED, dated, granted, requested
from tests.reporting.reviews.scene import (
    OBSTACLE,
    SHARED_RESULT,
    SOLO_RESULT,
    plan_at_work,
    request_review,
)
from units.models import Role

pytestmark = pytest.mark.django_db


def _texts(taken):
    return [
        result["text"]
        for group in taken["groups"]
        for task in group["tasks"]
        for lead in task["leads"]
        for result in lead["results"]
    ]


def test_only_accepted_results_are_included_and_counted_as_done():
    taken = snapshot.take(request_review(plan_at_work()))

    totals = taken["figures"]["totals"]
    assert sorted(_texts(taken)) == sorted([SOLO_RESULT, SHARED_RESULT])
    assert (totals["done"], totals["open"], totals["open_late"]) == (2, 2, 1)
    assert taken["figures"]["entries"] == {"draft": 0, "sent": 1, "returned": 0, "accepted": 2}


def test_the_cells_of_every_breakdown_sum_to_the_totals():
    figures = snapshot.take(request_review(plan_at_work()))["figures"]

    sums = [
        [row["cells"] for row in figures["by_group"]],
        [row["cells"] for row in figures["by_bloc"]],
        [cells for row in figures["matrix"] for cells in row["cells"]],
    ]
    for name, total in figures["totals"].items():
        assert [sum(cells[name] for cells in rows) for rows in sums] == [total] * 3, name


def test_co_ordinating_units_are_those_of_the_cut_off_day():
    work = plan_at_work()
    review = request_review(work)
    task = Task.objects.get(code="1.1")
    helper = AssignmentFactory(task=task, role="coordinating")
    day = review.cutoff_on
    AssignmentFactory(task=task, role="coordinating", first_day=day + timedelta(days=1))
    AssignmentFactory(task=task, role="coordinating", ended_on=day, end_reason="dropped")

    (found,) = (
        row["coordinators"]
        for group in snapshot.take(review)["groups"]
        for row in group["tasks"]
        if row["coordinators"]
    )

    assert found == [helper.unit.short_name]


def test_the_last_point_of_the_trend_is_the_total():
    figures = snapshot.take(request_review(plan_at_work()))["figures"]

    assert figures["trend"][-1]["cells"] == figures["totals"]


def test_the_figures_equal_those_of_the_dashboard():
    work = plan_at_work()
    scope = Scope(plan=work.plan, as_of=TODAY, up_to=work.period)

    shown = figures_of(scope, user=person(Role.LEADER), by=[By.UNIT, By.GROUP])
    figures = snapshot.take(request_review(work))["figures"]

    assert _of_cells(figures["totals"]) == _shown(shown.total)
    groups = work.plan.groups.order_by("position")
    for row, group in zip(figures["by_group"], groups, strict=True):
        assert _of_cells(row["cells"]) == _shown(shown.by_group[group.pk])
    for row in figures["matrix"]:
        for cells, group in zip(row["cells"], groups, strict=True):
            assert _of_cells(cells) == _shown(shown.matrix[row["unit"], group.pk])


def _of_cells(cells):
    return cells["assigned"], cells["applicable"], cells["done"], cells["open_late"]


def _shown(tally):
    return tally.num_all, tally.num_applicable, tally.num_done, tally.num_late


def test_later_events_do_not_count():
    work = plan_at_work()
    review = request_review(work)
    before = snapshot.take(review)
    later = NOON + timedelta(days=3)
    waiting = ProgressEntry.objects.select_related("submission__period").get(
        status=EntryStatus.SENT
    )
    accepted = ProgressEntry.objects.select_related("submission__period").get(result=SOLO_RESULT)

    verifying.accept(entry=waiting, by=UserFactory(), at=later)
    filing.take_back(entry=accepted, by=UserFactory(), at=later, note="Bổ sung số liệu")

    assert snapshot.take(review) == before


def test_obstacles_have_the_entry_they_came_from():
    taken = snapshot.take(request_review(plan_at_work()))

    feedback = next(row for row in taken["voices"] if row["obstacle"] == OBSTACLE)
    assert ProgressEntry.objects.get(pk=feedback["entry"]).obstacle == OBSTACLE
    assert feedback["task"] == "1.2"
    assert feedback["is_accepted"]


def test_what_a_unit_said_in_every_period_is_kept_and_the_same_words_stand_once():
    work = plan_at_work()
    shared = ProgressEntry.objects.get(result=SHARED_RESULT)
    before = ReportingPeriodFactory(
        plan=work.plan,
        data_from=work.period.data_from - timedelta(days=90),
        data_to=work.period.data_from - timedelta(days=1),
        due_on=work.period.data_from + timedelta(days=5),
    )
    said = {"obstacle": OBSTACLE.lower(), "recommendation": "Đề nghị cấp máy quét."}
    entry_at(EntryStatus.ACCEPTED, period=before, assignment=shared.assignment, **said)

    review = request_review(work, period_from=before)
    review.snapshot = snapshot.take(review)

    found = {one.text: one for name in said for one in feedback_of(review, name)}
    obstacle, recommendation = (found[words] for words in said.values())
    assert obstacle.num_units == 1
    assert [one.period for one in obstacle.said_by] == [before.name, work.period.name]
    assert [one.period for one in recommendation.said_by] == [before.name]


def test_a_document_given_twice_is_one_row():
    work = plan_at_work()
    second = ProgressEntry.objects.get(result=SHARED_RESULT)
    second.evidence.create(
        number="15-qđ/ubnd",
        issued_on=TODAY - timedelta(days=20),
        issuer="Ủy ban nhân dân xã Thử",
        is_declared_not_secret=True,
        added_at=NOON,
        added_by=second.saved_by,
    )

    documents = snapshot.take(request_review(work))["documents"]

    assert [(row["number"], len(row["entries"])) for row in documents] == [("15-QĐ/UBND", 2)]


def test_evidence_of_unverified_results_is_not_listed():
    work = plan_at_work()
    waiting = ProgressEntry.objects.get(status=EntryStatus.SENT)
    waiting.evidence.create(
        number="99-BC/UBND",
        is_declared_not_secret=True,
        added_at=NOON,
        added_by=waiting.saved_by,
    )

    documents = snapshot.take(request_review(work))["documents"]

    assert "99-BC/UBND" not in [row["number"] for row in documents]


def test_cells_count_tasks_outside_separately():
    counted = snapshot_figures.cells(
        [
            Status(Label.DONE_LATE, Cell.DONE_LATE),
            Status(Label.IN_PROGRESS, Cell.OPEN_ON_TIME),
            Status(Label.PAUSED, Cell.OUTSIDE),
        ]
    )

    assert (counted["assigned"], counted["applicable"], counted["outside"]) == (3, 2, 1)


def test_done_after_an_extension_is_part_of_done_on_time():
    counted = snapshot_figures.cells(
        [
            Status(Label.DONE_EXTENDED, Cell.DONE_ON_TIME),
            Status(Label.DONE_ON_TIME, Cell.DONE_ON_TIME),
            Status(Label.DONE_LATE, Cell.DONE_LATE),
        ]
    )

    assert (counted["done"], counted["done_on_time"], counted["done_extended"]) == (3, 2, 1)


def test_extensions_are_those_granted_in_the_time_of_the_review():
    work = plan_at_work()
    letter = LegalDocumentFactory()
    extension = granted(requested(dated(task=TaskFactory(group__plan=work.plan))), document=letter)
    late = dated(task=TaskFactory(group__plan=work.plan), at=NOON + timedelta(days=1))
    granted(requested(late, at=NOON + timedelta(days=1)), at=NOON + timedelta(days=1))

    (row,) = snapshot.take(request_review(work))["extensions"]

    assignment = extension.assignment
    assert row == {
        "task": assignment.task.code,
        "title": assignment.task.title,
        "unit_name": assignment.unit.name,
        "deadline_from": DEADLINE.isoformat(),
        "deadline_to": PROPOSED.isoformat(),
        "document": letter.number,
        "document_issued_on": letter.issued_on.isoformat(),
    }


def test_the_hash_does_not_depend_on_the_order_of_keys():
    taken = snapshot.take(request_review(plan_at_work()))
    turned = dict(reversed(taken.items()))

    assert snapshot.sha256_of(turned) == snapshot.sha256_of(taken)
    assert snapshot.sha256_of({**taken, "schema": 1}) != snapshot.sha256_of(taken)


@pytest.mark.parametrize("n", [1, 3])
def test_a_snapshot_takes_the_same_queries_for_any_number_of_results(django_assert_num_queries, n):
    work = plan_at_work()
    for _ in range(n):
        entry_at(
            EntryStatus.ACCEPTED,
            period=work.period,
            assignment=_one_more(work),
        )
    review = request_review(work)

    with django_assert_num_queries(22):
        snapshot.take(review)


def _one_more(work):
    from tests.factories import AssignmentFactory

    return AssignmentFactory(task=TaskFactory(group=work.plan.groups.order_by("position")[0]))


def test_a_cutoff_ends_at_its_midnight_also_where_the_worker_begins_after_it():
    work = plan_at_work()
    midnight = timezone.make_aware(datetime.combine(TODAY + timedelta(days=1), time()))
    review = request_review(work, at=midnight - timedelta(seconds=1))
    waiting = ProgressEntry.objects.select_related("submission__period").get(
        status=EntryStatus.SENT
    )

    verifying.accept(entry=waiting, by=UserFactory(), at=midnight)

    assert snapshot.take(review)["figures"]["entries"]["sent"] == 1
    review.cutoff_on += timedelta(days=1)
    assert snapshot.take(review)["figures"]["entries"]["sent"] == 0
