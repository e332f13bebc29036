"""The paper of a review as HTML."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from reporting.models import ReviewKind
from reporting.papers import drawing
from reporting.papers.days import day_in_text, day_in_words
from reporting.reviews import skeleton
from reporting.reviews.narrative.house_style import in_digits
from reporting.reviews.narrative.quoting import as_sentence
from reporting.reviews.papers import paper
from reporting.reviews.papers.groups_table import rate
from reporting.reviews.papers.words import SnapshotFigures
from reporting.reviews.snapshots import snapshot
from reporting.reviews.snapshots.places import numbered
from tests.reporting.reviews.scene import (
    OBSTACLE,
    SHARED_RESULT,
    SOLO_RESULT,
    UNVERIFIED,
    html_of,
    plan_at_work,
    request_review,
)
from tracker.lib.template_tags import decimal

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    return request_review(plan_at_work())


@pytest.fixture
def taken(review):
    return snapshot.take(review)


def _html(review, taken, parts=None):
    return html_of(review, taken, parts)


def _text(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_marked_number_equals_that_of_the_snapshot(review, taken):
    html = _html(review, taken)

    marked = re.findall(r'data-figure="([^"]+)">([^<]*)<', html)
    places = {place for place, _ in marked}
    assert {
        "topics.:all.num_parts",
        "topics.:group-1.once_done",
        "figures.trend.0.cells.done",
    } <= places
    assert len(places) > 40
    for place, printed in marked:
        path = [int(step) if step.isdigit() else step for step in numbered(taken, place)]
        counted = SnapshotFigures(taken).value(*path)
        number = len(counted) if isinstance(counted, list) else counted
        assert printed in (decimal(number), in_digits(abs(number))), place


def test_an_older_snapshot_is_told_task_by_task_with_the_same_figures(review, taken):
    html = _html(review, _without(taken, "skeleton") | {"schema": 1})

    assert "Nhiệm vụ 1.2." in html
    assert 'data-figure="figures.totals.done"' in html
    assert "topics." not in html


def test_tasks_done_after_an_extension_are_shown_in_sentences_and_in_the_table(review, taken):
    cells = [taken["figures"]["totals"], taken["figures"]["by_group"][0]["cells"]]
    for row in cells:
        row.update(done_extended=1, done_on_time=2, done_undated=0)

    html = _html(review, taken | {"schema": 1})

    assert "đúng hạn 2 , trong đó 1 sau gia hạn; quá hạn 0" in _text(html)
    assert "Trong đó sau gia hạn" in html
    assert 'data-figure="figures.by_group.0.cells.done_extended"' in html


def test_without_extensions_the_table_shows_zero_and_no_sentence_mentions_them(review, taken):
    html = _html(review, taken)

    assert '<span data-figure="figures.totals.done_extended">0</span>' in html
    assert "sau gia hạn;" not in _text(html)


def test_a_snapshot_older_than_the_count_is_printed_unchanged(review, taken):
    older = taken
    for key in ("done_extended", "done_undated", "open_undated", "period_met", "period_owed"):
        older = _without(older, key)
    older["figures"]["by_group"][0]["cells"]["done_on_time"] = 2

    html = _html(review, older | {"schema": 1})

    assert "sau gia hạn" not in html
    assert "Không đặt thời hạn" not in html
    assert html.count("<col>", 0, html.index("</colgroup>")) == 7
    assert "(đúng hạn 2 , quá hạn 0 )" in _text(html)


def test_work_without_a_deadline_has_columns_and_words_of_its_own(review, taken):
    html = _html(review, taken)

    assert "quá hạn 0 , không đặt thời hạn 2 )" in _text(_html(review, taken | {"schema": 1}))
    assert "Việc một lần, không đặt thời hạn: 02 /" in _text(html)
    assert html.count("Không đặt thời hạn</th>") == 2
    assert 'data-figure="figures.by_group.:1.cells.done_undated"' in html


def _without(part, key):
    """`part` of a snapshot without `key` at any depth."""
    if isinstance(part, list):
        return [_without(each, key) for each in part]
    if isinstance(part, dict):
        return {name: _without(each, key) for name, each in part.items() if name != key}
    return part


def test_no_sentence_calls_unaccepted_work_done(review, taken):
    text = _text(_html(review, taken))

    assert SOLO_RESULT in text
    assert SHARED_RESULT in text
    assert UNVERIFIED not in text
    assert "Đã báo cáo hoàn thành" not in text
    assert "đã báo cáo, chờ thẩm tra 1" in _text(_html(review, taken | {"schema": 1}))


def test_the_html_makes_no_query(review, taken, django_assert_num_queries):
    ready = paper.Paper.of(review)

    with django_assert_num_queries(0):
        drawing.to_html(paper.document_of(ready, taken))


def test_a_draft_leaves_number_and_day_blank(review, taken):
    html = _html(review, taken)

    assert "Dự thảo lần 1" in html
    assert 'Số <span class="blank-number"></span>-BC/HU' in html
    assert 'ngày <span class="blank-day"></span> tháng 3 năm 2026' in html


def test_an_issued_paper_has_number_day_and_signer(review, taken):
    issued = replace(
        paper.Paper.of(review),
        is_draft=False,
        number="05-BC/HU",
        issued_on=date(2026, 2, 5),
        signer_name="Người Ký Thử",
    )

    text = _text(drawing.to_html(paper.document_of(issued, taken)))

    assert "Số 05-BC/HU" in text
    assert "Thử, ngày 05 tháng 02 năm 2026" in text
    assert "Dự thảo" not in text
    assert "(kèm theo Báo cáo số 05-BC/HU, ngày 05/02/2026 của" in text


def test_texts_are_printed_and_missing_ones_are_visible_blanks(review, taken):
    html = _html(review, taken, {"IV.1": "Cấp ủy vào cuộc.\n\nĐơn vị chủ động <tốt>."})

    assert "<p>Cấp ủy vào cuộc.</p>" in html
    assert "Đơn vị chủ động &lt;tốt&gt;." in html
    blanks = ["I.1", "III", "IV.1", "IV.2", "IV.3.a", "IV.3.b", "2.I", "2.II.1", "2.II.2", "2.II.3"]
    sections = paper.sections_of(taken)
    assert [section.heading.key for section in sections if section.is_blank] == blanks
    assert html.count("(Văn phòng bổ sung)") == len(blanks) - 1


def test_obstacles_are_not_printed_automatically(review, taken):
    assert OBSTACLE not in _html(review, taken)


def test_the_annexes_list_every_task_document_and_unit(review, taken):
    html = re.sub(r">\s+<", "><", _html(review, taken))
    text = _text(html)

    for group in taken["groups"]:
        for task in group["tasks"]:
            assert f"<td>{task['code']}</td><td>{task['title']}</td>" in html
    assert "15-QĐ/UBND" in text
    assert "24/02/2026" in text
    for row in taken["figures"]["matrix"]:
        assert f'<th scope="row">{row["name"]}</th>' in html
    assert html.count("<thead>") == 4


def test_the_annex_of_extensions_is_omitted_when_empty(review, taken):
    row = {
        "task": "1.1",
        "title": "Quy chế",
        "unit_name": "Ủy ban nhân dân xã Thử",
        "deadline_from": "2026-03-26",
        "deadline_to": "2026-04-25",
        "document": "77-CV/VPHU",
        "document_issued_on": "2026-03-16",
    }

    text = _text(_html(review, taken | {"extensions": [row]}))

    assert "PHỤ LỤC 5 Phần việc được gia hạn" in text
    assert "1 1.1. Quy chế Ủy ban nhân dân xã Thử 26/3/2026 25/4/2026" in text
    assert "77-CV/VPHU, ngày 16/3/2026" in text
    older = _without(taken, "extensions")
    assert "Phần việc được gia hạn" not in _text(_html(review, taken) + _html(review, older))


@pytest.mark.parametrize(
    ("kind", "has_lessons", "has_parts"),
    [
        (ReviewKind.INTERIM, False, True),
        (ReviewKind.FINAL, True, True),
        (ReviewKind.PERIODIC, False, False),
    ],
)
def test_each_kind_has_its_own_headings(review, taken, kind, has_lessons, has_parts):
    taken["report"]["kind"] = kind

    text = _text(_html(review, _without(taken, "skeleton")))

    assert ("Bài học kinh nghiệm" in text) == has_lessons
    assert ("ĐỀ XUẤT KẾT THÚC, TIẾP TỤC HOẶC THAY THẾ" in text) == has_lessons
    assert ("Phần thứ hai" in text) == has_parts


def test_a_periodic_report_tells_who_sent_above_its_table(review, taken):
    taken["report"]["kind"] = ReviewKind.PERIODIC

    text = _text(_html(review, _without(taken, "skeleton")))

    assert text.index("Việc gửi báo cáo ") < text.index("Bảng 1. Kết quả theo nhóm")
    assert text.count("Việc gửi báo cáo ") == 1


def test_headings_have_unique_keys(taken):
    del taken["skeleton"]
    for kind in ReviewKind:
        taken["report"]["kind"] = kind
        keys = [heading.key for heading in skeleton.headings(taken)]
        assert len(keys) == len(set(keys))


def test_a_rate_of_no_tasks_is_a_dash():
    nothing = {"done": 0, "applicable": 0}

    assert rate(nothing) == "–"
    assert rate({"done": 0, "applicable": 3}) == "0,0%"
    assert rate({"done": 2, "applicable": 3}) == "66,7%"


def test_days_are_padded_below_ten_and_in_the_months_one_and_two():
    assert day_in_text("2024-03-19") == "19/3/2024"
    assert day_in_text(date(2026, 2, 5)) == "05/02/2026"
    assert day_in_text(None) == "–"
    assert day_in_words(date(2024, 11, 9)) == "ngày 09 tháng 11 năm 2024"


def test_recipients_are_the_lines_of_the_plan(taken):
    taken["plan"]["recipients"] = "- Thường trực Tỉnh ủy,\n\n- Lưu Văn phòng Huyện ủy."

    assert paper.recipients(taken) == ["Thường trực Tỉnh ủy", "Lưu Văn phòng Huyện ủy"]


WORD = "Kết quả:\n\uf0b7\tHọp  3 cuộc;\n\nThôn\tSố hộ\nĐông \t 120"


def test_lists_and_tables_of_a_result_keep_their_lines():
    assert as_sentence(WORD) == "Kết quả:\n• Họp 3 cuộc;\nThôn\tSố hộ\nĐông\t120"
    assert as_sentence("Họp  3 cuộc") == "Họp 3 cuộc."
    assert as_sentence("Thôn\tSố hộ?") == "Thôn\tSố hộ?"
    assert as_sentence("- một\n- hai") == "\n- một\n- hai."
    assert as_sentence(" \n") == ""


def test_what_the_office_pastes_keeps_its_lines(review, taken):
    html = _html(review, taken, {"IV.1": WORD})

    assert "Họp 3 cuộc;" in html
    assert '<span class="typed-rows">' in html


def test_the_only_annex_has_no_number(review, taken):
    taken["skeleton"]["annexes"] = taken["skeleton"]["annexes"][:1]

    words = _text(_html(review, taken))

    assert "PHỤ LỤC Danh mục văn bản đã ban hành (kèm theo Báo cáo" in words
    assert "minh chứng (Phụ lục)" in words
    assert "Phụ lục 1" not in words
