"""Rows of recurring and continuous tasks in the workbook."""

import pytest
from openpyxl.utils import get_column_letter

from plans.models import TaskKind
from reporting.filing.filing import NO_PERCENT
from reporting.models import ProgressEntry
from reporting.workbook import importing
from reporting.workbook.layout import FIELD_COLUMNS, FORM_SHEET
from reporting.workbook.preview import preview_of
from reporting.workbook.rows import CHANGE, UNCHANGED, UNCLEAR
from tests.factories import FILED, NOON, AssignmentFactory, UserFactory
from tests.reporting.workbook.scene import (
    cell,
    entries_of,
    fill,
    kinds,
    row_of,
    saved,
    submission_of,
    upload,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[TaskKind.RECURRING, TaskKind.CONTINUOUS])
def submission(request):
    """A submission of one draft of a task that never ends, and one of a one-off task."""
    first = AssignmentFactory(task__kind=request.param)
    AssignmentFactory(unit=first.unit, task__group=first.task.group)
    return submission_of(assignment=first)


def _lists(book):
    """The list of each cell with one."""
    rules = book[FORM_SHEET].data_validations.dataValidation
    return {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"}


def test_the_percentage_is_empty_and_locked(submission):
    periodic, one_off = entries_of(submission)
    ProgressEntry.objects.filter(pk=periodic.pk).update(percent=50)

    book = workbook(submission)

    assert cell(book, periodic, "percent").value is None
    assert cell(book, periodic, "percent").protection.locked
    assert cell(book, periodic, "percent").fill.fgColor.rgb == "FFE7E6E6"
    assert not cell(book, periodic, "state").protection.locked
    assert not cell(book, one_off, "percent").protection.locked


def test_each_row_offers_the_states_of_its_kind(submission):
    periodic, one_off = entries_of(submission)
    book = workbook(submission)
    column = get_column_letter(FIELD_COLUMNS["state"])

    assert _lists(book) == {
        f"{column}{row_of(book, periodic)}": (
            '"Chưa triển khai trong kỳ,Đang thực hiện,Đã thực hiện đạt yêu cầu trong kỳ,'
            'Không phát sinh"'
        ),
        f"{column}{row_of(book, one_off)}": (
            '"Chưa triển khai,Đang thực hiện,Đã hoàn thành,Không phát sinh"'
        ),
    }


@pytest.mark.parametrize("words", ["Đã thực hiện đạt yêu cầu trong kỳ", "Đã hoàn thành"])
def test_the_words_of_older_workbooks_are_read_too(submission, words):
    periodic, _ = entries_of(submission)
    book = workbook(submission)
    fill(book, periodic, state=words)

    found = upload(book, submission)

    assert found.rows[0]["filed"] == {"state": "done"}
    [difference] = preview_of(found).changes[0].differences
    assert "<ins>Đã thực hiện đạt yêu cầu trong kỳ</ins>" in difference.marked


@pytest.mark.parametrize("typed", [60, "sáu mươi"])
def test_a_percentage_typed_there_is_refused_and_nothing_else_is_lost(submission, typed):
    periodic, one_off = entries_of(submission)
    book = workbook(submission)
    fill(book, periodic, percent=typed, result="Đã làm thêm.")
    fill(book, one_off, percent=95)
    by = UserFactory()

    found = upload(book, submission, by=by)
    importing.confirm(sheet_import=found, taken=(), by=by, at=NOON)

    assert kinds(found) == [CHANGE, CHANGE]
    [problem] = found.rows[0]["problems"]
    assert problem["text"] == str(typed)
    assert problem["why"].startswith(NO_PERCENT)
    assert (saved(periodic).result, saved(periodic).percent) == ("Đã làm thêm.", None)
    assert (saved(one_off).result, saved(one_off).percent) == (FILED["result"], 95)


def test_a_row_with_nothing_but_a_percentage_is_shown_as_not_written(submission):
    periodic, _ = entries_of(submission)
    book = workbook(submission)
    fill(book, periodic, percent=60)

    found = upload(book, submission)

    assert kinds(found) == [UNCLEAR, UNCHANGED]
    assert preview_of(found).unclear[0].problems[0]["why"].startswith(NO_PERCENT)
