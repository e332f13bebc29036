"""Units (đơn vị đầu mối): bodies that can be given tasks."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate

from tracker.lib.alphabet import SortKeyField
from tracker.lib.text import fold, search_forms
from units.models.kind import Bloc, UnitKind
from units.models.permissions import UnitGroupObjectPermission

if TYPE_CHECKING:
    from units.models.user import User

# Merged, renamed, merged again: more reforms do not come within a term
LONGEST_CHAIN = 3


class SuccessionKind(models.TextChoices):
    MERGE = "merge", "Sáp nhập, hợp nhất"
    SPLIT = "split", "Chia, tách"
    RENAME = "rename", "Đổi tên, chuyển đổi"
    DISSOLVE = "dissolve", "Giải thể"


class UnitQuerySet(models.QuerySet["Unit"]):
    def existing_on(self, day: date) -> Self:
        """Units that exist on `day` (first and last day included)."""
        return self.filter(
            Q(first_day__isnull=True) | Q(first_day__lte=day),
            Q(last_day__isnull=True) | Q(last_day__gte=day),
        )

    def with_permission(self, user: "User", codename: str) -> Self:
        """Units on which a group of `user` has `codename`. Agrees with `user.has_perm`."""
        grants = UnitGroupObjectPermission.objects.filter(
            group__in=Group.objects.filter(user=user),
            permission__codename=codename,
            permission__content_type__app_label="units",
        )
        return self.filter(pk__in=grants.values("content_object"))

    def readable_by(self, user: "User") -> Self:
        """Units whose submissions `user` may read as a member."""
        return self.with_permission(user, "read_filings")

    def fileable_by(self, user: "User") -> Self:
        """Units that `user` may file for."""
        return self.with_permission(user, "file_progress")

    def confirmable_by(self, user: "User") -> Self:
        """Units whose submissions `user` may confirm as their head."""
        return self.with_permission(user, "confirm_filing")

    def with_predecessors(self) -> Self:
        """These units, and those that they succeeded by today, over at most `LONGEST_CHAIN` steps.

        Joined in one subquery: SQLite parses no deeper ones within the queries that use this.
        """
        chains, step, so_far = Q(), "", Q()
        for _ in range(LONGEST_CHAIN):
            so_far &= Q(**{f"{step}effective_on__lte": TruncDate(Now())})
            chains |= so_far & Q(**{f"{step}successor__in": self.values("pk")})
            step += "successor__successions__"
        succeeded = Succession.objects.filter(chains)
        all_units = type(self)(self.model, using=self.db)
        return all_units.filter(
            Q(pk__in=self.values("pk")) | Q(pk__in=succeeded.values("predecessor"))
        )

    def search(self, query: str) -> Self:
        """Units whose name, former name or alias contains `query`, ignoring accents."""
        found = Q()
        for form in search_forms(query):
            found |= Q(folded__contains=form)
        return self.filter(found)

    def in_list_order(self) -> Self:
        return self.order_by("position", "sort_key", "pk")


class Unit(models.Model):
    """A body that can be given tasks. The natural key is `code`, because names change."""

    code = models.SlugField(
        "mã", max_length=60, unique=True, error_messages={"unique": "Mã đơn vị này đã có."}
    )
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    # The columns hold codes, so that statements and forms name a kind and a bloc without a join
    kind = models.ForeignKey(
        UnitKind,
        verbose_name="loại đơn vị",
        on_delete=models.PROTECT,
        related_name="units",
        db_column="kind",
        db_index=False,
    )
    bloc = models.ForeignKey(
        Bloc,
        verbose_name="khối",
        on_delete=models.PROTECT,
        related_name="units",
        db_column="bloc",
        db_index=False,
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="đơn vị cấp trên",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    position = models.PositiveIntegerField("thứ tự", default=0)
    first_day = models.DateField("ngày bắt đầu", null=True, blank=True)
    last_day = models.DateField("ngày kết thúc", null=True, blank=True)
    # The day of recording: a period that is due does not change by an end recorded later
    end_recorded_on = models.DateField("ngày ghi kết thúc", null=True, blank=True, editable=False)
    folded = models.TextField(editable=False, blank=True)
    sort_key = SortKeyField("name")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        permissions = [
            ("read_filings", "Đọc báo cáo của đơn vị"),
            ("file_progress", "Lập và gửi báo cáo của đơn vị"),
            ("confirm_filing", "Xác nhận báo cáo của đơn vị"),
            ("follow_groups", "Theo dõi phần việc giao cho đơn vị theo dõi"),
        ]
        constraints = [
            models.CheckConstraint(
                name="units_unit_last_day_not_before_first",
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(last_day__gte=models.F("first_day")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="units_unit_end_recorded_only_when_ended",
                condition=Q(end_recorded_on__isnull=True) | Q(last_day__isnull=False),
            ),
            models.CheckConstraint(
                name="units_unit_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                violation_error_message="Đơn vị không thể là cấp trên của chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def exists_on(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


class UnitName(models.Model):
    """A name of a unit, from one day to another (None: from the beginning, until today)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    first_day = models.DateField("từ ngày", null=True, blank=True)
    last_day = models.DateField("đến ngày", null=True, blank=True)
    document = models.CharField("văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name = "tên đơn vị"
        verbose_name_plural = "tên đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(last_day__isnull=True),
                name="units_unitname_one_current_per_unit",
                violation_error_message="Đơn vị đã có một tên đang dùng.",
            ),
            models.CheckConstraint(
                name="units_unitname_last_day_not_before_first",
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(last_day__gte=models.F("first_day")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another spelling of the unit's name, for searching and for reading documents."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField("cách gọi khác", max_length=200)

    class Meta:
        verbose_name = "cách gọi khác"
        verbose_name_plural = "cách gọi khác"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "alias"],
                name="units_unitalias_once_per_unit",
                violation_error_message="Cách gọi này đã có.",
            )
        ]

    def __str__(self) -> str:
        return self.alias


class Succession(models.Model):
    """Transfer of the duties of `predecessor` to `successor` on a day, by a deciding document.

    A dissolved unit may have no successor; a split unit has several rows. History stays with
    the predecessor.
    """

    predecessor = models.ForeignKey(
        Unit, verbose_name="đơn vị cũ", on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Unit,
        verbose_name="đơn vị kế thừa",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inheritances",
    )
    kind = models.CharField("hình thức", max_length=10, choices=SuccessionKind)
    effective_on = models.DateField("từ ngày")
    document = models.CharField("văn bản quyết định", max_length=200)

    class Meta:
        verbose_name = "kế thừa"
        verbose_name_plural = "kế thừa"
        constraints = [
            models.CheckConstraint(
                name="units_succession_kind_known", condition=Q(kind__in=SuccessionKind.values)
            ),
            models.CheckConstraint(
                name="units_succession_between_two_units",
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("predecessor")),
                violation_error_message="Đơn vị không thể kế thừa chính mình.",
            ),
            models.CheckConstraint(
                name="units_succession_successor_unless_dissolved",
                condition=Q(kind="dissolve") | Q(successor__isnull=False),
                violation_error_message="Cần chọn đơn vị kế thừa (trừ khi giải thể).",
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="units_succession_once_per_pair",
                violation_error_message="Việc kế thừa này đã được ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


def search_text(unit: Unit, other_names: list[str]) -> str:
    """Value of `Unit.folded`: the unit's names, former names, aliases and code."""
    names = [unit.name, unit.short_name, unit.code, *other_names]
    return " | ".join(dict.fromkeys(fold(name) for name in names if name))
