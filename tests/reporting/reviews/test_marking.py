"""Who issues a review, its marks, and rules that are asked about before it prints."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import Circulation, Review, ReviewStatus, Urgency
from reporting.papers import drawing
from reporting.papers.profiles import HD36, ND30
from reporting.reviews import issuing, marking
from reporting.reviews.papers import paper
from tests.factories import NOON, IssuingBodyFactory, SigningCapacityFactory, person
from tests.reporting.reviews.scene import SIGNED, compiled, plan_at_work, request_review
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
MARKS = {"body": None, "urgency": "", "urgent_by": "", "circulation": ""}
ENDED = date(2025, 6, 30)


@pytest.fixture
def draft():
    return compiled(request_review(plan_at_work()))


def _choose(review, **chosen):
    marking.choose_head(review=review, by=review.requested_by, at=NOON, **{**MARKS, **chosen})
    return Review.objects.select_related("plan", "replaces", "body").get(pk=review.pk)


def _issue(review, **words):
    facts = {**SIGNED, **words}
    issuing.issue(review=review, by=review.requested_by, at=NOON, **facts)
    return Review.objects.select_related("plan", "replaces", "body").get(pk=review.pk)


def _html(review):
    return drawing.to_html(paper.document_of(paper.Paper.of(review), review.snapshot))


def test_the_successor_of_an_ended_committee_issues_under_its_own_head(draft):
    heir = IssuingBodyFactory(
        name="ĐẢNG ỦY XÃ THỬ", symbol="ĐU", place="Xã Thử", title="Ban Thường vụ Đảng ủy xã"
    )
    draft.plan.body = IssuingBodyFactory(last_day=ENDED, successor=heir)
    draft.plan.save()

    issued = _issue(draft)

    assert (issued.number, issued.body) == ("05-BC/ĐU", heir)
    assert issued.term.issuing_body == "ĐẢNG ỦY XÃ THỬ"
    html = _html(issued)
    assert "ĐẢNG ỦY XÃ THỬ" in html
    assert "Xã Thử," in html
    assert "ngày 16/3/2026 của Ban Thường vụ Đảng ủy xã)" in html


def test_a_state_body_numbers_by_year_and_prints_after_its_own_norm(draft):
    body = IssuingBodyFactory(name="ỦY BAN NHÂN DÂN XÃ THỬ", symbol="UBND", kind="state")
    draft = _choose(draft, body=body)

    issued = _issue(draft, signer_capacity="TM. ỦY BAN NHÂN DÂN", signer_post="CHỦ TỊCH")

    assert (issued.number, issued.series) == ("05/BC-UBND", "BC-UBND")
    assert (issued.term.name, issued.term.last_day) == ("2026", date(2026, 12, 31))
    assert paper.Paper.of(issued).profile is ND30
    assert "Số: 05/BC-UBND" in _html(issued)
    with pytest.raises(Refused, match="125/BC-UBND"):
        _issue(draft, number="5-BC/HU")


def test_marks_are_printed_and_kept_in_the_history(draft):
    body = IssuingBodyFactory(is_two_sided=True)

    marked = _choose(
        draft,
        body=body,
        urgency=Urgency.EXPRESS,
        urgent_by="15 giờ 30",
        circulation=Circulation.HAND_BACK,
    )

    html = " ".join(_html(marked).split())
    assert "HỎA TỐC<br>(15 giờ 30)" in html
    assert "XONG HỘI NGHỊ TRẢ LẠI" in html
    assert ":left" in html
    assert paper.Paper.of(marked).profile is HD36
    event = marked.events.last()
    assert event.note == (
        f"Phần đầu văn bản: cơ quan {body.name}, dấu HỎA TỐC 15 giờ 30, dấu XONG HỘI NGHỊ TRẢ LẠI"
    )


def test_without_marks_none_is_printed(draft):
    html = _html(draft)

    assert "boxed" not in html
    assert "head__circulation" not in html.partition("</style>")[2]
    assert ":left" not in html


def test_only_an_express_paper_has_an_hour_and_only_a_draft_is_marked(draft):
    with pytest.raises(Refused, match="hỏa tốc"):
        _choose(draft, urgency=Urgency.URGENT, urgent_by="15 giờ")
    with pytest.raises(Refused, match="mật"):
        _choose(draft, urgency=Urgency.EXPRESS, urgent_by="TUYỆT MẬT")
    _issue(draft)
    with pytest.raises(Refused):
        _choose(draft, urgency=Urgency.URGENT)


def test_a_broken_rule_is_asked_about_and_the_answer_is_kept(draft):
    with pytest.raises(issuing.BreaksRules) as question:
        _issue(draft, signer_capacity="K/T BÍ THƯ", signer_name="TS. Người Ký Thử")
    assert [breach.code for breach in question.value.breaches] == ["deputy", "title"]
    with pytest.raises(issuing.BreaksRules):
        _issue(draft, signer_capacity="K/T BÍ THƯ", accepted=frozenset({"title"}))
    with pytest.raises(issuing.BreaksRules) as question:
        _issue(draft, number="5-BC/KHAC")
    assert question.value.breaches[0].words.endswith("ghi ký hiệu BC/HU, không ghi BC/KHAC.")

    issued = _issue(draft, signer_capacity="K/T BÍ THƯ", accepted=frozenset({"deputy"}))

    assert issued.status == ReviewStatus.QUEUED
    assert "Vẫn in dù: Theo quy định, cấp ủy không ký K/T" in issued.events.last().note


def test_a_body_that_was_chosen_meanwhile_issues(draft):
    body = IssuingBodyFactory(symbol="ĐU")
    _choose(draft, body=body)

    issued = _issue(draft)

    assert (issued.number, issued.body) == ("05-BC/ĐU", body)


def test_a_body_that_has_ended_is_asked_about(draft):
    body = IssuingBodyFactory(name="HUYỆN ỦY CŨ", last_day=ENDED)
    draft = _choose(draft, body=body)

    with pytest.raises(issuing.BreaksRules) as question:
        _issue(draft)

    assert "HUYỆN ỦY CŨ chưa có hoặc không còn" in question.value.breaches[0].words


@pytest.fixture
def office(client, draft):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_of_the_head_keeps_what_was_chosen(office, draft):
    body = IssuingBodyFactory()
    page = reverse("reporting:choose-head", args=[draft.pk])
    chosen = {"body": body.pk, "urgency": "KHẨN", "urgent_by": "", "circulation": ""}

    refused = office.post(page, {**chosen, "urgent_by": "15 giờ"})
    saved = office.post(page, chosen)

    assert refused.status_code == 422
    assert "Chỉ văn bản hỏa tốc mới hẹn giờ." in refused.content.decode()
    assert 'value="15 giờ"' in refused.content.decode()
    assert saved.status_code == 302
    row = Review.objects.get(pk=draft.pk)
    assert (row.body, row.urgency) == (body, "KHẨN")
    assert "Theo kế hoạch: HUYỆN ỦY THỬ (HU)" in office.get(page).content.decode()


def test_the_page_of_issuing_proposes_capacities_and_asks(office, draft):
    body = SigningCapacityFactory(post="BÍ THƯ", name="Người Ký Một").body
    _choose(draft, body=body)
    page = reverse("reporting:issue-review", args=[draft.pk])
    form = office.get(page).content.decode()
    today = timezone.localdate()
    typed = {**SIGNED, "issued_on": f"{today:%d/%m/%Y}", "signer_post": "CHỦ TỊCH"}

    asked = office.post(page, typed)
    answered = office.post(page, {**typed, "accepted": "post"})

    assert 'value="Người Ký Một"' in form
    assert asked.status_code == 422
    content = asked.content.decode()
    assert "chức vụ ký văn bản của cấp ủy chỉ ghi BÍ THƯ hoặc PHÓ BÍ THƯ" in content
    assert "Vẫn in, ban hành" in content
    assert 'value="CHỦ TỊCH"' in content
    assert answered.status_code == 302
    assert Review.objects.get(pk=draft.pk).status == ReviewStatus.QUEUED
