"""Slips, pages and ends of lines within a sentence."""

import unicodedata

import pytest

from plans.reading.mending.breaks import Break
from tests.plans.reading.small_texts import read, tasks_of


def test_slips_are_marked_and_the_printed_words_stay():
    found = read("II. NHIỆM VỤ\n1. Xây dựng kê hoạch, hoàn thành trước ngày l5/1O/2026.\n")
    passage = found.passages[1]
    assert "kê hoạch" in passage.printed
    marked = {(each.printed_words, each.corrected_words) for each in found.corrections}
    assert {("kê hoạch", "kế hoạch"), ("l5", "15"), ("1O", "10")} <= marked
    assert str(tasks_of(found)[0].deadline.date) == "2026-10-15"


def test_a_page_number_within_a_sentence_is_left_out_and_marked():
    found = read("II. NHIỆM VỤ\n1. Tạo động lực phát\n\n3\n\ntriển kinh tế của xã.\n")
    assert tasks_of(found)[0].text == "Tạo động lực phát triển kinh tế của xã."
    assert found.corrections[0].printed_words == "phát\n3\ntriển"


def test_a_hyphen_that_cuts_a_word_goes_and_one_of_a_name_stays():
    found = read("II. NHIỆM VỤ\n1. Xây dựng kế ho-\nạch kinh tế -\nxã hội năm 2026.\n")
    assert tasks_of(found)[0].text == "Xây dựng kế hoạch kinh tế - xã hội năm 2026."


def test_a_number_or_a_name_that_a_line_cuts_is_whole():
    found = read(
        "KẾ HOẠCH\nthử\n\nI. NHIỆM VỤ\n1. Họp.\n2. Rà soát quy hoạch theo Tờ trình số 401/TTr-\n"
        "SNNMT, xong trong quý III/\n2026.\n3. Gửi báo cáo của\nBan Dân vận.\n"
    )
    (_meeting, review, report) = tasks_of(found)
    assert [each.number for each in found.documents] == ["401/TTr-SNNMT"]
    assert review.deadline.words == "xong trong quý III/2026"
    assert report.text == "Gửi báo cáo của Ban Dân vận."


@pytest.mark.parametrize(("last", "is_within"), [("Phòng Văn hóa", True), ("Mở lớp", False)])
def test_a_dash_on_a_new_line_may_be_within_a_name(last, is_within):
    line = Break(
        before=last,
        last=last,
        text="- Xã hội chủ trì",
        is_of_title=False,
        is_whole=False,
        has_blank=False,
        has_page=False,
        width=len(last),
    )
    assert line.is_within_paragraph == is_within


def test_decomposed_text_with_other_line_ends_reads_the_same():
    text = "II. NHIỆM VỤ\n1. Phòng Nội vụ rà soát biên chế trước ngày 30/6/2026.\n"
    spoilt = unicodedata.normalize("NFD", text).replace("\n", "\r\n")
    assert tasks_of(read(spoilt)) == tasks_of(read(text))
    assert "".join(each.raw for each in read(spoilt).passages) == spoilt
