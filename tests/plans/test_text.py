"""Paragraphs are assembled from runs, with corrections marked in place."""

from datetime import date

import pytest

from plans.models import Correction, Passage, PassageKind
from plans.text import Piece, paragraphs_of, raw_text
from tests.factories import PlanFactory, TaskFactory, TaskGroupFactory

pytestmark = pytest.mark.django_db


def passage(plan, position, printed, *, block=None, kind=PassageKind.BODY, **fields):
    return Passage.objects.create(
        plan=plan,
        position=position,
        block=position if block is None else block,
        kind=kind,
        raw=fields.pop("raw", printed),
        printed=printed,
        **fields,
    )


def correct(row, printed_words, corrected_words, note="In nhầm."):
    Correction.objects.create(
        passage=row,
        printed_words=printed_words,
        corrected_words=corrected_words,
        note=note,
        marked_on=date(2026, 11, 1),
    )


def words(paragraph):
    return "".join(piece.words for run in paragraph.runs for piece in run.pieces)


def test_runs_of_one_block_make_one_paragraph():
    plan = PlanFactory()
    passage(plan, 1, "kinh phí hàng ", block=1)
    passage(plan, 2, "năm", block=1)
    passage(plan, 3, "Đoạn sau", block=2)

    paragraphs = paragraphs_of(plan)

    assert [words(paragraph) for paragraph in paragraphs] == ["kinh phí hàng năm", "Đoạn sau"]


def test_runs_are_in_the_order_of_the_source_regardless_of_storage():
    plan = PlanFactory()
    passage(plan, 2, "hai", block=1)
    passage(plan, 1, "một ", block=1)

    assert words(paragraphs_of(plan)[0]) == "một hai"
    assert raw_text(plan) == "một hai"


def test_unprinted_text_makes_no_paragraph_and_is_kept_raw():
    plan = PlanFactory()
    passage(plan, 1, "", kind=PassageKind.HEAD, raw="\n\n")
    passage(plan, 2, "KẾ HOẠCH", kind=PassageKind.TITLE)

    assert [words(paragraph) for paragraph in paragraphs_of(plan)] == ["KẾ HOẠCH"]
    assert raw_text(plan) == "\n\nKẾ HOẠCH"


def test_a_numbered_paragraph_is_body():
    plan = PlanFactory()
    passage(plan, 1, "1. ", block=1, kind=PassageKind.NUMBERING)
    passage(plan, 2, "Các cơ quan", block=1)

    (paragraph,) = paragraphs_of(plan)

    assert paragraph.kind == PassageKind.BODY
    assert words(paragraph) == "1. Các cơ quan"


def test_a_heading_keeps_its_kind_and_group():
    group = TaskGroupFactory()
    passage(group.plan, 1, "1. Tiếp tục", kind=PassageKind.GROUP_HEADING, group=group)

    (paragraph,) = paragraphs_of(group.plan)

    assert (paragraph.kind, paragraph.group_id) == (PassageKind.GROUP_HEADING, group.pk)


def test_a_footnote_has_its_mark():
    plan = PlanFactory()
    passage(plan, 1, "¹ Tăng", kind=PassageKind.FOOTNOTE, footnote_mark="¹")

    assert paragraphs_of(plan)[0].footnote_mark == "¹"


def test_the_style_of_a_run_is_its_own():
    plan = PlanFactory()
    passage(plan, 1, "gọi tắt là ", block=1)
    passage(plan, 2, "Chỉ thị", block=1, style="italic")

    (paragraph,) = paragraphs_of(plan)

    assert [run.style for run in paragraph.runs] == ["", "italic"]


def test_a_run_lists_its_tasks_in_plan_order_and_a_paragraph_lists_each_once():
    group = TaskGroupFactory()
    later = TaskFactory(group=group, position=2)
    earlier = TaskFactory(group=group, position=1)
    passage(group.plan, 1, "sơ kết, tổng kết", block=1).tasks.set([later, earlier])
    passage(group.plan, 2, " đúng quy định", block=1).tasks.set([later])

    (paragraph,) = paragraphs_of(group.plan)

    assert paragraph.runs[0].task_ids == (earlier.pk, later.pk)
    assert paragraph.task_ids == [earlier.pk, later.pk]


def test_a_correction_is_a_piece_of_its_own_with_the_printed_words():
    plan = PlanFactory()
    row = passage(plan, 1, "thời gian, tranh gây phiền hà cho dân")
    correct(row, "tranh gây", "tránh gây", note="In nhầm “tranh”.")

    (run,) = paragraphs_of(plan)[0].runs

    assert run.pieces == (
        Piece("thời gian, "),
        Piece("tránh gây", printed="tranh gây", note="In nhầm “tranh”."),
        Piece(" phiền hà cho dân"),
    )


def test_a_correction_of_a_whole_run_leaves_no_empty_piece():
    plan = PlanFactory()
    correct(passage(plan, 1, "tranh"), "tranh", "tránh")

    (run,) = paragraphs_of(plan)[0].runs

    assert run.pieces == (Piece("tránh", printed="tranh", note="In nhầm."),)


def test_corrections_are_in_the_order_of_the_text_regardless_of_when_they_were_marked():
    plan = PlanFactory()
    row = passage(plan, 1, "một hia ba bón năm")
    correct(row, "bón", "bốn")
    correct(row, "hia", "hai")

    (run,) = paragraphs_of(plan)[0].runs

    assert [(piece.words, piece.printed) for piece in run.pieces] == [
        ("một ", ""),
        ("hai", "hia"),
        (" ba ", ""),
        ("bốn", "bón"),
        (" năm", ""),
    ]


def test_a_correction_of_missing_words_changes_nothing():
    plan = PlanFactory()
    correct(passage(plan, 1, "đúng cả"), "sai", "đúng")

    assert paragraphs_of(plan)[0].runs[0].pieces == (Piece("đúng cả"),)


@pytest.mark.parametrize("n", [1, 4])
def test_the_text_takes_three_queries_however_long(n, django_assert_num_queries):
    group = TaskGroupFactory()
    for position in range(1, n + 1):
        row = passage(group.plan, position, f"câu sai {position}")
        row.tasks.add(TaskFactory(group=group))
        correct(row, "sai", "đúng")

    with django_assert_num_queries(3):
        paragraphs = paragraphs_of(group.plan)

    assert len(paragraphs) == n
