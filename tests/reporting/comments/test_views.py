"""Threads on their own page, beside the verdicts, and in the filing page."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import access
from plans.models import Plan, TaskGroupWatch
from reporting.comments import commenting
from reporting.models import Comment, EntryStatus, Notice, ProgressEntry
from tests.factories import NOON, entry_at, person
from tests.reporting.filing.scene import HTMX
from tests.reporting.notices.scene import sent_submission
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def entry():
    return ProgressEntry.objects.for_row().get(pk=entry_at(EntryStatus.SENT).pk)


@pytest.fixture
def log_in(client):
    ContentType.objects.get_for_model(Plan)  # cached by Django after the first use

    def as_role(role, unit=None):
        user = person(role, unit)
        client.force_login(user, backend=BACKEND)
        return user

    return as_role


def _url(name, entry):
    return reverse(f"reporting:{name}", args=[entry.pk])


def _comment(entry, by, text="Đề nghị nêu rõ số hội nghị."):
    return commenting.comment(entry=entry, by=by, at=NOON, text=text)


@pytest.mark.parametrize("n", [1, 3])
def test_the_thread_takes_the_same_queries_for_any_number_of_comments(
    client, entry, log_in, n, django_assert_num_queries
):
    user = log_in(Role.OFFICER, entry.submission.unit)
    for number in range(n):
        _comment(entry, user, f"Đề nghị nêu rõ số hội nghị {number}.")

    with django_assert_num_queries(4):
        response = client.get(_url("comments", entry), headers=HTMX)

    assert response.content.count(b'<li class="comment ') == n


def test_both_sides_are_distinguished_and_the_oldest_comes_first(client, entry, log_in):
    _comment(entry, person(Role.REVIEWER), "Đề nghị nêu rõ.")
    user = log_in(Role.OFFICER, entry.submission.unit)
    _comment(entry, user, "Đã nêu rõ\nở dòng hai.")

    html = client.get(_url("comments", entry)).content.decode()

    assert html.index("Đề nghị nêu rõ.") < html.index("Đã nêu rõ\nở dòng hai.")
    assert html.count("comment--office") == html.count("comment--unit") == 1
    assert "Viết cho Văn phòng" in html


def test_a_plain_post_comments_and_redirects_to_the_thread(client, entry, log_in):
    log_in(Role.REVIEWER)

    response = client.post(_url("add-comment", entry), {"text": " Đề nghị nêu rõ. "}, follow=True)

    assert response.redirect_chain == [(_url("comments", entry), 302)]
    assert "Đã gửi trao đổi." in response.content.decode()
    assert Comment.objects.get().text == "Đề nghị nêu rõ."


def test_htmx_gets_only_the_thread_with_an_empty_field(client, entry, log_in):
    log_in(Role.REVIEWER)

    response = client.post(_url("add-comment", entry), {"text": "Đề nghị nêu rõ."}, headers=HTMX)

    html = response.content.decode()
    assert html.startswith('<div class="comments"')
    assert html.count("Đề nghị nêu rõ.") == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_comment_keeps_the_input(client, entry, log_in, headers):
    log_in(Role.REVIEWER)
    typed = "Theo Báo cáo số 05-BC/HU (M) <b>"

    response = client.post(_url("add-comment", entry), {"text": typed}, headers=headers)

    html = response.content.decode()
    assert response.status_code == 422
    assert "05-BC/HU (M) &lt;b&gt;</textarea>" in html
    assert "có dấu hiệu mật" in html
    assert not Comment.objects.exists()


def test_the_entry_page_separates_the_thread_from_the_verdicts(client, entry, log_in):
    log_in(Role.REVIEWER)
    _comment(entry, person(Role.REVIEWER))

    html = client.get(_url("entry", entry)).content.decode()

    assert "<h2>Ý kiến thẩm tra</h2>" in html
    assert '<h2 id="thread-title">Trao đổi</h2>' in html
    assert "Đề nghị nêu rõ số hội nghị." in html


def test_a_follower_of_the_group_reads_the_entry_without_its_thread(client, entry, log_in):
    _comment(entry, person(Role.REVIEWER))
    observer = log_in(Role.OBSERVER)
    unit = observer.memberships.get().unit
    TaskGroupWatch.objects.create(unit=unit, group=entry.assignment.task.group)
    access.ensure_grants(plan=entry.assignment.task.plan)

    response = client.get(_url("entry", entry))

    assert response.status_code == 200
    assert "Đề nghị nêu rõ" not in response.content.decode()
    assert client.get(_url("comments", entry)).status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER])
def test_of_an_unsent_entry_the_office_reads_only_the_thread(client, log_in, role):
    entry = ProgressEntry.objects.for_row().get(pk=entry_at(EntryStatus.DRAFT).pk)
    log_in(role)
    assert client.get(_url("comments", entry)).status_code == 404
    _comment(entry, person(Role.OFFICER, entry.submission.unit), "Có tính hội nghị cấp thôn không?")

    html = client.get(_url("comments", entry)).content.decode()

    assert "Có tính hội nghị cấp thôn không?" in html
    assert entry.result not in html
    assert ("Viết cho đơn vị" in html) == (role == Role.REVIEWER)
    assert _url("entry", entry) not in html.replace(_url("comments", entry), "")
    assert client.get(_url("entry", entry)).status_code == 404
    page = reverse("reporting:file-submission", args=[entry.submission_id])
    assert entry.result not in client.get(page).content.decode()


def test_the_filing_page_of_a_draft_links_to_its_threads(client, log_in):
    entry = entry_at(EntryStatus.DRAFT)
    log_in(Role.OFFICER, entry.submission.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert _url("comments", entry) in page.content.decode()
    assert "Viết cho Văn phòng" in client.get(_url("comments", entry)).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_thread_is_marked_as_read_only_for_its_reader(client, entry, log_in, headers):
    user = log_in(Role.OFFICER, entry.submission.unit)
    other = person(Role.OFFICER, entry.submission.unit)
    _comment(entry, person(Role.REVIEWER))
    assert "Đánh dấu đã đọc" in client.get(_url("comments", entry)).content.decode()
    assert Notice.objects.of(user).unread().count() == 1

    response = client.post(_url("read-comments", entry), headers=headers, follow=True)

    assert "Đánh dấu đã đọc" not in response.content.decode()
    assert Notice.objects.of(user).unread().count() == 0
    assert Notice.objects.of(other).unread().count() == 1


def test_the_filing_page_shows_the_numbers_of_comments_and_new_ones(client, entry, log_in):
    user = log_in(Role.OFFICER, entry.submission.unit)
    page = reverse("reporting:file-submission", args=[entry.submission_id])
    _comment(entry, person(Role.REVIEWER))
    _comment(entry, person(Role.REVIEWER))

    new = client.get(page).content.decode()
    Notice.objects.of(user).update(read_at=NOON)
    read = client.get(page).content.decode()

    assert "Trao đổi với Văn phòng (2)" in new
    assert "thread-new" in new
    assert "thread-new" not in read


def test_the_filing_page_counts_all_threads_in_one_query(client, log_in):
    counts = []
    for num in (1, 3):
        entries = sent_submission(num)
        log_in(Role.OFFICER, entries[0].submission.unit)
        for entry in entries:
            _comment(entry, person(Role.REVIEWER))
        page = reverse("reporting:file-submission", args=[entries[0].submission_id])
        with CaptureQueriesContext(connection) as queries:
            html = client.get(page).content.decode()
        assert html.count("Trao đổi với Văn phòng (1)") == num
        counts.append(sum("reporting_comment" in query["sql"] for query in queries))

    assert counts == [1, 1]


OLD, NEW = "B¸o c¸o kÕt qu¶", "Báo cáo kết quả"


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_comment_in_an_old_encoding_is_offered_in_unicode_first(client, entry, log_in, headers):
    log_in(Role.REVIEWER)
    url = _url("add-comment", entry)

    offer = client.post(url, {"text": OLD}, headers=headers)
    assert offer.status_code == 422
    assert f"viết bằng mã cũ TCVN3 (ABC), đọc là “{NEW}”" in offer.content.decode()
    assert not Comment.objects.exists()

    client.post(url, {"text": OLD, "as-typed": OLD, "to-unicode": "text"}, headers=headers)
    assert Comment.objects.get().text == NEW


def test_a_comment_in_an_old_encoding_is_kept_when_sent_once_more(client, entry, log_in):
    log_in(Role.REVIEWER)
    client.post(_url("add-comment", entry), {"text": OLD, "as-typed": OLD})

    assert Comment.objects.get().text == OLD
