"""Every address of the permission matrix × everyone it admits: GET changes no row.

An address that takes POST alone is requested too, and answers 405 before it does anything.
One exception: who downloads a file of a review is recorded, as in an access log. The rules of the
matrix have no stored file; with one, `tests/reporting/reviews/downloads/test_views.py` sees to it
that the record is all that is written.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories import UnitFactory
from tests.permissions import AccessRule
from tests.permissions.scene import PEOPLE, LoggedIn, kept, undone
from tests.test_permission_matrix import RULES

READS = re.compile(r"[\s(]*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b")


@pytest.fixture(scope="module")
def base(django_db_setup, django_db_blocker):
    with kept(LoggedIn, django_db_blocker) as scene:
        yield scene


@pytest.mark.django_db
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.method} {rule.url_name}")
def test_get_never_writes(rule, base):
    admitted = [who for who in PEOPLE if rule.status_for(who) not in (403, 404)]

    with undone(base) as scene:
        url = reverse(rule.url_name, args=rule.args(scene))
        written = {who: _written_by_get(url, rule, scene, who) for who in admitted}

    assert written == {who: [] for who in admitted}


@pytest.mark.django_db
def test_a_write_is_seen():
    with writes() as written:
        UnitFactory()

    assert [statement.split()[0] for statement in written] == ["INSERT", "INSERT"]


def _written_by_get(url: str, rule: AccessRule, scene: LoggedIn, who: str) -> list[str]:
    client = scene.client(who)
    data = rule.data(scene) if rule.method == "get" else {}
    with writes() as written:
        response = client.get(url, data)
        if response.streaming:
            list(response)  # an unread file would stay open
    return written


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements, apart from those that only read, run inside the block."""
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not READS.match(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
