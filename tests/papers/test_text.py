"""Text of any origin prints whole, inside its box, and can be copied from the PDF."""

import pytest

from reporting.papers import drawing, glyphs
from reporting.papers.blocks import Paragraph, Run, plain
from reporting.reviews.narrative.quoting import as_sentence
from reporting.reviews.papers import pdf
from reporting.reviews.snapshots import snapshot
from tests.papers import measuring, worst
from tests.papers.inputs import ALL, LINES, SIGNS, UNSEEN
from tests.reporting.reviews.scene import document_of, plan_at_work, request_review
from tracker.lib import fonts

pytestmark = pytest.mark.xdist_group("worst_paper")

# Blocks of a list or table stand on lines of their own, and so does each blank
OFFICE_TEXT = "\n\n".join(one.text for one in ALL)


@pytest.fixture
def printed(request, db):
    """One paper of the worst texts for all measures: it takes seconds to print."""
    module = request.module
    if not hasattr(module, "_printed"):
        review = request_review(plan_at_work())
        taken = worst.everywhere(snapshot.take(review))
        module._printed = pdf.to_pdf(document_of(review, taken, {"IV.1": OFFICE_TEXT}))
    return module._printed


def test_every_letter_stays_within_the_margins(printed):
    assert measuring.outside_the_text_area(printed) == []


def test_no_letter_crosses_the_rule_of_its_cell(printed):
    assert measuring.across_rules(printed) == []


def test_no_letter_lies_on_another(printed):
    assert measuring.on_one_another(printed) == []


def test_the_text_layer_has_no_private_unseen_or_turning_character(printed):
    assert measuring.strange_letters(printed) == []


def test_every_character_has_a_glyph_of_the_fonts_that_come_with_the_product(printed):
    assert measuring.num_missing_glyphs(printed) == 0
    assert {name.split("-")[0] for name in measuring.fonts_of(printed)} == {"Paper", "Signs"}


def test_what_was_typed_can_be_copied(printed):
    copied = measuring.text_of(printed)

    # As the result of a unit and as the office's text
    lost = [one.kind for one in ALL if copied.count(measuring.squeezed(one.expected)) < 2]
    assert lost == []


@pytest.mark.parametrize("one", LINES, ids=lambda one: one.kind)
def test_characters_without_a_glyph_are_replaced(one):
    assert measuring.squeezed(glyphs.printable(one.text)) == measuring.squeezed(one.expected)


def test_hard_blanks_keep_words_together_unless_they_glue_a_whole_sentence():
    assert glyphs.printable("dài 15\u00a0km, Kế\u00a0hoạch") == "dài 15\u00a0km, Kế\u00a0hoạch"
    assert glyphs.printable("\u00a0".join(["chữ"] * 20)) == " ".join(["chữ"] * 20)


def test_markup_stays_markup():
    assert glyphs.printable('<p class="x">＜b＞ ＂ ✔</p>') == (
        '<p class="x">[U+FF1C]b[U+FF1E] [U+FF02] ✓</p>'
    )


def test_signs_print_without_an_equivalent_of_times(monkeypatch):
    monkeypatch.setattr(fonts, "PRINT_FONTS", ())
    glyphs._printed.cache_clear()
    lines = "".join(f"<p>{one.text}</p>" for one in (*SIGNS, *UNSEEN) if one.kind != "markup")
    try:
        printed = worst.printed(lines)
    finally:
        glyphs._printed.cache_clear()

    assert measuring.num_missing_glyphs(printed) == 0
    assert measuring.strange_letters(printed) == []
    assert {name.split("-")[0] for name in measuring.fonts_of(printed)} <= {"Paper", "Signs"}


@pytest.mark.parametrize("element", ["span", "b", "i"])
def test_words_fill_the_line_before_a_figure(element):
    words = "Việc gửi báo cáo Tháng 1/2026 (NĐ 09/2019) (đang nhận, 3/4, còn 25 ngày): "
    html = f"<p>{words}<{element}>03</{element}> đơn vị gửi đúng hạn</p>"

    [sheet] = measuring.sheets(worst.printed(html))

    assert sheet.text.splitlines()[0].strip() == words.strip()


def test_no_line_ends_within_the_number_of_a_document():
    filled = (f"{'Việc ' * 12}{'m' * more} theo Chỉ thị 35-CT/TU rồi." for more in range(0, 24, 2))
    html = "".join(f"<p>{words}</p>" for words in filled)

    [sheet] = measuring.sheets(worst.printed(html))

    assert sheet.text.count("35-CT/TU") == 12


WORD = "Kết quả:\n\uf0b7\tHọp hội nghị;\n\uf0b7\tBan hành kế hoạch.\n\nThôn\tSố hộ\nĐông\t120"


@pytest.mark.parametrize(
    "blocks",
    [
        [Paragraph("a", plain(WORD))],
        [Paragraph("a", (Run("Xã Thử: "), Run(as_sentence(WORD), source="entry:1")))],
    ],
    ids=["office", "unit"],
)
def test_a_pasted_list_has_lines_and_a_pasted_table_columns(blocks):
    printed = worst.printed(drawing.draw(blocks))

    [meeting], [plan], [intro], [head], [figure], [village] = (
        measuring.boxes_of(printed, words)
        for words in ("Họphộinghị", "Banhànhkếhoạch", "Kếtquả:", "Sốhộ", "120", "Đông")
    )

    assert intro.bottom > meeting.top - 2 > plan.top
    assert meeting.left == pytest.approx(plan.left, abs=0.5)
    assert head.left == pytest.approx(figure.left, abs=0.5)
    assert head.bottom > figure.top
    assert village.bottom == pytest.approx(figure.bottom, abs=4)
    assert measuring.across_rules(printed) == []
