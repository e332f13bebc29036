"""Comments of office and leaders on blocks of a draft."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans.models import Plan
from reporting.models import BlockComment, Review
from reporting.reviews.editing import changing
from reporting.reviews.open_points import open_points
from tests.factories import NOON, person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review, write
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
KEY = "II.tasks"
ENDING = "Góp ý chưa giải quyết"


@pytest.fixture
def work():
    ContentType.objects.get_for_model(Plan)
    return plan_at_work()


@pytest.fixture
def draft(work):
    return compiled(request_review(work))


@pytest.fixture
def log_in(client):
    def as_role(role):
        who = person(role)
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return who

    return as_role


def _post(client, draft, name, **data):
    return client.post(reverse(f"reporting:{name}", args=[draft.pk]), data)


def _resolve(client, draft, key, seen=None):
    """Resolve what was said of a block, up to the comment `seen` or the last one."""
    last = BlockComment.objects.filter(key=key).latest("pk")
    return _post(client, draft, "resolve-block-comments", key=key, seen=(seen or last).pk)


def _page(client, draft, name="read-paper", **query):
    return client.get(reverse(f"reporting:{name}", args=[draft.pk]), query).content.decode()


def test_a_leader_comments_and_the_office_resolves(client, log_in, draft):
    leader = log_in(Role.LEADER)
    answer = _post(client, draft, "add-block-comment", key=KEY, text=" Số này lấy từ đâu? ")
    assert answer.url.endswith(f"/paper/#{KEY}")
    row = BlockComment.objects.get()
    assert (row.by, row.text, row.resolved_at) == (leader, "Số này lấy từ đâu?", None)
    page = _page(client, draft)
    assert "1 góp ý chưa giải quyết" in page
    assert "Sửa, ẩn, chuyển" not in page

    office = log_in(Role.REVIEWER)
    _post(client, draft, "add-block-comment", key=KEY, text="Từ biểu 2.")
    [point] = [one for one in open_points(draft) if one.words == ENDING]
    assert len(point.details) == 2
    assert f"“Số này lấy từ đâu?” ({leader.full_name})" in point.details[0]
    _resolve(client, draft, KEY)

    assert set(BlockComment.objects.values_list("resolved_by", flat=True)) == {office.pk}
    assert ENDING not in [one.words for one in open_points(draft)]
    assert "Góp ý đã giải quyết" in _page(client, draft)


def test_a_leader_resolves_only_what_is_theirs(client, log_in, draft):
    log_in(Role.REVIEWER)
    _post(client, draft, "add-block-comment", key=KEY, text="Của Văn phòng.")
    log_in(Role.LEADER)
    _resolve(client, draft, KEY)
    assert "Chỉ Văn phòng hoặc người viết góp ý mới được ghi là đã giải quyết." in _page(
        client, draft
    )
    _post(client, draft, "add-block-comment", key="II.units", text="Của lãnh đạo.")
    _resolve(client, draft, "II.units")
    resolved = BlockComment.objects.exclude(resolved_at=None)
    assert [row.text for row in resolved] == ["Của lãnh đạo."]


def test_what_was_written_after_the_page_was_read_stays_open(client, log_in, draft):
    log_in(Role.LEADER)
    _post(client, draft, "add-block-comment", key=KEY, text="Đã đọc.")
    read = BlockComment.objects.get()
    assert f'name="seen" value="{read.pk}"' in _page(client, draft)
    _post(client, draft, "add-block-comment", key=KEY, text="Viết sau.")

    log_in(Role.REVIEWER)
    _resolve(client, draft, KEY, seen=read)

    assert BlockComment.objects.unresolved().get().text == "Viết sau."


def test_refused_words_stay_in_their_field(client, log_in, draft):
    log_in(Role.LEADER)
    answer = _post(client, draft, "add-block-comment", key=KEY, text="Đây là TUYỆT MẬT")
    assert answer.status_code == 422
    assert ">Đây là TUYỆT MẬT</textarea>" in answer.content.decode()


def test_nobody_comments_on_what_is_no_draft(client, log_in, draft):
    log_in(Role.LEADER)
    Review.objects.filter(pk=draft.pk).update(status="queued")
    answer = _post(client, draft, "add-block-comment", key=KEY, text="Muộn rồi.")
    assert "Chỉ góp ý được khi báo cáo là dự thảo" in answer.content.decode()
    assert "Góp ý<span" not in _page(client, draft)


def test_an_issued_paper_has_nothing_to_resolve(client, log_in, draft):
    leader = log_in(Role.LEADER)
    _post(client, draft, "add-block-comment", key=KEY, text="Số này lấy từ đâu?")
    issued = {"status": "issued", "number": "05-BC/HU", "issued_on": NOON, "issued_by": leader}
    Review.objects.filter(pk=draft.pk).update(**issued)

    page = _page(client, draft)

    assert "chưa giải quyết" not in page
    assert "1 góp ý khi dự thảo" in page


def test_comments_on_a_block_that_is_gone_stay_with_its_words(client, log_in, draft, work):
    log_in(Role.REVIEWER)
    write(draft, {"IV.1": "Ưu điểm rõ."}, by=work.by)
    own = draft.blocks.get()
    _post(client, draft, "add-block-comment", key=own.key, text="Viết thêm.")
    own.delete()
    page = _page(client, draft)
    assert "Góp ý về đoạn không còn" in page
    assert "Ưu điểm rõ." in page
    assert changing.NO_BLOCK not in page
    assert _page(client, draft, "block-comments", key=own.key).count("Viết thêm.") == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_paper_runs_the_same_queries_for_any_number_of_comments(
    client, log_in, draft, n, django_assert_num_queries
):
    leader = log_in(Role.LEADER)
    for key in (KEY, "II.units", "IV.1")[:n]:
        BlockComment.objects.create(review=draft, key=key, text="Một.", at=NOON, by=leader)
    with django_assert_num_queries(8):
        page = _page(client, draft)
    assert page.count(">Một.<") == n
