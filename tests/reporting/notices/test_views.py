"""The bell, the page of notices, their settings, and the ledger of mails."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans.models import Plan
from reporting.models import EntryStatus, MailDigest, Notice, NoticeKind, NoticePreference
from reporting.notices import digesting, noticing
from tests.factories import NOON, TODAY, UserFactory, entry_at, person
from tests.reporting.filing.scene import HTMX
from tests.reporting.notices.scene import about
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "reporting:list-notices"
SETTINGS = "reporting:notice-settings"
MAILS = "reporting:list-mails"


@pytest.fixture
def log_in(client):
    ContentType.objects.get_for_model(Plan)  # cached by Django after the first use

    def as_role(role=Role.OFFICER, **fields):
        user = person(role, **fields)
        client.force_login(user, backend=BACKEND)
        return user

    return as_role


def create_notice(user, num=1, kind=NoticeKind.RETURNED, url="/submissions/", at=NOON):
    text = f"Thông báo số {num}."
    noticing.notify(people=[user], kind=kind, about=about(num), text=text, url=url, at=at)
    return Notice.objects.get(recipient=user, turn=num)


def digests(num):
    return [
        MailDigest.objects.create(
            recipient=UserFactory(),
            day=TODAY,
            address=f"nguoi{number}@vidu.vn",
            num_notices=3,
            claimed_at=NOON,
        )
        for number in range(num)
    ]


# The page and the bell


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_notices(
    client, log_in, n, django_assert_num_queries
):
    user = log_in()
    for num in range(n):
        create_notice(user, num)

    with django_assert_num_queries(5):
        response = client.get(reverse(LIST))

    assert response.content.count(b'<li class="notice') == n


def test_the_newest_comes_first_and_the_unread_are_marked_in_words(client, log_in):
    user = log_in()
    noticing.mark_read(notice=create_notice(user, 1), at=NOON)
    create_notice(user, 2, at=NOON + timedelta(minutes=1))
    create_notice(UserFactory(), 3)

    html = client.get(reverse(LIST)).content.decode()

    assert html.index("Thông báo số 2.") < html.index("Thông báo số 1.")
    assert "Thông báo số 3." not in html
    assert html.count("Đã đọc</span>") == html.count("Chưa đọc</span>") == 1
    assert "1 thông báo chưa đọc." in html


def test_the_page_can_be_limited_to_unread_notices(client, log_in):
    user = log_in()
    noticing.mark_read(notice=create_notice(user, 1), at=NOON)
    create_notice(user, 2)

    html = client.get(reverse(LIST, query={"unread": 1})).content.decode()

    assert "Thông báo số 1." not in html
    assert "Thông báo số 2." in html


def test_an_empty_page_explains_future_notices(client, log_in):
    log_in()

    assert "Chưa có thông báo nào" in client.get(reverse(LIST)).content.decode()
    unread = client.get(reverse(LIST, query={"unread": 1})).content.decode()
    assert "Đã đọc hết thông báo" in unread


def test_the_bell_counts_on_every_page(client, log_in):
    user = log_in()
    home = reverse("reporting:home")
    assert "bell__num" not in client.get(home).content.decode()

    create_notice(user, 1)
    assert (
        '<span class="bell__num" aria-hidden="true">1</span>' in client.get(home).content.decode()
    )

    for num in range(2, 120):
        create_notice(user, num)
    html = client.get(home).content.decode()
    assert '<span class="bell__num" aria-hidden="true">99+</span>' in html
    assert ">hơn 99 chưa đọc" in html


def test_the_bell_is_hidden_until_the_password_is_changed(client, log_in):
    log_in(must_change_password=True)

    html = client.get(reverse("units:change-password")).content.decode()

    assert 'class="bell"' not in html
    assert reverse(SETTINGS) not in html


def test_fragments_do_not_query_the_count(client, log_in, django_assert_max_num_queries):
    entry = entry_at(EntryStatus.SENT)
    client.force_login(person(Role.OFFICER, entry.submission.unit), backend=BACKEND)

    with django_assert_max_num_queries(20) as queries:
        client.get(reverse("reporting:comments", args=[entry.pk]), headers=HTMX)

    bar = 'LEFT OUTER JOIN "units_user_groups"'
    assert not [row for row in queries.captured_queries if bar in row["sql"]]
    with django_assert_max_num_queries(20) as queries:
        client.get(reverse("reporting:comments", args=[entry.pk]))
    assert [row for row in queries.captured_queries if bar in row["sql"]]


# Opening and reading


def test_opening_marks_as_read_and_redirects(client, log_in):
    user = log_in()
    notice = create_notice(user, url="/submissions/7/#entry-3")

    response = client.post(reverse("reporting:open-notice", args=[notice.pk]))

    notice.refresh_from_db()
    assert response.url == "/submissions/7/#entry-3"
    assert notice.read_at is not None


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_notice_never_redirects_to_another_site(client, log_in, url):
    notice = create_notice(log_in(), url=url)

    response = client.post(reverse("reporting:open-notice", args=[notice.pk]))

    assert response.url == reverse(LIST)


def test_the_notice_of_another_person_is_not_found(client, log_in):
    log_in()
    notice = create_notice(UserFactory())

    response = client.post(reverse("reporting:open-notice", args=[notice.pk]))

    notice.refresh_from_db()
    assert (response.status_code, notice.read_at) == (404, None)


def test_reading_the_pages_writes_nothing(client, log_in):
    user = log_in(Role.ADMINISTRATOR)
    notice = create_notice(user)

    for name in (LIST, SETTINGS, MAILS):
        client.get(reverse(name))
    refused = [
        client.get(reverse("reporting:open-notice", args=[notice.pk])).status_code,
        client.get(reverse("reporting:read-notices")).status_code,
    ]

    notice.refresh_from_db()
    assert (refused, notice.read_at) == ([405, 405], None)
    assert not NoticePreference.objects.exists()


def test_all_notices_of_the_page_are_marked_as_read(client, log_in):
    user = log_in()
    for num in range(3):
        create_notice(user, num)
    page = client.get(reverse(LIST))
    create_notice(user, 9)

    response = client.post(
        reverse("reporting:read-notices"), {"up_to": page.context["newest"]}, follow=True
    )

    assert "Đã đánh dấu 3 thông báo là đã đọc." in response.content.decode()
    assert [row.turn for row in Notice.objects.of(user).unread()] == [9]


def test_an_invalid_number_marks_nothing(client, log_in):
    user = log_in()
    create_notice(user)

    client.post(reverse("reporting:read-notices"), {"up_to": "tất cả"})

    assert Notice.objects.of(user).unread().count() == 1


# Settings


def test_settings_are_saved_and_shown_again(client, log_in):
    user = log_in()

    client.post(
        reverse(SETTINGS),
        {"email": "lan@vidu.vn", "shown": ["returned", "overdue"], "mailed": ["returned"]},
    )

    html = client.get(reverse(SETTINGS)).content.decode()
    user.refresh_from_db()
    assert user.email == "lan@vidu.vn"
    assert 'name="mailed" value="returned" checked' in html
    assert 'name="mailed" value="overdue">' in html
    assert html.count(" checked") == 3


def test_an_invalid_address_is_refused_and_the_input_kept(client, log_in):
    user = log_in(email="cu@vidu.vn")

    response = client.post(reverse(SETTINGS), {"email": "lan tại vidu", "mailed": ["returned"]})

    html = response.content.decode()
    user.refresh_from_db()
    assert response.status_code == 422
    assert "Địa chỉ thư không đúng." in html
    assert 'value="lan tại vidu"' in html
    assert html.count(" checked") == 1
    assert (user.email, NoticePreference.objects.count()) == ("cu@vidu.vn", 0)


def test_what_concerns_the_machine_is_offered_to_administrators(client, log_in):
    log_in()
    assert "Ổ đĩa sắp đầy" not in client.get(reverse(SETTINGS)).content.decode()
    log_in(Role.ADMINISTRATOR)
    assert "Ổ đĩa sắp đầy" in client.get(reverse(SETTINGS)).content.decode()


def test_an_unknown_kind_is_refused(client, log_in):
    log_in()

    response = client.post(reverse(SETTINGS), {"email": "", "shown": ["gossip"]})

    assert response.status_code == 422
    assert "Có loại thông báo không đúng." in response.content.decode()


def test_the_page_warns_of_a_missing_address(client, log_in):
    log_in()
    assert "Chưa có địa chỉ thư" in client.get(reverse(SETTINGS)).content.decode()

    log_in(email="lan@vidu.vn")
    assert "Chưa có địa chỉ thư" not in client.get(reverse(SETTINGS)).content.decode()


# The ledger


@pytest.mark.parametrize("n", [1, 3])
def test_the_ledger_takes_the_same_queries_for_any_number_of_mails(
    client, log_in, n, django_assert_num_queries
):
    log_in(Role.ADMINISTRATOR)
    digests(n)

    with django_assert_num_queries(5):
        response = client.get(reverse(MAILS))

    assert response.content.count(b"<tr>") == n + 1


def test_the_ledger_shows_the_outcome_of_each_mail(client, log_in):
    log_in(Role.ADMINISTRATOR)
    sent, failed, begun, _ = digests(4)
    rows = MailDigest.objects
    rows.filter(pk=sent.pk).update(attempts=1, sent_at=NOON)
    rows.filter(pk=failed.pk).update(attempts=2, error="Máy chủ thư từ chối (mã 451).")
    rows.filter(pk=begun.pk).update(attempts=1)

    everything = client.get(reverse(MAILS)).content.decode()
    unsent = client.get(reverse(MAILS, query={"unsent": 1})).content.decode()

    for words in ("Đã gửi</span>", "(mã 451).", "Lần 2", "Chưa rõ đã gửi", "Chờ gửi"):
        assert words in everything
    assert sent.address not in unsent
    assert failed.address in unsent


def test_an_empty_ledger_explains_when_mails_are_sent(client, log_in):
    log_in(Role.ADMINISTRATOR)

    assert "Chưa gửi thư nào" in client.get(reverse(MAILS)).content.decode()


def test_a_sent_digest_is_in_the_ledger(client, log_in, settings):
    settings.MAIL_HOUR = 0
    create_notice(UserFactory(email="nhan@vidu.vn"))
    digesting.make_digests(at=NOON)
    digesting.send_digest(digest_id=MailDigest.objects.get().pk, at=NOON)
    log_in(Role.ADMINISTRATOR)

    html = client.get(reverse(MAILS)).content.decode()

    assert "nhan@vidu.vn" in html
    assert "12:00, 16/03/2026" in html
