"""Every address × people × fragments and methods, generated from the access rules.

`tests/test_permission_matrix.py` holds that every address of the URL configuration has a rule,
and what a plain request of each person gets. This holds for the same addresses and one scene:

- a request for a fragment is refused to whom the page is refused, and to nobody else;
- HEAD answers as GET does, without a body; neither changes a row where only POST has a rule;
- PUT, PATCH and DELETE change no row, and nobody gets more than 405 for them.

How an address is asked is settled before the database is: this runs on SQLite only.
"""

import copy
from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve, reverse

from tests.permissions import AccessRule
from tests.permissions.scene import PEOPLE, Scene, undone
from tests.test_permission_matrix import RULES
from tests.writes import writes

pytestmark = [
    pytest.mark.apart,
    pytest.mark.django_db,
    pytest.mark.usefixtures("lean_answers", "without_error_pages"),
]
BACKEND = "django.contrib.auth.backends.ModelBackend"
FRAGMENT = {"HX-Request": "true"}
REFUSED = {401, 403, 404}
# Forms that a script sends as well: it gets the part of the page that changed, with status 200,
# where the browser is redirected to the page
SENT_BY_SCRIPT = {
    "plans:edit-finding",
    "reporting:add-comment",
    "reporting:add-evidence",
    "reporting:edit-evidence",
    "reporting:read-comments",
    "reporting:remove-evidence",
    "reporting:save-entry",
}
# Old addresses look at nothing but their own text: they send every method on to the present
# address (status 308), which answers 405
MOVED = {"reporting:moved-review", "reporting:moved-reviews", "reporting:moved-verification-queue"}


def _by_address() -> dict[str, list[AccessRule]]:
    """The rules of each address: one for each method that it takes."""
    found = defaultdict(list)
    for rule in RULES:
        found[rule.url_name].append(rule)
    return dict(found)


@pytest.fixture
def base() -> Scene:
    return Scene()


@pytest.fixture
def clients(base) -> dict[str, Client]:
    found = {who: Client(raise_request_exception=False) for who in PEOPLE}
    for who, person in base.people.items():
        found[who].force_login(person, backend=BACKEND)
    return found


def _fragment(
    client: Client, rule: AccessRule, url: str, data: dict[str, Any]
) -> tuple[int, bytes]:
    """Status and body of the request; what a form did, to its session too, is undone."""
    if rule.method == "get":
        response = client.get(url, data, headers=FRAGMENT)
        return response.status_code, _body(response)
    cookies = copy.deepcopy(client.cookies)
    before = transaction.savepoint()
    response = client.post(url, data, headers=FRAGMENT)
    body = _body(response)
    transaction.savepoint_rollback(before)
    client.cookies = cookies
    return response.status_code, body


def _body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_a_fragment_is_for_those_who_may_open_the_page(base, clients):
    wrong = []

    for rule in RULES:
        with undone(base) as scene:
            url = reverse(rule.url_name, args=rule.args(scene))
            for who, client in clients.items():
                status, body = _fragment(client, rule, url, rule.data(scene))
                if status != _status_of_fragment(rule, who, url) or (status == 401 and body):
                    wrong.append(f"{rule.method} {rule.url_name} as {who}: {status}")

    assert wrong == []


def _status_of_fragment(rule: AccessRule, who: str, url: str) -> int:
    if who == "anonymous" and not _is_public(url):
        return 401  # a fragment cannot hold the log-in page
    status = rule.status_for(who)
    return 200 if status == 302 and rule.url_name in SENT_BY_SCRIPT else status


def test_head_answers_as_get_does(base, clients):
    wrong = []

    for name, rules in _by_address().items():
        rule = next((rule for rule in rules if rule.method == "get"), rules[0])
        with undone(base) as scene:
            url = reverse(name, args=rule.args(scene))
            for who in _one_of_each_status(rule) if rule.method == "get" else PEOPLE:
                client = clients[who]
                with writes() as written:
                    if rule.method == "get":
                        data, expected = rule.data(scene), rule.status_for(who)
                    else:
                        data, expected = {}, client.get(url).status_code
                    response = client.head(url, data)
                    body = _body(response)
                if response.status_code != expected or body or written:
                    wrong.append(f"{name} as {who}: {response.status_code}, not {expected}")

    assert wrong == []


def _one_of_each_status(rule: AccessRule) -> list[str]:
    """People whom the address answers differently: who asks and how are settled apart."""
    return list({rule.status_for(who): who for who in PEOPLE}.values())


def test_methods_that_no_form_sends_are_refused_and_change_nothing(base, clients):
    wrong = []

    for name, rules in _by_address().items():
        rule = next((rule for rule in rules if rule.method == "post"), rules[0])
        with undone(base) as scene:
            url = reverse(name, args=rule.args(scene))
            body = encode_multipart(BOUNDARY, rule.data(scene)) if rule.method == "post" else b""
            for who, client in clients.items():
                for method in _methods(rules, who):
                    with writes() as written:
                        response = client.generic(method, url, body, MULTIPART_CONTENT)
                    if response.status_code not in _refusals(rules, who, url) or written:
                        wrong.append(f"{method} {name} as {who}: {response.status_code}")

    assert wrong == []


def _methods(rules: list[AccessRule], who: str) -> tuple[str, ...]:
    """All three as those who may open the address: what they cannot do is closed to the others.

    Django's own views take PUT for POST, so that everybody tries it.
    """
    is_admitted = any(rule.status_for(who) not in REFUSED for rule in rules)
    return ("PUT", "PATCH", "DELETE") if is_admitted and who != "anonymous" else ("PUT",)


def _refusals(rules: list[AccessRule], who: str, url: str) -> set[int]:
    """405, or what the person gets from the address anyhow where its view asks for a role first."""
    if who == "anonymous" and not _is_public(url):
        return {302}  # to the log-in page
    if rules[0].url_name in MOVED:
        return {308}
    return {405} | ({rule.status_for(who) for rule in rules} & REFUSED)


def _is_public(url: str) -> bool:
    return not getattr(resolve(url).func, "login_required", True)
