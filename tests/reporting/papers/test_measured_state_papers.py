"""The elements of a paper of a state body, and the marks of any paper, measured in the PDF."""

from dataclasses import replace
from datetime import date

import pytest

from reporting.papers.ending import ended
from reporting.papers.profiles import HD05, HD36, ND30
from reporting.reviews.papers import paper, pdf
from reporting.reviews.snapshots import snapshot
from tests.factories import IssuingBodyFactory
from tests.reporting.papers.elements import Page, Words, pages_of
from tests.reporting.reviews.scene import plan_at_work, request_review, written

pytestmark = pytest.mark.django_db

LEFT, RIGHT = 30, 210 - 15
PARTS = {"2.II.3": "Tiếp tục thực hiện.", "recipients": "Ủy ban nhân dân tỉnh\nLưu: VT"}
BODY = {"name": "ỦY BAN NHÂN DÂN XÃ THỬ", "symbol": "UBND", "superior_body": "TỈNH THỬ"}


MARKS = {"urgency": "HỎA TỐC", "urgent_by": "15 giờ 30", "circulation": "LƯU HÀNH NỘI BỘ"}
printed: list[Page] = []
DAYS = {"hd05": date(2026, 6, 5)}


def _document(profile, body, *, is_draft=False, **changes):
    review = request_review(plan_at_work())
    review.draft_number = 2
    review.queued_at = review.queued_at.replace(month=2)
    if not is_draft:
        day = DAYS.get(profile.code, date(2026, 2, 5))
        review.number, review.issued_on = "05/BC-UBND", day
    review.signer_capacity, review.signer_post = "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    review.signer_name, review.body = "Người Ký Thử", body
    ready = replace(paper.Paper.of(review), **changes)
    assert ready.profile is profile
    return written(paper.document_of(ready, snapshot.take(review)), PARTS)


def _print(profile, body, **changes):
    return pages_of(pdf.to_pdf(ended(_document(profile, body, **changes))))


def _first_page(profile, body, **changes):
    """The first page of a paper with one paragraph."""
    document = _document(profile, body, **changes)
    return pages_of(pdf.to_pdf(replace(document, blocks=document.blocks[:1], annexes=())))[0]


def _state_pages():
    """The pages of a paper of a state body, printed once for all tests."""
    if not printed:
        printed.extend(_print(ND30, IssuingBodyFactory(kind="state", **BODY)))
    return printed


def _near(mm, far=0.6):
    return pytest.approx(mm, abs=far)


def test_a_paper_of_a_state_body_has_the_elements_of_its_norm():
    pages = _state_pages()
    first, last = pages[0], next(page for page in pages if page.has("Nơi nhận:"))
    faces = [
        ("TỈNH THỬ", {12}, "plain"),
        ("ỦY BAN NHÂN DÂN XÃ THỬ", {12}, "bold"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {12}, "bold"),
        ("Độc lập - Tự do - Hạnh phúc", {13}, "bold"),
        ("Số: 05/BC-UBND", {13}, "plain"),
        ("Thử, ngày 05 tháng 02 năm 2026", {13}, "italic"),
        ("BÁO CÁO", {14}, "bold"),
        ("sơ kết một việc thử", {14}, "bold"),
    ]
    faces_of_foot = [
        ("Nơi nhận:", {12}, "bold italic"),
        ("- Ủy ban nhân dân tỉnh;", {11}, "plain"),
        ("- Lưu: VT.", {11}, "plain"),
        ("TM. ỦY BAN NHÂN DÂN", {14}, "bold"),
        ("CHỦ TỊCH", {14}, "bold"),
        ("Người Ký Thử", {14}, "bold"),
    ]
    for page, rows in ((first, faces), (last, faces_of_foot)):
        for words, sizes, style in rows:
            found = page.find(words)
            assert found.sizes == sizes, words
            assert found.is_bold == ("bold" in style), words
            assert found.is_italic == ("italic" in style), words
            assert len(found.baselines) == 1, words

    issuer, name = first.find("ỦY BAN NHÂN DÂN XÃ THỬ"), first.find("TỈNH THỬ")
    motto = first.find("Độc lập - Tự do - Hạnh phúc")
    under_issuer, under_motto = first.rule_under(issuer), first.rule_under(motto)
    under_subject = first.rule_under(first.find("sơ kết một việc thử"), within=5)
    assert under_issuer is not None
    assert under_motto is not None
    assert under_subject is not None
    assert issuer.width / 3 - 1 <= under_issuer.width <= issuer.width / 2 + 1
    assert under_motto.width == _near(motto.width, 1)
    assert under_issuer.middle == _near(issuer.middle)
    assert name.middle == _near(issuer.middle)
    assert under_subject.middle == _near((LEFT + RIGHT) / 2)
    assert first.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").right <= RIGHT
    assert issuer.right < first.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").left
    assert not first.has("*")
    assert last.has("Tiếp tục thực hiện./.")
    assert any(page.has("Báo cáo số 05/BC-UBND ngày 05/02/2026") for page in pages)


def test_the_text_of_a_state_body_its_page_numbers_and_annexes_follow_the_norm():
    pages = _state_pages()
    text = pages[0].find("Thực hiện Kế hoạch số")

    assert text.sizes == {14}
    assert text.is_plain
    assert text.letters[0].left == _near(LEFT + 10)
    for number, page in enumerate(pages[1:], start=2):
        mark = Words([letter for letter in page.letters if letter.top < 15])
        middle = page.width / 2 if page.width > page.height else (LEFT + RIGHT) / 2
        assert "".join(letter.text for letter in mark.letters) == str(number)
        assert mark.sizes == {14}
        assert mark.top == _near(10)
        assert mark.middle == _near(middle)
    title = next(page for page in pages if page.has("PHỤ LỤC 1")).find("PHỤ LỤC 1")
    assert title.sizes == {14}
    assert title.is_bold


def test_a_draft_of_a_state_body_leaves_number_and_day_blank():
    first = _first_page(ND30, IssuingBodyFactory(kind="state", **BODY), is_draft=True)
    draft, number = first.find("Dự thảo lần 2"), first.find("Số: /BC-UBND")

    assert draft.sizes == {13}
    assert draft.is_italic
    assert draft.baseline > number.baseline
    assert number.letters[3].left - number.letters[2].right > 10
    assert first.find("tháng 02 năm 2026").left - first.find("ngày").right > 6


@pytest.mark.parametrize(
    ("profile", "body", "sizes"),
    [(HD36, {}, (14, 12)), (HD05, {}, (14, 12)), (ND30, {"kind": "state"}, (13, 13))],
    ids=["hd36", "hd05", "nd30"],
)
def test_marks_stand_under_the_number_and_under_the_day(profile, body, sizes):
    body = IssuingBodyFactory(**body)
    first = _first_page(profile, body, **MARKS)
    urgency, circulation = first.find("HỎA TỐC"), first.find("LƯU HÀNH NỘI BỘ")
    motto = first.find(profile.mottos[0])

    assert (urgency.sizes, circulation.sizes) == ({sizes[0]}, {sizes[1]})
    assert urgency.is_bold
    assert urgency.baseline > first.find(f"{profile.number_label} 05").baseline
    assert urgency.middle == _near(first.find(body.name).middle)
    box = [rule for rule in first.rules if rule.left < urgency.left < urgency.right < rule.right]
    assert any(0 < urgency.top - rule.top < 4 for rule in box)
    assert any(0 < rule.top - urgency.bottom < 10 for rule in box)
    assert circulation.is_bold
    assert circulation.baseline > first.find("Thử, ngày 05").baseline
    assert circulation.middle == _near(motto.middle)


def test_on_two_sides_the_margins_of_the_back_change_sides():
    pages = _print(HD36, IssuingBodyFactory(is_two_sided=True))
    upright = [number for number, page in enumerate(pages) if page.width < page.height]
    for number in upright[:4]:
        is_back = number % 2 == 1
        body = Words([letter for letter in pages[number].letters if letter.top > 15])
        assert body.left >= (15 if is_back else 30) - 0.3
        assert body.right <= (180 if is_back else 195) + 0.3
    back = Words([letter for letter in pages[1].letters if letter.top > 15])
    assert back.left == _near(15, 1)
    for number, page in enumerate(pages):
        if page.width > page.height:
            body = Words([letter for letter in page.letters if letter.top > 14])
            assert body.top >= (15 if number % 2 else 30) - 0.3
