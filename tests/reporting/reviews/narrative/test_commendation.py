"""The annex on commendation and responsibility: totals of what is known, blanks for the rest."""

import pytest

from reporting.models import EntryStatus, ReviewKind
from reporting.papers.blocks import text_of
from reporting.reviews.papers.annexes import annexes_of
from reporting.reviews.snapshots import snapshot
from tests.factories import AssignmentFactory, TaskFactory, entry_at
from tests.reporting.reviews.scene import plan_at_work, request_review

pytestmark = pytest.mark.django_db


def _annexes(work, **changes):
    taken = snapshot.take(request_review(work, **changes))
    return {annex.key: annex for annex in annexes_of(taken)}


def test_the_annex_counts_what_was_accepted_and_leaves_blanks_for_the_office():
    work = plan_at_work()
    task = TaskFactory(
        group=work.plan.groups.get(code="1"), code="1.7", title="Tuyên dương, khen thưởng"
    )
    # Without its marks a road would be a commendation
    road = TaskFactory(group=task.group, code="1.8", title="Trồng cây dọc các tuyến đường")
    for each, result in ((task, "Đã khen thưởng 5 tập thể."), (road, "Đã trồng 200 cây.")):
        entry_at(
            EntryStatus.ACCEPTED,
            assignment=AssignmentFactory(task=each),
            period=work.period,
            result=result,
        )

    annex = _annexes(work)["annex-commendation"]

    told = {block.key: text_of(block.runs) for block in annex.blocks if hasattr(block, "runs")}
    assert told["annex-commendation.commendation.told"] == (
        "Có 01 kết quả của nhiệm vụ 1.7 được chấp nhận."
    )
    assert told["annex-commendation.units"].startswith("Trong 06 đơn vị: ")
    assert "annex-commendation.responsibility.told" not in told
    forms = [block for block in annex.blocks if block.key.endswith(".form")]
    assert all("……" in text_of(line) for form in forms for line in form.items)


def test_a_periodic_report_has_none():
    work = plan_at_work()

    assert "annex-commendation" in _annexes(work, kind=ReviewKind.FINAL)
    assert "annex-commendation" not in _annexes(work, kind=ReviewKind.PERIODIC)
