"""The text of the plan can be rebuilt from the rows without loss or repetition."""

import hashlib
import re

import pytest
from django.conf import settings

from plans.models import Passage, PassageKind, Task
from plans.text import Piece, paragraphs_of

# Requests a database from pytest-django, even if this file is run alone.
pytestmark = pytest.mark.django_db

SOURCE = (settings.BASE_DIR / "fixtures" / "plan_126_source.txt").read_bytes().decode()


@pytest.fixture
def passages(plan) -> list[Passage]:
    return list(Passage.objects.prefetch_related("tasks").order_by("position"))


def test_raw_runs_joined_are_the_source(plan, passages):
    assert "".join(passage.raw for passage in passages) == SOURCE
    assert hashlib.sha256(SOURCE.encode()).hexdigest() == plan.source_sha256


def test_every_character_of_sections_ii_and_iii_belongs_to_a_task_or_is_a_head(passages):
    begin, end = SOURCE.index("II. NHIỆM VỤ"), SOURCE.index("Nơi nhận:")
    at = 0
    for passage in passages:
        if begin <= at < end:
            has_tasks = bool(passage.tasks.all())
            is_head = passage.kind in (
                PassageKind.SECTION_HEADING,
                PassageKind.GROUP_HEADING,
                PassageKind.NUMBERING,
            )
            assert has_tasks != is_head, passage.raw
            assert passage.kind in (PassageKind.BODY, PassageKind.FOOTNOTE) or is_head
        at += len(passage.raw)


def test_footnotes_belong_to_the_task_whose_sentence_has_their_mark(passages):
    for passage in passages:
        if passage.kind == PassageKind.FOOTNOTE:
            (task,) = passage.tasks.all()
            assert passage.footnote_mark in task.text


def test_print_differs_from_the_source_only_by_joins_and_markup(plan, passages):
    raw = re.sub(r"\s+", " ", SOURCE.replace("*Chỉ thị", "Chỉ thị").replace("TU*)", "TU)"))
    raw = raw.replace("**", "").strip()
    printed = " ".join(
        "".join(piece.words for run in paragraph.runs for piece in _as_printed(run))
        for paragraph in paragraphs_of(plan)
    )

    assert re.sub(r"\s+", " ", printed).strip() == raw


def _as_printed(run):
    return [Piece(piece.printed or piece.words) for piece in run.pieces]


def test_head_and_foot_of_the_plan_agree_with_the_source(plan):
    printed = [
        "".join(piece.words for run in paragraph.runs for piece in run.pieces)
        for paragraph in paragraphs_of(plan)
    ]
    purposes, requirements = plan.purposes.split("\n\n"), plan.requirements.split("\n\n")

    for words in (plan.basis, *purposes, *requirements, plan.signer_capacity, plan.signer_name):
        assert words in printed
    # The source begins the subject with a capital, because it begins a line there.
    assert plan.subject[:1].upper() + plan.subject[1:] in printed
    assert [f"- {line}" for line in plan.recipients.splitlines()] == [
        line for line in printed if line.startswith("- ")
    ]


def test_page_breaks_are_joined(plan):
    paragraphs = [
        "".join(piece.words for run in paragraph.runs for piece in run.pieces)
        for paragraph in paragraphs_of(plan)
    ]

    for words in ("động lực phát triển kinh tế", "huyện và các xã, thị trấn", "kinh phí hàng năm"):
        assert sum(words in paragraph for paragraph in paragraphs) == 1


def test_each_tasks_text_is_its_printed_runs(passages):
    for task in Task.objects.all():
        runs = [
            passage.printed.strip()
            for passage in passages
            if passage.kind == PassageKind.BODY and task in passage.tasks.all()
        ]
        assert task.text == " ".join(runs)


def test_the_shared_sentence_belongs_to_two_tasks(passages):
    shared = [
        sorted(task.code for task in passage.tasks.all())
        for passage in passages
        if len(passage.tasks.all()) > 1
    ]

    assert shared == [["III.5.2", "III.5.3"]]


def test_misprints_are_shown_corrected_and_marked(plan):
    pieces = [
        piece
        for paragraph in paragraphs_of(plan)
        for run in paragraph.runs
        for piece in run.pieces
        if piece.printed
    ]

    assert [(piece.printed, piece.words) for piece in pieces] == [
        ("tranh gây phiền hà", "tránh gây phiền hà"),
        ("thường xuyên xuyên tổ chức", "thường xuyên tổ chức"),
    ]
    assert all(piece.note for piece in pieces)
