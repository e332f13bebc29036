"""After the figures are taken anew: what changed under the words of people."""

import pytest

from reporting.models import Review, ReviewBlock
from reporting.papers.blocks import Run
from reporting.reviews.composing import compose
from reporting.reviews.editing import changing
from reporting.reviews.editor.changes import FigureChange, changes_of
from reporting.reviews.editor.page import sheet_of
from tests.factories import NOON
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
DONE = "figures.totals.done"
KEY = "IV.1.blank-1"


@pytest.fixture
def work():
    return plan_at_work()


@pytest.fixture
def draft(work):
    return compiled(request_review(work))


def _write(draft, work, *runs, key=KEY):
    changing.save_words(
        review=draft,
        document=compose(draft).machine,
        key=key,
        runs=runs,
        seen_version=0,
        by=work.by,
        at=NOON,
    )


def _with(draft, **figures):
    """The draft with other figures frozen."""
    found = Review.objects.select_related("plan").get(pk=draft.pk)
    found.snapshot["figures"]["totals"] |= figures
    found.save(update_fields=["snapshot"])
    return found


def test_nothing_changed_as_long_as_the_figures_are_the_same(draft, work):
    _write(draft, work, Run("Xong "), Run("2", figure=DONE))
    assert changes_of(sheet_of(draft)) == []


def test_figures_change_in_place_and_are_listed_until_somebody_read_them(draft, work):
    _write(draft, work, Run("Xong "), Run("2", figure=DONE), Run(" việc."))
    write(draft, {"IV.2": "Không có số."}, by=work.by)
    later = _with(draft, done=9)

    sheet = sheet_of(later, has_origins=False)
    [change] = changes_of(sheet)

    assert (change.key, change.figures) == (KEY, [FigureChange("2", "9")])
    assert change.machine is None
    assert sheet.block(KEY).drawn == f'<p>Xong <span data-figure="{DONE}">9</span> việc.</p>'
    assert ReviewBlock.objects.get(key=KEY).runs[1]["text"] == "2"

    changing.accept_changes(
        review=later,
        document=sheet.document,
        figures=sheet.composed.figures,
        key=KEY,
        by=work.by,
        at=NOON,
    )

    assert changes_of(sheet_of(later)) == []
    assert ReviewBlock.objects.get(key=KEY).runs[1]["text"] == "9"


def test_a_figure_whose_place_is_gone_is_told(draft, work):
    _write(draft, work, Run("4", figure="figures.totals.forgotten"))
    [change] = changes_of(sheet_of(draft))
    assert change.figures == [FigureChange("4", "")]


def test_other_words_of_the_machine_are_told_beside_those_of_people(draft, work):
    opening = compose(draft).machine.blocks[0].key
    _write(draft, work, Run("Mở đầu của Văn phòng."), key=opening)
    found = Review.objects.select_related("plan").get(pk=draft.pk)
    found.snapshot["plan"]["subject"] = "về một việc khác hẳn"
    found.save(update_fields=["snapshot"])

    [change] = changes_of(sheet_of(found))

    assert "<ins>" in change.machine
    assert "khác hẳn" in change.machine
    assert sheet_of(found).block(opening).drawn == "<p>Mở đầu của Văn phòng.</p>"
