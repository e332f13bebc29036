"""Notices: what a person is told in the product, what of it goes out by mail, and what went out."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from units.models import User


class NoticeKind(models.TextChoices):
    PERIOD_OPENED = "period_opened", "Mở kỳ báo cáo"
    DUE_SOON = "due_soon", "Sắp đến hạn gửi báo cáo"
    OVERDUE = "overdue", "Quá hạn gửi báo cáo"
    RETURNED = "returned", "Kết quả bị trả lại"
    ACCEPTED = "accepted", "Kết quả được chấp nhận"
    EXTENSION_ASKED = "extension_asked", "Đề nghị gia hạn"
    EXTENSION_DECIDED = "extension_decided", "Quyết định về gia hạn"
    CONFIRMATION_ASKED = "confirmation_asked", "Báo cáo chờ thủ trưởng xác nhận"
    GIVEN_BACK = "given_back", "Thủ trưởng trả lại báo cáo"
    CONFIRMED = "confirmed", "Thủ trưởng đã xác nhận báo cáo"
    COMMENTED = "commented", "Trao đổi về kết quả"


class MailDigest(models.Model):
    """One mail to one person on one day: claimed before it is sent, so that it goes out once.

    `attempts` counts the tries to send it, `claimed_at` is when the last of them began (at
    first: when the row was made). A try that was begun and has neither `sent_at` nor `error`
    is under way, or its worker died; whether it went out nobody knows, so it is not repeated.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        on_delete=models.CASCADE,
        related_name="digests",
    )
    day = models.DateField("ngày")
    address = models.EmailField("địa chỉ", max_length=120)
    num_notices = models.PositiveIntegerField("số thông báo")
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    claimed_at = models.DateTimeField("bắt đầu gửi lúc")
    sent_at = models.DateTimeField("gửi xong lúc", null=True, blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)

    class Meta:
        verbose_name = "thư đã gửi"
        verbose_name_plural = "thư đã gửi"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"], name="reporting_maildigest_one_a_day"
            ),
            models.CheckConstraint(
                name="reporting_maildigest_sent_or_failed",
                condition=Q(sent_at__isnull=True) | Q(error=""),
            ),
            models.CheckConstraint(
                name="reporting_maildigest_result_of_an_attempt",
                condition=Q(attempts__gt=0) | Q(sent_at__isnull=True, error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.day:%d/%m/%Y}"

    @property
    def state(self) -> str:
        """sent, failed, waiting, or begun: under way, or its worker died and nobody knows."""
        if self.sent_at is not None:
            return "sent"
        if self.error:
            return "failed"
        return "begun" if self.attempts else "waiting"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: "User") -> "NoticeQuerySet":
        return self.filter(recipient=user)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def newest_first(self) -> "NoticeQuerySet":
        return self.order_by("-at", "-pk")


class Notice(models.Model):
    """One thing told to one person. `key` names what it is about, so that it is told once.

    `url` is a path within the product. `digest` is the mail that carried it, if any did.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField("loại", max_length=20, choices=NoticeKind)
    key = models.CharField(max_length=120, editable=False)
    text = models.CharField("nội dung", max_length=400)
    url = models.CharField("đường dẫn", max_length=200)
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    digest = models.ForeignKey(
        MailDigest, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="reporting_notice_unread"),
            models.Index(fields=["recipient", "-at", "-id"], name="reporting_notice_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="reporting_notice_told_once"),
            models.CheckConstraint(
                name="reporting_notice_kind_known", condition=Q(kind__in=NoticeKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class NoticePreference(models.Model):
    """How one person wants to hear of one kind. Without a row: in the product and by mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField("loại", max_length=20, choices=NoticeKind)
    is_shown = models.BooleanField("trong hệ thống", default=True)
    is_mailed = models.BooleanField("qua thư", default=True)

    class Meta:
        verbose_name = "cách nhận thông báo"
        verbose_name_plural = "cách nhận thông báo"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="reporting_noticepreference_once_per_kind"
            ),
            models.CheckConstraint(
                name="reporting_noticepreference_kind_known",
                condition=Q(kind__in=NoticeKind.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"
