import pytest
from django.contrib.auth import get_user
from django.urls import reverse

from tests.factories import NOON, PASSWORD, UserFactory
from units import people
from units.models import User

pytestmark = pytest.mark.django_db

LOG_IN = "units:log-in"


@pytest.fixture
def officer():
    return UserFactory(username="canbo")


def _log_in(client, password=PASSWORD, query=None, **data):
    url = reverse(LOG_IN, query=query)
    return client.post(url, {"username": "canbo", "password": password, **data})


def test_logging_in_leads_home(client, officer):
    response = _log_in(client)

    assert response.url == reverse("reporting:home")
    assert get_user(client) == officer


def test_logging_in_leads_to_the_requested_page(client, officer):
    response = client.get(reverse("units:list-units"))
    assert response.url == f"{reverse(LOG_IN)}?next={reverse('units:list-units')}"

    page = client.get(response.url).content.decode()
    response = _log_in(client, next=reverse("units:list-units"))

    assert f'name="next" value="{reverse("units:list-units")}"' in page
    assert response.url == reverse("units:list-units")


def test_logging_in_leads_to_no_other_site(client, officer):
    assert _log_in(client, next="https://example.org/").url == reverse("reporting:home")


def test_a_wrong_password_shows_one_sentence_and_keeps_the_name(client, officer):
    response = _log_in(client, "sai")

    page = response.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản" in page
    assert 'value="canbo"' in page
    assert not get_user(client).is_authenticated


def test_a_locked_person_sees_the_same_message_as_a_stranger(client, officer):
    User.objects.update(is_active=False)

    response = _log_in(client)

    assert "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản" in response.content.decode()
    assert not get_user(client).is_authenticated


def test_a_reset_password_ends_the_wait(client, officer):
    for _ in range(5):
        _log_in(client, "sai")
    assert _log_in(client).status_code == 429

    password = people.reset_password(person=officer, by=UserFactory(), at=NOON)

    assert _log_in(client, password).url == reverse("reporting:home")


def test_logging_out_needs_a_post(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("units:log-out")).status_code == 405
    assert get_user(client).is_authenticated

    response = client.post(reverse("units:log-out"))

    assert response.url == reverse(LOG_IN)
    assert not get_user(client).is_authenticated


def test_an_initial_password_is_changed_before_anything_else(client):
    user = UserFactory(must_change_password=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    change = reverse("units:change-password")

    assert client.get(reverse("units:list-units")).url == change
    assert "do người quản trị cấp" in client.get(change).content.decode()

    response = client.post(
        change,
        {
            "old_password": PASSWORD,
            "new_password1": "nuoc-chay-da-mon",
            "new_password2": "nuoc-chay-da-mon",
        },
    )

    assert response.url == reverse("reporting:home")
    assert client.get(reverse("units:list-units")).status_code == 200
    user.refresh_from_db()
    assert user.check_password("nuoc-chay-da-mon")
    assert not user.must_change_password


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("sai", "nuoc-chay-da-mon", "nuoc-chay-da-mon", "Mật khẩu hiện tại không đúng."),
        (PASSWORD, "nuoc-chay-da-mon", "khac", "Hai lần nhập mật khẩu mới không giống nhau."),
        (PASSWORD, "ngan9", "ngan9", "Mật khẩu quá ngắn: cần ít nhất 10 ký tự."),
        (PASSWORD, "8273645190", "8273645190", "Mật khẩu này hoàn toàn là số."),
    ],
)
def test_an_invalid_new_password_shows_the_reason(client, officer, old, new, again, message):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(
        reverse("units:change-password"),
        {"old_password": old, "new_password1": new, "new_password2": again},
    )

    assert message in response.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_the_demonstration_lists_its_accounts(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "demo-logins.txt").write_text("Lãnh đạo\tlanhdao\tdemo-mat-khau\n", "utf-8")

    settings.DEMO = False
    UserFactory()
    without = client.get(reverse(LOG_IN)).content.decode()
    settings.DEMO = True
    with_demo = client.get(reverse(LOG_IN)).content.decode()

    assert "lanhdao" not in without
    assert "<code>lanhdao</code>" in with_demo
    assert "<code>demo-mat-khau</code>" in with_demo


def test_the_demonstration_without_accounts_still_allows_logging_in(client, settings, tmp_path):
    settings.DATA_DIR, settings.DEMO = tmp_path, True

    assert "Tài khoản demo" not in client.get(reverse(LOG_IN)).content.decode()


def test_a_damaged_table_of_accounts_leaves_the_log_in_page_alone(client, settings, tmp_path):
    settings.DATA_DIR, settings.DEMO = tmp_path, True
    (tmp_path / "demo-logins.txt").write_bytes("Lãnh đạo\tlanhdao\tmk\nQu".encode() + b"\xff\x00")

    page = client.get(reverse(LOG_IN)).content.decode()

    assert "<code>lanhdao</code>" in page


def test_an_expired_form_gets_a_vietnamese_page(officer):
    from django.test import Client

    response = _log_in(Client(enforce_csrf_checks=True))

    assert response.status_code == 403
    assert "Biểu mẫu đã hết hạn" in response.content.decode()
