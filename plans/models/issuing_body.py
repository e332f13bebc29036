"""Bodies that issue papers, with their days, and the capacities in which people sign for them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from units.models import Event


class BodyKind(models.TextChoices):
    COMMITTEE = "committee", "Cấp ủy (ban chấp hành, ban thường vụ, chi bộ)"
    OFFICE = "office", "Văn phòng, ban của cấp ủy"
    STATE = "state", "Cơ quan nhà nước"


class OfficeLevel(models.TextChoices):
    PROVINCE = "province", "Tỉnh, thành phố"
    DISTRICT = "district", "Huyện (trước ngày 01/7/2025)"
    COMMUNE = "commune", "Xã, phường, đặc khu"
    BASE = "base", "Cơ sở (đảng bộ, chi bộ cơ sở)"


class OwnBody(models.TextChoices):
    """Which of the bodies that this product belongs to a body is."""

    COMMITTEE = "committee", "Cấp ủy, cơ quan dùng hệ thống"
    OFFICE = "office", "Văn phòng của cơ quan dùng hệ thống"


def _holding(day: date) -> Q:
    return (Q(first_day__isnull=True) | Q(first_day__lte=day)) & (
        Q(last_day__isnull=True) | Q(last_day__gte=day)
    )


# `IssuingBody.shown_name` in SQL
SHOWN_NAME = Coalesce(NullIf("common_name", Value("")), "title")


class IssuingBodyQuerySet(models.QuerySet["IssuingBody"]):
    def on(self, day: date) -> Self:
        """The bodies that may issue on `day`."""
        return self.filter(_holding(day))

    def own(self, own: str = OwnBody.COMMITTEE) -> Self:
        """The body that the product belongs to, with those that it succeeded; latest first."""
        return self.filter(own=own).order_by(F("first_day").desc(nulls_last=True), "-pk")


class SigningCapacityQuerySet(models.QuerySet["SigningCapacity"]):
    def on(self, day: date) -> Self:
        """The capacities in which papers are signed on `day`."""
        return self.filter(_holding(day))


class IssuingBody(models.Model):
    """A body as the head of its papers names it, from `first_day` to `last_day`.

    A change of name, symbol, superior body or place is a new row, which the old one names as its
    `successor`. Without a first day it has always been there, without a last day it goes on.
    """

    kind = models.CharField(
        "loại cơ quan", max_length=10, choices=BodyKind, default=BodyKind.COMMITTEE
    )
    # Empty where there is none, or papers do not name it
    superior_body = models.CharField("cơ quan cấp trên (dòng 1)", max_length=120, blank=True)
    name = models.CharField("cơ quan ban hành (dòng 2)", max_length=120)
    title = models.CharField(
        "tên trong câu", max_length=200, help_text="Ví dụ: Ban Thường vụ Huyện ủy"
    )
    symbol = models.CharField("ký hiệu", max_length=20, help_text="Ví dụ: HU, VPHU")
    place = models.CharField("địa danh", max_length=80)
    # As screens show it
    common_name = models.CharField("tên thường gọi", max_length=120, blank=True)
    level = models.CharField("cấp", max_length=10, choices=OfficeLevel, blank=True)
    own = models.CharField(
        "vị trí trong hệ thống", max_length=10, choices=OwnBody, blank=True, editable=False
    )
    first_day = models.DateField("từ ngày", null=True, blank=True)
    last_day = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="cơ quan kế thừa",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    is_two_sided = models.BooleanField("in hai mặt (lề mặt sau đảo lại)", default=False)
    has_end_mark = models.BooleanField("kết thúc nội dung bằng “./.”", default=False)

    objects = IssuingBodyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"
        constraints = [
            models.CheckConstraint(
                name="plans_issuingbody_kind_known", condition=Q(kind__in=BodyKind.values)
            ),
            models.CheckConstraint(
                name="plans_issuingbody_days_in_order",
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                violation_error_message="Ngày cuối không được trước ngày đầu.",
            ),
            models.CheckConstraint(
                name="plans_issuingbody_successor_after_its_end",
                condition=Q(successor__isnull=True) | Q(last_day__isnull=False),
                violation_error_message="Cơ quan có cơ quan kế thừa thì cần ngày cuối.",
            ),
            models.CheckConstraint(
                name="plans_issuingbody_level_known",
                condition=Q(level__in=["", *OfficeLevel.values]),
            ),
            models.CheckConstraint(
                name="plans_issuingbody_own_known", condition=Q(own__in=["", *OwnBody.values])
            ),
            models.UniqueConstraint(
                fields=["own"],
                condition=~Q(own="") & Q(last_day__isnull=True),
                name="plans_issuingbody_one_own_goes_on",
                violation_error_message="Hệ thống đã có cơ quan đang dùng; cần ngày cuối.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.symbol})"

    @property
    def shown_name(self) -> str:
        return self.common_name or self.title

    @property
    def is_party(self) -> bool:
        return self.kind != BodyKind.STATE

    def holds_on(self, day: date) -> bool:
        return (self.first_day or day) <= day <= (self.last_day or day)


class SigningCapacity(models.Model):
    """How papers of a body are signed in some days: "T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", who."""

    body = models.ForeignKey(IssuingBody, on_delete=models.CASCADE, related_name="capacities")
    capacity = models.CharField(
        "thẩm quyền ký", max_length=80, help_text="Ví dụ: T/M BAN THƯỜNG VỤ"
    )
    post = models.CharField(
        "chức vụ người ký", max_length=80, blank=True, help_text="Ví dụ: PHÓ BÍ THƯ"
    )
    name = models.CharField("họ và tên người ký", max_length=80, blank=True)
    first_day = models.DateField("từ ngày", null=True, blank=True)
    last_day = models.DateField("đến hết ngày", null=True, blank=True)

    objects = SigningCapacityQuerySet.as_manager()

    class Meta:
        verbose_name = "thẩm quyền ký"
        verbose_name_plural = "thẩm quyền ký"
        constraints = [
            models.CheckConstraint(
                name="plans_signingcapacity_days_in_order",
                condition=Q(first_day__isnull=True)
                | Q(last_day__isnull=True)
                | Q(first_day__lte=F("last_day")),
                violation_error_message="Ngày cuối không được trước ngày đầu.",
            )
        ]

    def __str__(self) -> str:
        return " – ".join(part for part in (self.capacity, self.post, self.name) if part)


class IssuingBodyEventKind(models.TextChoices):
    ADDED = "added", "Thêm cơ quan"
    CHANGED = "changed", "Sửa cơ quan"
    CAPACITY_ADDED = "capacity_added", "Thêm thẩm quyền ký"
    CAPACITY_CHANGED = "capacity_changed", "Sửa thẩm quyền ký"


class IssuingBodyEvent(Event):
    """History of a body and of its signing capacities."""

    body = models.ForeignKey(IssuingBody, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=20, choices=IssuingBodyEventKind)

    class Meta:
        verbose_name = "diễn biến cơ quan ban hành"
        verbose_name_plural = "diễn biến cơ quan ban hành"
        constraints = [
            models.CheckConstraint(
                name="plans_issuingbodyevent_kind_known",
                condition=Q(kind__in=IssuingBodyEventKind.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
