"""Mottos in a review: totals of what the units said last, without names."""

import pytest

from reporting.models import EntryEvent, EntryStatus
from reporting.papers.blocks import text_of
from reporting.reviews.papers.annexes import annexes_of
from reporting.reviews.snapshots import snapshot
from tests.factories import (
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    TaskFactory,
    entry_at,
)
from tests.reporting.reviews.scene import plan_at_work, request_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return plan_at_work()


def _answered(work, item, *answers, status=EntryStatus.ACCEPTED):
    """Results of one unit per answer on the task of the motto."""
    for answer in answers:
        entry = entry_at(
            status,
            assignment=AssignmentFactory(task=item.commitment.task, is_own_part=True),
            period=work.period,
        )
        for event in EntryEvent.objects.filter(entry=entry, content__isnull=False):
            event.content = {**event.content, "answers": {str(item): answer}}
            event.save(update_fields=["content"])


def _item(work):
    task = TaskFactory(group=work.plan.groups.get(code="1"), code="1.8")
    return CommitmentItemFactory(commitment=CommitmentFactory(task=task, name="4 xin, 4 luôn"))


def test_the_annex_counts_units_by_their_own_judgement(work):
    item = _item(work)
    _answered(work, item, True, True, False, None)
    _answered(work, item, True, status=EntryStatus.SENT)

    taken = snapshot.take(request_review(work))

    [motto] = taken["commitments"]
    assert (motto["task"], motto["name"], motto["num_units"]) == ("1.8", "4 xin, 4 luôn", 4)
    [counted] = motto["items"]
    assert (counted["kept"], counted["not_kept"], counted["unanswered"]) == (2, 1, 1)
    [annex] = [one for one in annexes_of(taken) if one.key == "annex-commitments"]
    head, row = annex.blocks[1].rows
    assert text_of(head.cells[0].runs) == "4 xin, 4 luôn (nhiệm vụ 1.8; 04 đơn vị)"
    assert [text_of(cell.runs) for cell in row.cells] == ["1", str(item), "2", "1", "1"]


def test_without_answers_there_is_no_annex(work):
    _item(work)

    taken = snapshot.take(request_review(work))

    assert taken["commitments"] == []
    assert "annex-commitments" not in {annex.key for annex in annexes_of(taken)}
