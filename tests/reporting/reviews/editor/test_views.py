"""The paper on screen, and the steps of the office on its blocks."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans.models import Plan
from reporting.models import Review, ReviewBlock
from reporting.reviews import requesting
from reporting.reviews.composing import compose
from tests.factories import NOON, person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review, write
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
OVERVIEW = "II.tasks"


@pytest.fixture
def work():
    # Django caches content types; the number of queries must not depend on other tests
    ContentType.objects.get_for_model(Plan)
    return plan_at_work()


@pytest.fixture
def draft(work):
    return compiled(request_review(work))


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(client, draft, name="read-paper", **query):
    return client.get(reverse(f"reporting:{name}", args=[draft.pk]), query).content.decode()


def _post(client, draft, name, *, json=False, **data):
    url = reverse(f"reporting:{name}", args=[draft.pk])
    return client.post(url, data, headers={"Accept": "application/json"} if json else {})


def _typed(client, draft, key):
    """The words of a block as its field shows them."""
    page = _page(client, draft, "edit-block", key=key)
    return re.search(r'id="block-text"[^>]*>(.*?)</textarea>', page, re.DOTALL).group(1)


def test_the_whole_paper_is_on_screen_with_marks_for_who_may_write(office, draft):
    page = _page(office, draft)
    for block in compose(draft).document.all_blocks():
        assert f'data-block="{block.key}"' in page
    assert 'data-figure="' in page
    assert 'data-block="recipients"' in page


def test_a_leader_reads_it_without_marks(client, draft):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    page = _page(client, draft)
    assert 'id="II.tasks"' in page
    assert "data-block" not in page
    assert "Sửa, ẩn" not in page


def test_figures_of_an_earlier_form_are_told(office, draft):
    Review.objects.filter(pk=draft.pk).update(snapshot={"schema": 0})
    assert "theo mẫu của phiên bản trước" in _page(office, draft)


@pytest.mark.parametrize("n", [1, 3])
def test_the_paper_runs_the_same_queries_for_any_number_of_changes(
    office, work, draft, n, django_assert_num_queries
):
    write(draft, dict.fromkeys(["IV.1", "IV.2", "2.I"][:n], "Nội dung."), by=work.by)
    with django_assert_num_queries(8):
        page = _page(office, draft)
    assert page.count("<p>Nội dung.</p>") == n


def test_words_typed_in_a_plain_field_are_saved(office, draft):
    typed = _typed(office, draft, OVERVIEW)
    assert re.search(r"\{\d+\|[\w.:-]+\}", typed)
    response = _post(
        office, draft, "save-block", key=OVERVIEW, seen="0", text=f"Nhìn chung: {typed}"
    )
    assert response.url.endswith(f"/paper/#{OVERVIEW}")
    row = ReviewBlock.objects.get()
    assert row.runs[0]["text"].startswith("Nhìn chung: ")
    assert any("figure" in run for run in row.runs)
    page = _page(office, draft)
    assert "Nhìn chung: " in page
    assert "đã sửa; xem hệ thống soạn" in page


def test_a_script_is_told_the_version_and_the_words(office, draft):
    told = _post(
        office, draft, "save-block", json=True, key="IV.1.blank-1", seen="0", text="Kịp thời."
    ).json()
    assert told["version"] == 1
    assert told["html"] == "<p>Kịp thời.</p>"
    assert not told["is_joined"]
    assert told["saved"].startswith("Đã lưu lúc ")


def test_words_of_two_are_joined_and_told(office, draft):
    key = "IV.1.blank-1"
    _post(office, draft, "save-block", key=key, seen="0", text="Một hai ba bốn năm.")
    _post(office, draft, "save-block", key=key, seen="1", text="Không, một hai ba bốn năm.")
    told = _post(
        office, draft, "save-block", json=True, key=key, seen="1", text="Một hai ba bốn năm sáu."
    ).json()
    assert told["is_joined"] is False or "sáu" in told["html"]


def test_a_script_is_told_both_words_where_they_touch(office, draft):
    key = "IV.1.blank-1"
    _post(office, draft, "save-block", key=key, seen="0", text="Một <b>.")
    response = _post(office, draft, "save-block", json=True, key=key, seen="0", text="Hai.")
    assert response.status_code == 422
    told = response.json()
    assert (told["version"], told["theirs"]) == (1, "Một &lt;b&gt;.")
    assert "vừa sửa cùng chỗ này" in told["error"]


def test_without_scripts_both_words_stand_on_the_page(office, draft):
    key = "IV.1.blank-1"
    _post(office, draft, "save-block", key=key, seen="0", text="Một.")
    response = _post(office, draft, "save-block", key=key, seen="0", text="Hai.")
    page = response.content.decode()
    assert response.status_code == 422
    assert ">Hai.</textarea>" in page
    assert '<div class="quote text">Một.</div>' in page
    assert 'name="seen" value="1"' in page


def test_refused_words_stay_in_their_field(office, draft):
    response = _post(office, draft, "save-block", key=OVERVIEW, seen="0", text="Báo cáo TUYỆT MẬT")
    assert response.status_code == 422
    assert ">Báo cáo TUYỆT MẬT</textarea>" in response.content.decode()


def test_a_heading_keeps_its_number_however_it_is_typed(office, draft):
    _post(office, draft, "save-block", key="IV.2", seen="0", text="2. Khó khăn")
    assert "<h4>2. Khó khăn</h4>" in _page(office, draft)


def test_recipients_are_written_as_lines(office, draft):
    _post(office, draft, "save-block", key="recipients", seen="0", text="- Tỉnh ủy\n- Lưu VP")
    assert compose(draft).document.foot.recipients == ("Tỉnh ủy", "Lưu VP")


def test_a_block_is_hidden_moved_added_and_brought_back(office, draft):
    for step in ("hide", "down", "show"):
        assert _post(office, draft, "step-block", key=OVERVIEW, step=step).status_code == 302
    row = ReviewBlock.objects.get()
    assert (row.after, row.is_hidden, row.version) == ("II.units", False, 3)
    _post(office, draft, "add-block", after=OVERVIEW, kind="list", text="Một\nHai")
    own = ReviewBlock.objects.get(key__startswith="own-")
    _post(office, draft, "save-block", key=own.key, seen="1", text="Ba")
    _post(office, draft, "step-block", key=own.key, step="restore-1")
    page = _page(office, draft)
    assert "<p>- Một</p>\n<p>- Hai</p>" in page
    history = _page(office, draft, "edit-block", key=own.key)
    assert history.count("Dùng lại nội dung này") == 2


def test_the_machine_s_words_come_back(office, draft):
    _post(office, draft, "save-block", key=OVERVIEW, seen="0", text="Khác.")
    _post(office, draft, "step-block", key=OVERVIEW, step="machine")
    assert ReviewBlock.objects.get().runs is None


def test_a_refused_step_or_addition_tells_why(office, draft):
    _post(office, draft, "step-block", key=OVERVIEW, step="burn")
    assert "Không rõ cần làm gì" in _page(office, draft)
    response = _post(office, draft, "add-block", after=OVERVIEW, kind="heading", text="")
    assert response.status_code == 422
    assert "Hãy nhập nội dung của đoạn mới." in response.content.decode()


@pytest.mark.parametrize("is_refrozen", [False, True])
@pytest.mark.parametrize("name", ["save-block", "add-block", "add-block-comment"])
def test_words_that_the_paper_takes_no_more_are_shown(office, draft, work, name, is_refrozen):
    """The block is gone, or the figures are being frozen anew."""
    key = "khong-con"
    if is_refrozen:
        key = OVERVIEW
        requesting.compile_again(review=draft, refreeze=True, by=work.by, at=NOON)

    response = _post(office, draft, name, key=key, after=key, seen="0", text="Viết rất lâu.")

    assert response.status_code == 422
    page = response.content.decode()
    assert "Viết rất lâu." in page
    assert ("Đoạn này không còn trong báo cáo" in page) is not is_refrozen


def test_a_script_is_told_to_wait_while_the_review_is_printed(office, draft, work):
    requesting.compile_again(review=draft, refreeze=True, by=work.by, at=NOON)

    told = _post(office, draft, "save-block", json=True, key=OVERVIEW, seen="0", text="Một.").json()

    assert told["is_in_print"]
    assert "đang được lập lại" in told["error"]


def test_a_block_that_is_gone_is_not_found(office, draft):
    url = reverse("reporting:edit-block", args=[draft.pk])
    assert office.get(url, {"key": "XII"}).status_code == 404
