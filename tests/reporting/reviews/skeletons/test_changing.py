"""What the office changes in the skeleton of a plan's reviews."""

import pytest

from reporting.models import ReviewKind, ReviewSkeleton, SkeletonEvent
from reporting.papers.blocks import Heading, text_of
from reporting.reviews.composing import compose
from reporting.reviews.papers.annexes import annexes_of
from reporting.reviews.skeletons import changing
from reporting.reviews.skeletons.changing import TaskChoice
from reporting.reviews.skeletons.reading import outline_for
from reporting.reviews.snapshots import snapshot
from tests.factories import (
    NOON,
    AssignmentFactory,
    TaskFactory,
    TaskGroupFactory,
    UserFactory,
)
from tests.reporting.reviews.scene import html_of, plan_at_work, request_review, write
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def facts(work):
    return {"plan": work.plan, "kind": ReviewKind.INTERIM, "by": work.by, "at": NOON}


def _titles(work, kind=ReviewKind.INTERIM):
    return {one.key: one.title for one in outline_for(work.plan, kind).all}


def _edit(facts, key, title="", **changes):
    fields = {"key": key, "title": title, "seen": title, "choice": None}
    changing.edit_section(**{**facts, **fields, **changes})


def _paper(work):
    """The headings of a review frozen now, and its text by heading."""
    review = request_review(work)
    review.snapshot = snapshot.take(review)
    found, heading = {}, ""
    for block in compose(review).machine.blocks:
        heading = block.key if isinstance(block, Heading) else heading
        words = text_of(getattr(block, "runs", ())) if not isinstance(block, Heading) else ""
        found[heading] = f"{found.get(heading, '')} {words}".strip()
    return found


def test_sections_that_are_off_are_not_in_a_review_frozen_later(work, facts):
    before = _paper(work)
    changing.switch(**facts, key="IV.3", is_on=False)
    changing.switch(**facts, key="IV.4", is_on=True)

    after = _paper(work)

    assert {"IV.3", "IV.3.a", "IV.3.b"} == set(before) - set(after)
    assert set(after) - set(before) == {"IV.4"}


def test_a_review_keeps_the_skeleton_of_its_figures(work, facts):
    review = request_review(work)
    taken = snapshot.take(review)
    html = html_of(review, taken)

    changing.switch(**facts, key="II", is_on=False)
    _edit(facts, "I.1", "Tuyên truyền", seen="Công tác tuyên truyền, quán triệt")

    assert html_of(review, taken) == html
    assert "KẾT QUẢ THỰC HIỆN CÁC NHÓM" not in html_of(review, snapshot.take(review))


def test_what_people_wrote_stays_in_its_section_when_that_moves(work, facts):
    review = request_review(work)
    review.snapshot, review.status, review.pdf_sha256 = snapshot.take(review), "draft", "0" * 64
    review.save()
    write(review, {"IV.2": "Lời của Văn phòng."}, by=work.by)

    changing.move(**facts, key="IV.2", direction="up")
    review.snapshot = snapshot.take(review)

    blocks = compose(review).document.blocks
    keys = [block.key for block in blocks if block.key in ("IV.1", "IV.2", "IV.3")]
    assert keys == ["IV.2", "IV.1", "IV.3"]
    place = [block.key for block in blocks].index("IV.2")
    assert text_of(blocks[place + 1].runs) == "Lời của Văn phòng."


def test_a_section_tells_of_the_groups_and_tasks_that_the_office_chose(work, facts):
    group = work.plan.groups.get(code="1")
    tasks = (work.plan.tasks.get(code="1.1"),)
    other = TaskGroupFactory(plan=work.plan, code="2", position=3)
    choice = TaskChoice(is_own=True, groups=(other,), tasks=tasks)
    AssignmentFactory(task=TaskFactory(group=other, code="2.1", title="Kiểm tra công vụ"))

    _edit(facts, "I.3", "Công tác kiểm tra, giám sát, đôn đốc", choice=choice)
    _edit(facts, f"group-{group.code}", group.heading, choice=TaskChoice(is_own=True))

    found = _paper(work)
    assert "Có 02 nhiệm vụ" in found["I.3"]
    assert "kiểm tra công vụ" in found["I.3"]
    assert "nhiệm vụ" not in found["group-1"]
    assert [event.note for event in SkeletonEvent.objects.order_by("pk")] == [
        "Công tác kiểm tra, giám sát, đôn đốc: nhóm 2; nhiệm vụ 1.1",
        f"{group.heading}: không nhiệm vụ nào",
    ]

    _edit(facts, "I.3", "Công tác kiểm tra, giám sát, đôn đốc", choice=TaskChoice(is_own=False))
    assert "đơn vị chủ trì" not in _paper(work)["I.3"]


def test_a_heading_of_the_office_is_written_or_tells_of_tasks(work, facts):
    row = changing.add_section(**facts, behind="II", title="MÔ HÌNH HAY")
    choice = TaskChoice(is_own=True, tasks=(work.plan.tasks.get(code="1.1"),))

    assert _paper(work)[row.key] == "(Văn phòng bổ sung)"
    _edit(facts, row.key, "MÔ HÌNH HAY", choice=choice)

    assert "Có 01 nhiệm vụ" in _paper(work)[row.key]
    assert list(_paper(work)).index(row.key) == list(_paper(work)).index("III") - 1
    changing.remove_section(**facts, key=row.key)
    assert row.key not in _paper(work)


def test_annexes_are_numbered_and_referred_to_in_the_order_of_the_office(work, facts):
    changing.switch(**facts, key="annex-1", is_on=False)
    changing.move(**facts, key="annex-4", direction="up")
    _edit(facts, "annex-4", "Kết quả", seen="Kết quả được chấp nhận theo nhiệm vụ, đơn vị và kỳ")

    review = request_review(work)
    taken = snapshot.take(review)

    found = [(one.number, one.key, one.title) for one in annexes_of(taken)]
    assert found[:2] == [
        (1, "annex-2", "Tiến độ thực hiện nhiệm vụ"),
        (2, "annex-4", "Kết quả"),
    ]
    html = html_of(review, taken)
    assert "chấp nhận 02 kết quả (Phụ lục 2)" in html.replace("</span>", "").replace(
        '<span data-figure="topics.:all.results">', ""
    )
    assert "minh chứng (Phụ lục" not in html


def test_each_kind_has_its_own_and_goes_back_to_the_default(work, facts):
    default = _titles(work)
    changing.add_section(**facts, behind="2.I", title="TỔ CHỨC THỰC HIỆN")
    changing.switch(**facts, key="annex-3", is_on=False)

    changing.reset(**facts)
    changing.reset(**facts)

    assert _titles(work) == default
    assert not outline_for(work.plan, ReviewKind.INTERIM).is_own
    assert [event.kind for event in SkeletonEvent.objects.order_by("pk")] == [
        "added",
        "off",
        "reset",
    ]
    assert ReviewSkeleton.objects.get().kind == ReviewKind.INTERIM


def test_a_group_that_came_later_stands_behind_the_one_before_it(work, facts):
    changing.switch(**facts, key="annex-3", is_on=False)
    TaskGroupFactory(plan=work.plan, code="2", position=3)

    keys = list(_titles(work))

    assert keys[keys.index("group-1") + 1] == "group-2"


def test_two_who_reword_one_heading_do_not_overwrite_each_other(work, facts):
    seen = "Ưu điểm"
    _edit(facts, "IV.1", "Kết quả nổi bật", seen=seen)

    with pytest.raises(Refused, match="vừa đổi tên mục này thành “Kết quả nổi bật”"):
        _edit({**facts, "by": UserFactory()}, "IV.1", "Những việc làm được", seen=seen)
    _edit(facts, "IV.1", "Ưu điểm", seen="Ưu điểm")

    assert _titles(work)["IV.1"] == "Kết quả nổi bật"


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        (changing.edit_section, {"key": "IV.1", "title": " ", "seen": "", "choice": None}),
        (changing.edit_section, {"key": "IV.1", "title": "a" * 301, "seen": "", "choice": None}),
        (changing.edit_section, {"key": "IV.1", "title": "TUYỆT MẬT", "seen": "", "choice": None}),
        (changing.edit_section, {"key": "IX", "title": "Mục", "seen": "", "choice": None}),
        (
            changing.edit_section,
            {"key": "IV.1", "title": "Ưu điểm", "seen": "", "choice": TaskChoice(is_own=True)},
        ),
        (changing.add_section, {"behind": "part-1", "title": "Mục"}),
        (changing.add_section, {"behind": "annex-1", "title": "Mục"}),
        (changing.remove_section, {"key": "IV.1"}),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_row(facts, step, fields):
    with pytest.raises(Refused):
        step(**facts, **fields)

    assert not ReviewSkeleton.objects.exists()
