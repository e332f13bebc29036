"""Every element of a printed paper of the Party, measured in the PDF against the norm's list."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.papers.profiles import HD05, HD36, ND30
from reporting.reviews.papers import paper, pdf
from reporting.reviews.papers.printer import Printer
from reporting.reviews.snapshots import snapshot
from tests.reporting.papers.elements import Words, gaps, pages_of
from tests.reporting.reviews.scene import plan_at_work, request_review, written

pytestmark = pytest.mark.django_db

LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20
INDENT = 10
OPENING = "Thực hiện Kế hoạch số"
TEXT = "Cấp ủy vào cuộc đồng bộ, quyết liệt, thường xuyên đôn đốc các đơn vị; " * 3
PARTS = {"IV.2": f"{TEXT}\n\nĐoạn thứ hai của phần này.", "recipients": "Tỉnh ủy\nLưu Văn phòng"}
DAYS = {"hd36": date(2026, 2, 5), "hd05": date(2026, 6, 5)}
printed: dict[str, list] = {}


def _pages(profile, *, is_draft=False):
    """The pages of a paper, printed once for all tests."""
    key = f"{profile.code} {is_draft}"
    if key not in printed:
        review = request_review(plan_at_work())
        review.draft_number = 2
        if not is_draft:
            review.number, review.issued_on = "05-BC/HU", DAYS[profile.code]
            review.signer_post, review.signer_name = "PHÓ BÍ THƯ", "Người Ký Thử"
        ready = replace(paper.Paper.of(review), drafted_on=DAYS[profile.code], profile=profile)
        document = paper.document_of(ready, snapshot.take(review))
        printed[key] = pages_of(pdf.to_pdf(written(document, PARTS)))
    return printed[key]


@pytest.fixture(params=[HD36, HD05], ids=lambda profile: profile.code)
def profile(request):
    return request.param


@pytest.fixture
def pages(profile):
    return _pages(profile)


@pytest.fixture
def first(pages):
    return pages[0]


def _page_with(pages, words):
    return next(page for page in pages if page.has(words))


def _near(mm):
    return pytest.approx(mm, abs=0.6)


def test_the_day_of_issue_chooses_the_profile(profile):
    review = request_review(plan_at_work())
    review.number, review.issued_on = "05-BC/HU", DAYS[profile.code]

    assert paper.Paper.of(review).profile is profile


def test_the_sheet_is_a4_upright_or_turned_with_its_margins(pages):
    sizes = {(round(page.width), round(page.height)) for page in pages}
    assert sizes == {(210, 297), (297, 210)}
    for number, page in enumerate(pages, start=1):
        letters = page.letters[1 if number > 1 and page.letters[0].top < 15 else 0 :]
        turned = page.width > page.height
        left, top, right, bottom = (20, 30, 277, 195) if turned else (LEFT, TOP, RIGHT, BOTTOM)
        body = [letter for letter in letters if letter.top > 15]
        assert min(letter.left for letter in body) >= left - 0.3, number
        assert max(letter.right for letter in body) <= right + 0.3, number
        assert min(letter.top for letter in body) >= top - 0.3, number
        assert max(letter.bottom for letter in body) <= bottom + 0.3, number
    assert pages[0].find(OPENING).letters[0].left == _near(LEFT + INDENT)


def test_1_the_heading_of_party_papers_stands_right_with_a_rule_as_long_as_its_words(first):
    heading = first.find("ĐẢNG CỘNG SẢN VIỆT NAM")
    rule = first.rule_under(heading)

    assert heading.sizes == {15}
    assert heading.is_bold
    assert not heading.is_italic
    assert heading.top == pytest.approx(TOP, abs=2.5)
    assert heading.left > 210 / 2
    assert heading.right <= RIGHT
    assert rule is not None
    assert rule.width == pytest.approx(heading.width, abs=1)
    assert rule.middle == _near(heading.middle)


def test_2_the_bodies_stand_left_above_a_star(first):
    superior, issuer = first.find("ĐẢNG BỘ TỈNH THỬ"), first.find("HUYỆN ỦY THỬ")
    star = first.find("*")

    assert superior.sizes == issuer.sizes == star.sizes == {14}
    assert superior.is_plain
    assert issuer.is_bold
    assert not issuer.is_italic
    assert superior.top == pytest.approx(TOP, abs=2.5)
    assert superior.baseline == _near(first.find("ĐẢNG CỘNG SẢN VIỆT NAM").baseline)
    assert superior.baseline < issuer.baseline < star.baseline
    assert superior.middle == _near(issuer.middle)
    assert star.middle == _near(issuer.middle)
    assert issuer.right < 210 / 2
    assert first.rule_under(issuer) is None


def test_3_the_number_stands_under_the_star_without_a_colon(first):
    number = first.find("Số 05-BC/HU")

    assert number.sizes == {14}
    assert number.is_plain
    assert number.baseline > first.find("*").baseline
    assert number.middle == _near(first.find("HUYỆN ỦY THỬ").middle)


def test_4_place_and_day_stand_right_under_the_heading_in_italics(first, profile):
    month = {"hd36": "02", "hd05": "6"}[profile.code]
    place = first.find(f"Thử, ngày 05 tháng {month} năm 2026")

    assert place.sizes == {14}
    assert place.is_italic
    assert not place.is_bold
    assert len(place.baselines) == 1
    assert place.baseline > first.find("ĐẢNG CỘNG SẢN VIỆT NAM").baseline
    assert place.middle == _near(first.find("ĐẢNG CỘNG SẢN VIỆT NAM").middle)


def test_5_the_kind_and_the_subject_stand_in_the_middle_above_five_hyphens(first):
    kind, subject = first.find("BÁO CÁO"), first.find("sơ kết một việc thử")
    dashes = first.find("-----")

    assert kind.sizes == {16}
    assert subject.sizes == {14}
    assert kind.is_bold
    assert subject.is_bold
    assert not kind.is_italic
    assert dashes.letters[0].size == 14
    for words in (kind, subject, dashes):
        assert words.middle == _near((LEFT + RIGHT) / 2)
    assert kind.baseline < subject.baseline < dashes.baseline < first.find(OPENING).baseline
    assert kind.baseline > first.find("Số 05-BC/HU").baseline


def test_6_the_body_is_set_in_lines_of_18_points_with_gaps_of_6(pages):
    page = _page_with(pages, TEXT)
    text, second = page.find(TEXT), page.find("Đoạn thứ hai của phần này.")

    assert text.sizes == {14}
    assert text.is_plain
    assert set(gaps(text)) == {18}
    assert text.letters[0].left == _near(LEFT + INDENT)
    assert text.left == _near(LEFT)
    full_lines = text.baselines[:-1]
    for line in full_lines:
        assert max(x.right for x in text.letters if x.baseline == line) == _near(RIGHT)
    between = (second.baseline - text.baselines[-1]) / 25.4 * 72
    assert between == pytest.approx(18 + 6, abs=0.3)
    assert second.letters[0].left == _near(LEFT + INDENT)


def test_6b_parts_stand_in_the_middle_and_sections_are_bold(pages):
    page = _page_with(pages, "Phần thứ nhất")
    part, title = page.find("Phần thứ nhất"), page.find("TÌNH HÌNH, KẾT QUẢ THỰC HIỆN")
    section, point = page.find("I. CÔNG TÁC QUÁN TRIỆT"), page.find("1. Công tác tuyên truyền")

    for words in (part, title):
        assert words.middle == _near((LEFT + RIGHT) / 2)
    for words in (part, title, section, point):
        assert words.sizes == {14}
        assert words.is_bold
    plain = _page_with(pages, "a) Nguyên nhân khách quan").find("a) Nguyên nhân khách quan")
    assert plain.is_plain


def test_7_capacity_post_and_name_stand_right_with_room_for_the_signature(pages):
    page = _page_with(pages, "Nơi nhận:")
    capacity, post = page.find("T/M BAN THƯỜNG VỤ"), page.find("PHÓ BÍ THƯ")
    name = page.find("Người Ký Thử")

    for words in (capacity, post, name):
        assert words.sizes == {14}
        assert words.middle == _near(RIGHT - 90 / 2)
        assert words.left > 210 / 2
    assert capacity.is_bold
    assert post.is_plain
    assert name.is_bold
    assert not name.is_italic
    assert name.top - post.bottom == pytest.approx(30, abs=3)


def test_9_recipients_stand_left_level_with_the_capacity(pages, profile):
    page = _page_with(pages, "Nơi nhận:")
    end = {"hd36": ",", "hd05": ";"}[profile.code]
    heading = page.find("Nơi nhận:")
    one, last = page.find(f"- Tỉnh ủy{end}"), page.find("- Lưu Văn phòng.")

    assert heading.sizes == {14}
    assert heading.is_plain
    rule = page.rule_under(heading)
    assert rule is not None
    assert rule.width == pytest.approx(heading.width, abs=1.5)
    assert heading.baseline == _near(page.find("T/M BAN THƯỜNG VỤ").baseline)
    for words in (heading, one, last):
        assert words.left == _near(LEFT)
    for words in (one, last):
        assert words.sizes == {12}
        assert words.is_plain


def test_11b_a_draft_tells_its_round_and_month_and_leaves_number_and_day_blank(profile):
    first = _pages(profile, is_draft=True)[0]
    month = {"hd36": "tháng 02 năm 2026", "hd05": "tháng 6 năm 2026"}[profile.code]
    draft, number = first.find("Dự thảo lần 2"), first.find("Số -BC/HU")
    day, month = first.find("ngày"), first.find(month)

    assert draft.sizes == {14}
    assert draft.is_italic
    assert not draft.is_bold
    assert draft.baseline > number.baseline
    assert draft.middle == _near(first.find("HUYỆN ỦY THỬ").middle)
    assert number.letters[2].left - number.letters[1].right > 10
    assert day.baseline == month.baseline
    assert month.left - day.right > 6


def test_14_pages_are_numbered_from_the_second_10_mm_from_the_upper_edge(pages):
    assert not any(letter.top < 15 for letter in pages[0].letters)
    seen = set()
    for number, page in enumerate(pages[1:], start=2):
        mark = Words([letter for letter in page.letters if letter.top < 15])
        seen.add(page.width > page.height)
        assert "".join(letter.text for letter in mark.letters) == str(number)
        assert mark.sizes == {14}
        assert mark.is_plain
        assert mark.top == pytest.approx(10, abs=0.5), number
        middle = page.width / 2 if page.width > page.height else (LEFT + RIGHT) / 2
        assert mark.middle == _near(middle)
    assert seen == {True, False}


def test_15_annexes_are_numbered_and_name_their_paper(pages, profile):
    day = {"hd36": "05/02/2026", "hd05": "05/6/2026"}[profile.code]
    for number in (1, 2):
        page = _page_with(pages, f"PHỤ LỤC {number}")
        title = page.find(f"PHỤ LỤC {number}")
        middle = page.width / 2 if page.width > page.height else (LEFT + RIGHT) / 2

        assert title.sizes == {14}
        assert title.is_bold
        assert title.middle == _near(middle)
        assert page.has(f"(kèm theo Báo cáo số 05-BC/HU, ngày {day} của Ban Thường vụ Huyện ủy)")


@pytest.mark.parametrize(
    ("element", "party", "state"),
    [
        ("head__subject", (12, False, True), (12, False, False)),
        ("addressee", (14, False, True), (14, False, False)),
        ("head__urgency", (14, True, False), (13, True, False)),
        ("head__circulation", (12, True, False), (13, True, False)),
        ("foot__typist", (8, False, False), (11, False, False)),
        ("foot__contact", (10, False, False), (11, False, False)),
    ],
)
def test_elements_of_letters_and_marks_have_their_size(element, party, state):
    for profile, look in ((HD36, party), (HD05, party), (ND30, state)):
        words = _sample(profile)[element]

        assert (words.sizes, words.is_bold, words.is_italic) == ({look[0]}, *look[1:])


def _sample(profile):
    """Words in each class of the stylesheet, printed once."""
    from reporting.papers.sheet import CLASSES, stylesheet

    if f"sample {profile.code}" not in printed:
        lines = "".join(f'<p class="{name}">Mẫu {name}</p>' for name in CLASSES.values())
        html = (
            '<html lang="vi"><head><title>x</title>'
            f"<style>{stylesheet(profile)}</style></head><body>{lines}</body></html>"
        )
        printed[f"sample {profile.code}"] = pages_of(Printer().plain(html))
    pages = printed[f"sample {profile.code}"]
    return {name: _page_with(pages, f"Mẫu {name}").find(f"Mẫu {name}") for name in CLASSES.values()}
