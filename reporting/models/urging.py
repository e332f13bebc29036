"""Urging (đôn đốc): what the office asked of one unit by hand, about a period or a late task."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from plans.models import Assignment, Plan
from reporting.models.period import ReportingPeriod
from units.models import Event, Unit
from units.models.event import EventManager

if TYPE_CHECKING:
    from units.models import User


class UrgingQuerySet(models.QuerySet["Urging"]):
    def readable_by(self, user: "User") -> Self:
        """Of readable units, and of plans whose filings `user` may read."""
        plans = Plan.objects.with_permission(user, "read_filings")
        units = Unit.objects.readable_by(user)
        return self.filter(Q(unit__in=units.values("pk")) | Q(plan__in=plans.values("pk")))

    def last_by_unit(self) -> "dict[int, Urging]":
        """The last of each unit, whose `turn` is their number; one query."""
        return {row.unit_id: row for row in self.select_related("by").order_by("turn")}

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


_UrgingManager = models.Manager.from_queryset(UrgingQuerySet)


class UrgingManager(EventManager["Urging"], _UrgingManager["Urging"]):
    """The history and its reads."""


class Urging(Event):
    """A message of the office to the people of `unit`; `note` is its text as they read it.

    It is about what the unit lacks in `period`, or about its late task (`assignment`). `turn`
    counts the urgings of the unit about the same.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="urgings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="urgings")
    period = models.ForeignKey(
        ReportingPeriod, null=True, blank=True, on_delete=models.CASCADE, related_name="urgings"
    )
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="urgings"
    )
    turn = models.PositiveSmallIntegerField("lần")

    objects: ClassVar[UrgingManager] = UrgingManager()

    class Meta:
        verbose_name = "đôn đốc"
        verbose_name_plural = "đôn đốc"
        constraints = [
            models.CheckConstraint(
                name="reporting_urging_about_one_thing",
                condition=Q(period__isnull=False, assignment__isnull=True)
                | Q(period__isnull=True, assignment__isnull=False),
            ),
            models.CheckConstraint(name="reporting_urging_says_something", condition=~Q(note="")),
            # Two nulls are not equal in a unique index, hence the zeros
            models.UniqueConstraint(
                "unit",
                Coalesce("period", 0),
                Coalesce("assignment", 0),
                "turn",
                name="reporting_urging_once_a_turn",
            ),
        ]

    def __str__(self) -> str:
        return self.note
