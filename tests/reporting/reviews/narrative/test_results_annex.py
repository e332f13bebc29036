"""The annex of results: every accepted result by task, unit and period."""

import pytest

from reporting.models import DeclaredState, EntryStatus, ProgressEntry
from reporting.papers.blocks import Heading, Paragraph, text_of
from reporting.reviews.narrative.results_annex import results_annex
from reporting.reviews.snapshots import snapshot
from tests.factories import AssignmentFactory, ReportingPeriodFactory, entry_at
from tests.reporting.reviews.narrative.scene import lead, placed, result, task
from tests.reporting.reviews.scene import plan_at_work, request_review

LONG = "Đã tổ chức hội nghị quán triệt cho toàn thể cán bộ, đảng viên."


def _texts(annex):
    return [text_of(block.runs) for block in annex.blocks if isinstance(block, Paragraph)]


def test_results_stand_in_the_order_of_periods():
    rows = (result(4, LONG), result(5, "Đã xong", period=2), result(6, "", 3, "not_started"))
    topic = placed(task("1.1", "A", lead("Ban A", *rows)), periods=("Quý 1", "Quý 2", "Quý 3"))

    [text] = _texts(results_annex(topic.snapshot))

    assert text == f"Ban A. Quý 1: {LONG} Quý 2: Đã xong. Quý 3: Chưa triển khai."


def test_a_repeated_text_refers_to_its_period():
    rows = (result(4, LONG), result(5, LONG, period=2))
    topic = placed(task("1.1", "A", lead("Ban A", *rows)), periods=("Quý 1", "Quý 2"))

    annex = results_annex(topic.snapshot)

    assert _texts(annex) == [f"Ban A. Quý 1: {LONG} Quý 2: như Quý 1."]
    [paragraph] = [block for block in annex.blocks if isinstance(block, Paragraph)]
    assert [run.source for run in paragraph.runs if run.source] == ["entry:4", "entry:5"]


def test_the_same_words_of_several_units_stand_once_with_the_result_of_each():
    own = result(9, "Đã xong", period=2)
    bearers = [
        lead(f"Ban {name}", result(at, LONG), number=at) for at, name in ((4, "A"), (5, "B"))
    ]
    bearers.append(lead("Ban C", own, result(6, LONG, period=2), number=6))
    topic = placed(task("1.1", "A", *bearers), periods=("Quý 1", "Quý 2"))

    annex = results_annex(topic.snapshot)

    assert _texts(annex) == [
        f"Nhiều đơn vị cùng nêu: {LONG} Quý 1: Ban A; Ban B. Quý 2: Ban C.",
        "Ban C. Quý 2: Đã xong.",
    ]
    shared = annex.blocks[1]
    assert [run.source for run in shared.runs if run.source] == ["entry:4", "entry:5", "entry:6"]


def test_tasks_without_results_are_left_out():
    annex = results_annex(placed(task("1.1", "A", lead("Ban A"))).snapshot)

    assert _texts(annex) == ["Chưa có kết quả nào được chấp nhận."]
    assert not any(isinstance(block, Heading) for block in annex.blocks)


@pytest.mark.django_db
def test_the_annex_has_each_accepted_result_of_the_range_once():
    work = plan_at_work()
    later = ReportingPeriodFactory(plan=work.plan)
    task_1 = work.plan.groups.get(code="1").tasks.get(code="1.1")
    for status in (EntryStatus.ACCEPTED, EntryStatus.SENT):
        for period in (work.period, later):
            entry_at(
                status,
                assignment=AssignmentFactory(task=task_1, is_own_part=True),
                period=period,
                state=DeclaredState.IN_PROGRESS,
            )
    first, last = sorted((work.period, later), key=lambda period: period.data_to)
    taken = snapshot.take(request_review(work, period_from=first, period_to=last))

    sources = [
        run.source
        for block in results_annex(taken).blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if run.source
    ]

    accepted = ProgressEntry.objects.filter(status=EntryStatus.ACCEPTED)
    assert sorted(sources) == sorted(f"entry:{entry.pk}" for entry in accepted)
    assert len(sources) == 4
