"""What units wrote is taken into the paper with its source."""

import pytest
from django.urls import reverse

from reporting.models import ProgressEntry, ReviewBlock
from reporting.reviews.composing import compose, sections_in
from reporting.reviews.editing.reading import edits_of
from reporting.reviews.editor.feedback import offers
from tests.factories import person
from tests.reporting.reviews.scene import OBSTACLE, compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def draft():
    return compiled(request_review(plan_at_work()))


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _offer(draft):
    return next(one for one in offers(draft, []) if one.feedback.text == OBSTACLE)


def _take(client, draft, query="", **changes):
    [first, *_] = _offer(draft).feedback.said_by
    data = {"entry": first.entry, "name": "obstacle", "section": "IV.2"}
    url = reverse("reporting:take-feedback", args=[draft.pk])
    return client.post(f"{url}{query}", data | changes)


def _page(client, draft, **query):
    return client.get(reverse("reporting:read-paper", args=[draft.pk]), query).content.decode()


def test_one_click_quotes_a_unit_at_the_end_of_a_section_with_its_source(office, draft):
    offer = _offer(draft)
    response = _take(office, draft)
    row = ReviewBlock.objects.get()
    assert response.url.endswith(f"/paper/#{row.key}")
    assert row.runs == [
        {"text": OBSTACLE.rstrip("."), "source": f"entry:{offer.feedback.said_by[0].entry}"},
        {"text": f" ({offer.feedback.said_by[0].unit_name})."},
    ]
    assert ("IV.2", row.key) in [
        (section, block.key) for section, block in sections_in(compose(draft).document)
    ]


def test_a_section_that_took_feedback_up_shows_no_dotted_lines_as_in_print(office, draft):
    assert 'id="IV.2.blank-1"' in _page(office, draft)
    _take(office, draft)
    page = _page(office, draft)
    assert 'id="IV.2.blank-' not in page
    assert 'id="IV.1.blank-1"' in page


def test_what_was_taken_is_told_until_it_is_hidden(office, draft):
    assert "Đã đưa vào" not in _page(office, draft)
    _take(office, draft)
    assert "Đã đưa vào" in _page(office, draft)
    ReviewBlock.objects.update(is_hidden=True)
    assert not any(offer.is_taken for offer in offers(draft, edits_of(draft)))


def test_what_units_wrote_is_searched_without_accents(office, draft):
    assert OBSTACLE in _page(office, draft, q="may quet")
    page = _page(office, draft, q="đường truyền")
    assert OBSTACLE not in page
    assert "Không có ý kiến nào có “đường truyền”." in page


def test_feedback_of_one_kind_is_shown_and_stays_chosen_after_a_step(office, draft):
    assert OBSTACLE in _page(office, draft, kind="obstacle")
    assert OBSTACLE not in _page(office, draft, kind="recommendation")
    assert OBSTACLE in _page(office, draft, kind="ballad")
    query = "?q=may+quet&kind=obstacle"
    shown = _page(office, draft, q="may quet", kind="obstacle")
    assert f"/block/quote/{query.replace('&', '&amp;')}" in shown
    assert f"/paper/{query}#own-" in _take(office, draft, query).url
    comment = reverse("reporting:add-block-comment", args=[draft.pk])
    answer = office.post(f"{comment}{query}", {"key": "IV.2", "text": "Nên bổ sung."})
    assert answer.url.endswith(f"/paper/{query}#IV.2")


def test_what_units_recommend_is_first_offered_to_the_recommendations(office, draft):
    page = _page(office, draft)
    assert '<option value="IV.2" selected>IV · 2. Tồn tại, hạn chế</option>' in page
    ProgressEntry.objects.exclude(obstacle="").update(
        obstacle="", recommendation="Đề nghị cấp máy."
    )
    page = _page(office, draft, kind="recommendation")
    assert '<option value="2.II.2" selected>' in page
    assert '<option value="IV.2" selected>' not in page


@pytest.mark.parametrize("wrong", [{"entry": "0"}, {"name": "result"}, {"section": "II"}])
def test_nothing_unknown_is_taken(office, draft, wrong):
    _take(office, draft, **wrong)
    assert not ReviewBlock.objects.exists()
    assert "Không tìm thấy ý kiến" in _page(office, draft)
