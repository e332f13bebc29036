"""Every address × every kind of person. An address without an access rule fails the suite.

GET runs few and short statements, and changes no row, whoever asks. One exception: who downloads a
file of a review is recorded, as in an access log. The rules of the matrix have no stored file; with
one, `tests/reporting/reviews/downloads/test_views.py` sees to it that the record is all that is
written.
"""

import importlib
import pkgutil
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.permissions
from tests.factories import UnitFactory
from tests.permissions import AccessRule
from tests.permissions.scene import PEOPLE, LoggedIn, kept, undone
from tests.writes import run_statements, writes, writing


def _rules() -> list[AccessRule]:
    rules: list[AccessRule] = []
    for module in pkgutil.iter_modules(tests.permissions.__path__):
        if module.name != "scene":
            rules += importlib.import_module(f"tests.permissions.{module.name}").ACCESS
    return rules


RULES = _rules()
# So many statements answer a request, each so long, at any size of an office
MOST_STATEMENTS = 12
LONGEST_STATEMENT = 8 * 1024
# Pages that need more, each with its own bound
MORE_STATEMENTS = {
    # A form with four lists, in a place that may be unfit for a plan
    "plans:begin-own-plan": 13,
    # Every table of the plan is counted, and every table that would keep it is asked
    "plans:delete-plan": 22,
    # The list in the file is compared with all units, people, names and roles of the directory
    "units:directory-import": 13,
    # What is counted of the old units and of the new ones, before and after
    "reporting:reorganisation": 24,
    "reporting:confirm-reorganisation": 23,
    "reporting:reorganised-unit": 23,
}


def _url_names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    names: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            names |= _url_names(pattern.url_patterns, space)
        else:
            assert pattern.name, f"{pattern} has no name"
            names.add(f"{prefix}{pattern.name}")
    return names


def test_every_address_has_an_access_rule():
    addresses = _url_names(get_resolver().url_patterns)

    assert addresses - {rule.url_name for rule in RULES} == set()


def test_every_access_rule_names_an_address():
    addresses = _url_names(get_resolver().url_patterns)

    assert {rule.url_name for rule in RULES} - addresses == set()


@pytest.fixture(scope="module")
def base(django_db_setup, django_db_blocker):
    # On a slow machine the use of a session would be written down between two pages
    with override_settings(SESSION_IDLE_MINUTES=720), kept(LoggedIn, django_db_blocker) as scene:
        # What a process learns once of its database is no part of a page
        url = reverse("reporting:list-assignments", args=[scene.plan.pk])
        scene.client("officer").get(url)
        yield scene


@pytest.mark.django_db
@pytest.mark.usefixtures("lean_answers")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.method} {rule.url_name}")
def test_each_person_gets_the_expected_status_and_get_is_light_and_changes_nothing(rule, base):
    with undone(base) as scene:
        url = reverse(rule.url_name, args=rule.args(scene))

        seen = {who: _seen_by(who, rule, url, scene) for who in PEOPLE}

    assert {who: one.status for who, one in seen.items()} == {
        who: rule.status_for(who) for who in PEOPLE
    }
    if rule.method == "get":
        statements = [sql for one in seen.values() for sql in one.statements]
        assert [sql for sql in statements if len(sql.encode()) > LONGEST_STATEMENT] == []
        most = max(len(one.statements) for one in seen.values())
        assert most <= MORE_STATEMENTS.get(rule.url_name, MOST_STATEMENTS)
        assert writing(statements) == []


@dataclass(frozen=True)
class Seen:
    """An answer: its status code and the statements that it took."""

    status: int
    statements: list[str]


def _seen_by(who: str, rule: AccessRule, url: str, scene: LoggedIn) -> Seen:
    """What `who` gets. Any change is rolled back, so the next person sees the same."""
    client, data = scene.client(who), rule.data(scene)
    before = transaction.savepoint()
    with run_statements() as statements:
        response = getattr(client, rule.method)(url, data)
        if response.streaming:
            list(response)  # an unread file would stay open
    transaction.savepoint_rollback(before)
    return Seen(response.status_code, statements)


@pytest.mark.django_db
def test_a_write_is_seen():
    with writes() as written:
        UnitFactory()

    assert [statement.split()[0] for statement in written] == ["INSERT", "INSERT"]
