"""What people changed is laid over what the machine says today."""

from dataclasses import replace

from reporting.models import BlockKind
from reporting.papers.blocks import Annex, Heading, ItemList, Run, plain, text_of
from reporting.reviews.editing.applying import RECIPIENTS, apply_edits, placed
from reporting.reviews.editing.figures import figures_for
from reporting.reviews.editing.words import words_of
from tests.reporting.reviews.editing.small import (
    DONE,
    document,
    edit,
    judgement,
    keys,
    paragraph,
    with_annexes,
)

WRITTEN = (Run("Huyện đã xong "), Run("3", figure=DONE), Run(" việc, đạt yêu cầu."))


def _text(document, key):
    found = next(block for block in document.blocks if block.key == key)
    return text_of(words_of(found))


def test_without_changes_the_machine_speaks():
    assert apply_edits(judgement(), [], {}) == judgement()


def test_an_edited_paragraph_says_what_people_wrote():
    after = apply_edits(judgement(), [edit("IV.1.2", "Chủ động, quyết liệt.")], {})
    assert _text(after, "IV.1.2") == "Chủ động, quyết liệt."
    assert keys(after) == keys(judgement())


def test_a_figure_in_edited_words_is_that_of_today():
    today = judgement(done="5")
    changed = edit("IV.1.1", runs=WRITTEN)
    assert _text(apply_edits(today, [changed], figures_for(today, [changed], {})), "IV.1.1") == (
        "Huyện đã xong 5 việc, đạt yêu cầu."
    )


def test_a_figure_whose_place_is_gone_keeps_its_number():
    after = apply_edits(judgement(), [edit("IV.1.1", runs=WRITTEN)], {})
    assert _text(after, "IV.1.1") == "Huyện đã xong 3 việc, đạt yêu cầu."


def test_a_hidden_block_is_not_in_the_paper_but_keeps_its_place():
    hidden = [edit("IV.1.1", is_hidden=True)]
    assert "IV.1.1" not in keys(apply_edits(judgement(), hidden, {}))
    [body] = placed(judgement(), hidden, {})
    assert [one.is_hidden for one in body] == [False, True, *[False] * 6]


def test_a_block_without_words_is_not_in_the_paper():
    assert "IV.1.2" not in keys(apply_edits(judgement(), [edit("IV.1.2", "")], {}))


def test_a_moved_block_stands_behind_another():
    after = apply_edits(judgement(), [edit("IV.1.1", after="IV.1.2", position=0)], {})
    assert keys(after)[:3] == ["IV.1", "IV.1.2", "IV.1.1"]


def test_a_block_may_stand_first():
    after = apply_edits(judgement(), [edit("list", after="", position=0)], {})
    assert keys(after)[:2] == ["list", "IV.1"]


def test_blocks_behind_the_same_one_stand_in_order_of_position():
    added = [
        edit("own-a", "Hai.", after="IV.1", position=1),
        edit("own-b", "Một.", after="IV.1", position=0),
        edit("own-c", "Một rưỡi.", after="own-b", position=0),
    ]
    assert keys(apply_edits(judgement(), added, {}))[:4] == ["IV.1", "own-b", "own-c", "own-a"]


def test_added_words_replace_the_blank_of_their_section_alone():
    heading, blank, another = judgement().blocks[3:6]
    two = document(heading, blank, another, replace(blank, key="IV.3.blank"))
    after = apply_edits(two, [edit("own-a", "Thiếu vốn.", after="IV.2", position=0)], {})
    assert keys(after) == ["IV.2", "own-a", "IV.3", "IV.3.blank"]


def test_words_typed_into_a_blank_make_it_a_paragraph():
    after = apply_edits(judgement(), [edit("IV.2.blank", "Thiếu vốn.")], {})
    found = after.blocks[4]
    assert (found.style, text_of(found.runs)) == ("body", "Thiếu vốn.")


def test_written_words_of_which_the_machine_no_longer_speaks_stay_where_they_were():
    gone = edit("IV.1.9", "Viết trên đoạn cũ.", after="IV.1.2")
    assert keys(apply_edits(judgement(), [gone], {}))[2:4] == ["IV.1.2", "IV.1.9"]


def test_words_behind_a_block_that_is_gone_stay_in_its_section():
    added = edit("own-a", "Thêm.", after="IV.1.7", position=0)
    assert keys(apply_edits(judgement(), [added], {}))[2:4] == ["IV.1.2", "own-a"]


def test_words_of_a_section_that_is_gone_come_last():
    added = edit("own-a", "Thêm.", after="XX.1", position=0)
    assert keys(apply_edits(judgement(), [added], {}))[-1] == "own-a"


def test_a_block_that_is_only_hidden_goes_with_the_machine_s():
    gone = edit("IV.1.9", is_hidden=True, after="IV.1.2")
    assert keys(apply_edits(judgement(), [gone], {})) == keys(judgement())


def test_words_at_the_end_of_a_section_follow_its_last_block():
    added = edit("own-a", "Thêm.", after="end:IV.1", position=0)
    assert keys(apply_edits(judgement(), [added], {}))[2:4] == ["IV.1.2", "own-a"]


def test_the_end_of_a_section_without_heading_is_found_by_its_keys():
    opened = document(paragraph("opening.1", "Thực hiện kế hoạch,"), *judgement().blocks)
    added = edit("own-a", "Thêm.", after="end:opening", position=0)
    assert keys(apply_edits(opened, [added], {}))[:2] == ["opening.1", "own-a"]


def test_words_behind_a_block_that_an_annex_lost_stay_in_the_annex():
    added = edit("own-a", "Thêm.", after="annex-2.a.9", position=0)
    [body, _, results] = placed(with_annexes(), [added], {})
    assert "own-a" not in [one.block.key for one in body]
    assert [one.block.key for one in results] == ["annex-2.a", "annex-2.a.1", "own-a"]


def test_blocks_that_follow_only_each_other_are_not_lost():
    circle = [
        edit("own-a", "A.", after="own-b", position=0),
        edit("own-b", "B.", after="own-a", position=0),
    ]
    assert keys(apply_edits(judgement(), circle, {}))[-2:] == ["own-a", "own-b"]


def test_an_added_heading_takes_the_number_typed_before_it():
    added = edit("own-a", "4. Bài học", kind=BlockKind.HEADING, after="IV.1.2", position=0, level=2)
    assert Heading("own-a", "4.", "Bài học", 2) in apply_edits(judgement(), [added], {}).blocks


def test_an_edited_heading_keeps_the_number_of_the_machine():
    after = apply_edits(judgement(), [edit("IV.2", "Tồn tại", kind=BlockKind.HEADING)], {})
    assert Heading("IV.2", "2.", "Tồn tại", 2) in after.blocks


def _headings(*edits):
    blocks = apply_edits(judgement(), edits, {}).blocks
    return [(one.key, one.number) for one in blocks if isinstance(one, Heading)]


def test_headings_are_numbered_without_a_gap_where_one_is_hidden_moved_or_added():
    words = {"kind": BlockKind.HEADING, "after": "IV.1.2", "position": 0}

    assert _headings(edit("IV.1", is_hidden=True)) == [("IV.2", "1."), ("IV.3", "2.")]
    assert _headings(edit("IV.1", after="list", position=0)) == [
        ("IV.2", "1."),
        ("IV.3", "2."),
        ("IV.1", "3."),
    ]
    assert [number for _, number in _headings(edit("own-a", "2. Bài học", **words))] == [
        *("1.", "2.", "3.", "4."),
    ]
    assert [number for _, number in _headings(edit("own-a", "Bài học", **words))] == [
        *("1.", "", "2.", "3."),
    ]


def test_an_edited_list_has_an_item_a_line():
    after = apply_edits(judgement(), [edit("list", "Một\n\nBa", kind=BlockKind.LIST)], {})
    assert ItemList("list", (plain("Một"), plain("Ba"))) in after.blocks


def test_blocks_of_an_annex_are_edited_in_it():
    annexed = replace(
        judgement(), annexes=(Annex("annex-1", 1, "Biểu", (paragraph("annex-1.1", "Cũ."),)),)
    )
    changes = [
        edit("annex-1.1", "Mới."),
        edit("own-a", "Thêm.", after="annex-1.1", position=0),
    ]
    [annex] = apply_edits(annexed, changes, {}).annexes
    assert [text_of(words_of(block)) for block in annex.blocks] == ["Mới.", "Thêm."]


def test_recipients_are_lines_of_the_foot():
    after = apply_edits(judgement(), [edit(RECIPIENTS, "- Tỉnh ủy;\nLưu VP.")], {})
    assert after.foot.recipients == ("Tỉnh ủy", "Lưu VP")
    assert apply_edits(judgement(), [], {}).foot.recipients == ("Như trên", "Lưu")
