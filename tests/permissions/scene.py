"""A small scenario: a plan, two of its units, a stranger, and rows in every state."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.test import Client
from django.utils import timezone

from plans import access
from plans.models import TaskGroupWatch
from reporting.models import EntryStatus
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    entry_at,
    person,
)
from units.models import Role

PEOPLE = (
    "officer",
    "head",
    "reviewer",
    "leader",
    "observer",
    "administrator",
    "other_unit",
    "stranger",
    "anonymous",
)


@dataclass
class Scene:
    """`unit` carries out `task` of `plan`; `entry` (in `submission`, of `period`) reports on it.

    officer, head: of `unit`. other_unit: officer of another unit of the same plan. observer: of
    a unit that follows the task's group. stranger: officer of a unit that has no plan.
    `extra` holds rows that a single access rule creates for itself.
    """

    status: EntryStatus = EntryStatus.SENT
    people: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        self.assignment = AssignmentFactory()
        self.task = self.assignment.task
        self.group = self.task.group
        self.plan = self.task.plan
        self.unit = self.assignment.unit
        self.other_assignment = AssignmentFactory(task__group=self.group)
        self.watching_unit = UnitFactory()
        TaskGroupWatch.objects.create(unit=self.watching_unit, group=self.group)
        access.ensure_grants(plan=self.plan)
        self.people = {
            "officer": person(Role.OFFICER, self.unit),
            "head": person(Role.HEAD, self.unit),
            "reviewer": person(Role.REVIEWER),
            "leader": person(Role.LEADER),
            "observer": person(Role.OBSERVER, self.watching_unit),
            "administrator": person(Role.ADMINISTRATOR),
            "other_unit": person(Role.OFFICER, self.other_assignment.unit),
            "stranger": person(Role.OFFICER),
        }
        self.period = ReportingPeriodFactory(
            plan=self.plan,
            data_from=today - timedelta(days=60),
            data_to=today + timedelta(days=30),
            due_on=today + timedelta(days=40),
            opened_at=now - timedelta(days=50),
        )
        self.entry = entry_at(
            self.status,
            assignment=self.assignment,
            period=self.period,
            by=self.people["officer"],
            at=now,
        )
        self.submission = self.entry.submission


S = TypeVar("S", bound="Scene")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class LoggedIn(Scene):
    """A scene with the cookies of everybody's session; nobody's are empty."""

    cookies: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        for who in PEOPLE:
            client = Client()
            if who != "anonymous":
                client.force_login(self.people[who], backend=BACKEND)
            self.cookies[who] = client.cookies

    def client(self, who: str) -> Client:
        """A browser of its own in which `who` is logged in."""
        client = Client()
        client.cookies = copy.deepcopy(self.cookies[who])
        return client


@contextmanager
def kept(make: Callable[[], S], blocker: Any) -> Iterator[S]:
    """A scene for all tests of a module, whose rows are gone afterwards.

    A test takes it with `undone`. `blocker` is the fixture `django_db_blocker`; the fixture of a
    module that uses this asks for `django_db_setup` too.
    """
    with blocker.unblock(), transaction.atomic():
        yield make()
        transaction.set_rollback(True)


@contextmanager
def undone(scene: S) -> Iterator[S]:
    """A copy of the scene, whose rows are as before afterwards."""
    before = transaction.savepoint()
    try:
        yield copy.deepcopy(scene)
    finally:
        transaction.savepoint_rollback(before)
