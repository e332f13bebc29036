"""Memberships: a person in a role at a unit, from one day to another."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from units.models.kind import LONGEST_NAME
from units.models.unit import Unit

if TYPE_CHECKING:
    from units.models.user import User


class Role(models.TextChoices):
    OFFICER = "officer", "Cán bộ đầu mối của đơn vị"
    HEAD = "head", "Thủ trưởng đơn vị"
    REVIEWER = "reviewer", "Chuyên viên Văn phòng cấp ủy"
    LEADER = "leader", "Lãnh đạo (Thường trực, Ban Thường vụ)"
    OBSERVER = "observer", "Theo dõi (ban đảng, Ủy ban Kiểm tra)"
    ADMINISTRATOR = "administrator", "Quản trị"


# Those that count on a unit; the others are an office's own, which also winds it up
UNIT_ROLES = (Role.OFFICER, Role.HEAD, Role.OBSERVER)
# A unit that has ended still sends the reports of its last period, and answers for them
DAYS_AFTER_UNIT = timedelta(days=90)


class RoleName(models.Model):
    """What the office calls a role, where that is not the label of `Role`."""

    role = models.CharField("vai trò", max_length=15, choices=Role, primary_key=True)
    name = models.CharField("tên gọi", max_length=LONGEST_NAME)

    class Meta:
        verbose_name = "tên gọi vai trò"
        verbose_name_plural = "tên gọi vai trò"
        constraints = [
            models.CheckConstraint(
                name="units_rolename_role_known", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(name="units_rolename_name_given", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


def role_names() -> dict[str, str]:
    """Roles in their order, with what the office calls them; one query."""
    return dict(Role.choices) | dict(RoleName.objects.values_list("role", "name"))


def role_name_column() -> Coalesce:
    """What the office calls the role of a membership, read with it."""
    own = RoleName.objects.filter(role=OuterRef("role")).values("name")
    labels = [When(role=role, then=Value(role.label)) for role in Role]
    return Coalesce(Subquery(own), Case(*labels, output_field=CharField()))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date) -> Self:
        """Memberships in force on `day` (first and last day included)."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)

    def giving_rights(self, day: date) -> Self:
        """Memberships in force on `day`, without those at units that ended long before."""
        return self.current(day).without_long_ended(day)

    def lasting(self, day: date) -> Self:
        """Memberships that give rights on `day` or will do so later."""
        return self.exclude(last_day__lt=day).without_long_ended(day)

    def without_long_ended(self, day: date) -> Self:
        return self.exclude(role__in=UNIT_ROLES, unit__last_day__lt=day - DAYS_AFTER_UNIT)

    def changing_after(self, day: date) -> Self:
        """Memberships that begin after `day`, or give rights until some day from it on."""
        ends = Q(last_day__gte=day) | Q(last_day__isnull=True, unit__last_day__isnull=False)
        return self.lasting(day).filter(Q(first_day__gt=day) | ends).select_related("unit")

    def of(self, user: "User") -> Self:
        return self.filter(user=user)


class Membership(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người",
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("vai trò", max_length=15, choices=Role)
    position = models.CharField("chức vụ tại đơn vị", max_length=160, blank=True)
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò tại đơn vị"
        verbose_name_plural = "vai trò tại đơn vị"
        constraints = [
            models.CheckConstraint(
                name="units_membership_role_known", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="units_membership_last_day_not_before_first",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=models.F("first_day")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(last_day__isnull=True),
                name="units_membership_open_once",
                violation_error_message="Người này đã giữ vai trò đó tại đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}"

    def next_change_after(self, day: date) -> date | None:
        """The first day after `day` on which it begins or no longer gives rights."""
        days = [self.first_day]
        if self.last_day is not None:
            days.append(self.last_day + timedelta(days=1))
        if self.unit.last_day is not None and self.role in UNIT_ROLES:
            days.append(self.unit.last_day + DAYS_AFTER_UNIT + timedelta(days=1))
        return min((one for one in days if one > day), default=None)
