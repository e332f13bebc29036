"""After the figures are taken anew: what changed under the words of people."""

import pytest

from reporting.models import Review, ReviewBlock
from reporting.papers.blocks import Run
from reporting.reviews.composing import compose
from reporting.reviews.editing import changing
from reporting.reviews.editing.acknowledging import acknowledge_figures
from reporting.reviews.editor.changes import FigureChange, changes_of, machine_changes_of
from reporting.reviews.editor.page import sheet_of
from tests.factories import NOON
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review, write
from tracker.lib.refusal import Refused

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


def _frozen_anew(draft):
    """The draft with another figure and other words frozen, under another hash."""
    later = _with(draft, done=97)
    later.snapshot["plan"]["subject"] = "về một việc khác hẳn"
    later.snapshot_sha256 = "f" * 64
    later.save(update_fields=["snapshot", "snapshot_sha256"])
    return later


def test_sentences_of_the_machine_are_listed_until_somebody_read_them(draft, work):
    later = _frozen_anew(draft)

    told = machine_changes_of(later, sheet_of(later))

    assert told.since.number == 1
    marked = [str(one.marked) for block in told.blocks for one in block.differing]
    assert told.num_sentences == len(marked)
    assert {block.kind for block in told.blocks} >= {"paragraph", "table"}
    assert any("khác hẳn" in words and "<ins>" in words for words in marked)
    assert machine_changes_of(draft, sheet_of(draft)) is None

    acknowledge_figures(review=later, seen_sha256="f" * 64, by=work.by, at=NOON)

    later.refresh_from_db()
    assert machine_changes_of(later, sheet_of(later)) is None
    assert later.events.latest("pk").note.startswith("Đã xem các câu")


def test_blocks_that_only_moved_have_no_sentence_to_read(draft):
    kept = draft.prints.get()
    kept.blocks.reverse()
    kept.save(update_fields=["blocks"])
    draft.snapshot_sha256 = "f" * 64

    assert machine_changes_of(draft, sheet_of(draft)) is None


def test_blocks_that_people_touched_are_not_among_those_of_the_machine(draft, work):
    later = _frozen_anew(draft)
    sheet = sheet_of(later)
    step = {"review": later, "document": sheet.document, "by": work.by, "at": NOON}
    for block in machine_changes_of(later, sheet).blocks:
        changing.set_hidden(**step, key=block.key, is_hidden=True)
    assert machine_changes_of(later, sheet_of(later)) is None


def test_figures_that_were_frozen_again_meanwhile_are_not_read(draft, work):
    with pytest.raises(Refused, match="Số liệu vừa đổi"):
        acknowledge_figures(review=draft, seen_sha256="0" * 64, by=work.by, at=NOON)
