"""Every address × people × methods × states of the object, generated from the URL configuration.

The matrix (`tests/test_permission_matrix.py`) states what each kind of person gets for an object in
its usual state. This holds for the same addresses and two scenes, made once:

- objects of another plan are for its people only: everybody else is a stranger there;
- a role that ended, and a person who is locked, open nothing;
- whoever is refused leaves no row changed;
- a closed period takes no step of its unit, an ended unit opens no more than before, an issued
  paper stays as it is.

This runs on SQLite only: the matrix holds the same querysets on each engine, and on PostgreSQL a
transaction that undoes some thousand requests is slow with all the dead rows that it leaves.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from reporting.models import Evidence, IndicatorValue, ProgressEntry, Review
from tests.drill.inputs.attempt import Seen, request
from tests.permissions import AccessRule
from tests.permissions.scene import Scene, undone
from tests.test_permission_matrix import RULES
from units.models import Membership, Unit, User

pytestmark = [
    pytest.mark.apart,
    pytest.mark.django_db,
    pytest.mark.usefixtures("lean_answers", "without_error_pages"),
]
BACKEND = "django.contrib.auth.backends.ModelBackend"
REFUSED = {403, 404}
NOT_ADMITTED = {*REFUSED, 302, 401, 405}
# That the role has ended is noted with the first request after it, which ends the session too
NOTED = {"units_user", "units_user_groups", "units_session"}
OF_A_PLAN = ("officer", "head", "observer", "other_unit")
# What a parameter names, by the part of the address before it. A new part needs a line here and an
# access rule whose `args` make such an object.
KINDS = {
    "adjustments",
    "assignments",
    "backups",
    "bodies",
    "capacities",
    "commitments",
    "contribution-evidence",
    "contributions",
    "directory-imports",
    "documents",
    "drafts",
    "entries",
    "evidence",
    "exports",  # the file of an exported plan, by its name
    "extensions",
    "groups",
    "indicators",
    "issued-files",
    "log-ins",
    "memberships",
    "names",
    "notices",
    "people",
    "periods",
    "plan-folders",
    "plan-imports",
    "plans",
    "reorganisations",
    "reviews",
    "schedules",
    "sections",
    "settings",  # the change of a task, by its name
    "sheet-imports",
    "skeletons",
    "sources",  # the place of a figure in the review before it
    "submissions",
    "tasks",
    "terms",
    "units",
    "versions",
}
# Objects that no plan owns: everybody who may open them may open those beside another plan too
OF_NO_PLAN = (
    "backups/",
    "bodies/",
    "capacities/",
    "directory-imports/",
    "documents/",
    "guide/",
    "log-ins/",
    "memberships/",
    "notices/",
    "people/",
    "plan-folders/",
    "plan-imports/",
    "register/terms/",
    "reorganisations/",
    "units/",
)
# Rows that a unit writes for a period
FILED = (ProgressEntry, Evidence, IndicatorValue)
BY_PERIOD = ("entries/", "submissions/", "evidence/", "sheet-imports/", "versions/")


def _routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", before: str = ""
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _routes(pattern.url_patterns, space, route)
        else:
            yield f"{prefix}{pattern.name}", route


ROUTES = dict(_routes(get_resolver().url_patterns))
WITH_OBJECT = [rule for rule in RULES if "<" in ROUTES[rule.url_name]]
OF_PLANS = [rule for rule in WITH_OBJECT if not ROUTES[rule.url_name].startswith(OF_NO_PLAN)]


def test_every_parameter_is_of_a_known_kind():
    found = {
        kind
        for route in ROUTES.values()
        for kind in re.findall(r"([\w-]+)/<int:|([\w-]+)/<str:", route)
    }

    assert {one or other for one, other in found} - KINDS == set()


def test_every_address_with_a_parameter_has_a_rule_that_makes_its_object():
    assert {name for name, route in ROUTES.items() if "<" in route} == {
        rule.url_name for rule in WITH_OBJECT
    }


def _client(person: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def _fields(rule: AccessRule, scene: Scene) -> dict[str, list[Any]]:
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in rule.data(scene).items()
    }


def _ask(
    client: Client, rule: AccessRule, url: str, scene: Scene, *, method: str = "", **how: bool
) -> Seen:
    return request(client, method or rule.method, url, _fields(rule, scene), **how)


def _say(rule: AccessRule, who: str, seen: Seen, method: str = "") -> str:
    changed = f", changed {', '.join(seen.partial)}" if seen.partial else ""
    return f"{method or rule.method} {rule.url_name} as {who}: {seen.status}{changed}"


def test_objects_of_another_plan_are_for_its_own_people():
    ours, base = Scene(), Scene()
    clients = {who: _client(ours.people[who]) for who in (*OF_A_PLAN, "stranger")}
    wrong = []

    for rule in OF_PLANS:
        with undone(base) as theirs:
            url = reverse(rule.url_name, args=rule.args(theirs))
            for who, client in clients.items():
                seen = _ask(client, rule, url, theirs)
                if seen.status != rule.status_for("stranger") or seen.partial:
                    wrong.append(_say(rule, who, seen))

    assert wrong == []


def test_whoever_is_refused_changes_nothing():
    base = Scene()
    clients = {who: _client(person) for who, person in base.people.items()}
    wrong = []

    for rule in RULES:
        if rule.method == "get":
            continue  # `tests/test_permission_matrix.py`
        with undone(base) as scene:
            url = reverse(rule.url_name, args=rule.args(scene))
            for who, client in clients.items():
                if rule.status_for(who) in REFUSED:
                    seen = _ask(client, rule, url, scene)
                    if seen.partial:
                        wrong.append(_say(rule, who, seen))

    assert wrong == []


def _end_roles(scene: Scene, who: str) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = Membership.objects.filter(user=scene.people[who])
    rows.update(first_day=yesterday - timedelta(days=9), last_day=yesterday)
    # As it was noted when the last day was set
    User.objects.filter(pk=scene.people[who].pk).update(groups_until=timezone.localdate())


def _lock(scene: Scene, who: str) -> None:
    User.objects.filter(pk=scene.people[who].pk).update(is_active=False)


@pytest.mark.parametrize(
    ("change", "who"), [(_end_roles, "officer"), (_end_roles, "reviewer"), (_lock, "officer")]
)
def test_an_ended_role_and_a_locked_person_open_nothing(change, who):
    base = Scene()
    client = _client(base.people[who])
    wrong = []

    for rule in OF_PLANS:
        with undone(base) as scene:
            url = reverse(rule.url_name, args=rule.args(scene))
            change(scene, who)
            seen = _ask(client, rule, url, scene)
            admitted = {302, 401, 405} if change is _lock or rule.method == "post" else set()
            changed = set(seen.partial) - NOTED
            if seen.status not in REFUSED | admitted or changed:
                wrong.append(_say(rule, f"former {who}", seen))

    assert wrong == []


def test_an_ended_unit_opens_no_more_than_before():
    base = Scene()
    clients = {who: _client(base.people[who]) for who in (*OF_A_PLAN, "reviewer", "leader")}
    yesterday = timezone.localdate() - timedelta(days=1)
    wrong = []

    for rule in WITH_OBJECT:
        with undone(base) as scene:
            url = reverse(rule.url_name, args=rule.args(scene))
            Unit.objects.filter(pk=scene.unit.pk).update(
                last_day=yesterday, end_recorded_on=yesterday
            )
            for who, client in clients.items():
                seen = _ask(client, rule, url, scene)
                expected = {rule.status_for(who), *REFUSED, 302, 409, 422}
                if seen.status not in expected or seen.partial:
                    wrong.append(_say(rule, who, seen))

    assert wrong == []


def _filed() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in FILED]


def test_a_closed_period_takes_no_step_of_its_unit():
    base = Scene()
    client = _client(base.people["officer"])
    steps = [
        rule
        for rule in WITH_OBJECT
        if rule.method == "post"
        and ROUTES[rule.url_name].startswith(BY_PERIOD)
        and rule.status_for("officer") not in REFUSED
        # What the office returned may be answered until the day it named
        and rule.url_name != "reporting:answer-entry"
    ]
    wrong = []

    for rule in steps:
        with undone(base) as scene:
            url = reverse(rule.url_name, args=rule.args(scene))
            scene.period.__class__.objects.filter(plan=scene.plan).update(closed_at=timezone.now())
            before = _filed()
            with undone(base):
                response = client.post(url, rule.data(scene))
                if _filed() != before:
                    wrong.append(f"{rule.url_name}: {response.status_code}, changed what was filed")

    assert len(steps) > 12
    assert wrong == []


def _papers() -> list[Any]:
    return list(Review.objects.order_by("pk").values())


def test_an_issued_paper_stays_as_it_is():
    base = Scene()
    issued = next(rule for rule in RULES if rule.url_name == "reporting:correct-review")
    [pk] = issued.args(base)
    client = _client(base.people["reviewer"])
    before = _papers()
    wrong = []

    for rule in WITH_OBJECT:
        if rule.method != "post" or not ROUTES[rule.url_name].startswith("reviews/"):
            continue
        with undone(base) as scene:
            client.post(reverse(rule.url_name, args=[pk]), rule.data(scene))
            left = [row for row in _papers() if row["id"] == pk]
            if left != before:
                wrong.append(rule.url_name)

    assert wrong == []
