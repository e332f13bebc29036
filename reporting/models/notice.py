"""Notices in the product, the preferences of their readers, and the mails that carry them."""

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import DateField, Q, Value
from django.db.models.functions import Coalesce

from reporting.models.comment import Comment
from reporting.models.contribution import Contribution
from reporting.models.entry import ProgressEntry
from reporting.models.extension import Extension
from reporting.models.period import ReportingPeriod
from reporting.models.review import Review
from reporting.models.submission import SubmissionEvent
from units.models import Unit

if TYPE_CHECKING:
    from units.models import User

_Model = TypeVar("_Model", bound=models.Model)
SUBJECTS = (
    "period",
    "unit",
    "entry",
    "submission_event",
    "extension",
    "comment",
    "contribution",
    "review",
)
NO_DAY = Value(date.min, output_field=DateField())


class NoticeKind(models.TextChoices):
    PERIOD_OPENED = "period_opened", "Mở kỳ báo cáo"
    DUE_SOON = "due_soon", "Sắp đến hạn gửi báo cáo"
    OVERDUE = "overdue", "Quá hạn gửi báo cáo"
    RETURNED = "returned", "Kết quả bị trả lại"
    ACCEPTED = "accepted", "Kết quả được chấp nhận"
    UNACCEPTED = "unaccepted", "Văn phòng rút lại việc chấp nhận"
    EXTENSION_ASKED = "extension_asked", "Đề nghị gia hạn"
    EXTENSION_DECIDED = "extension_decided", "Quyết định về gia hạn"
    CONFIRMATION_ASKED = "confirmation_asked", "Báo cáo chờ thủ trưởng xác nhận"
    GIVEN_BACK = "given_back", "Thủ trưởng trả lại báo cáo"
    CONFIRMED = "confirmed", "Thủ trưởng đã xác nhận báo cáo"
    COMMENTED = "commented", "Trao đổi về kết quả"
    CONTRIBUTED = "contributed", "Đơn vị phối hợp gửi nội dung"
    CONTRIBUTION_DUE = "contribution_due", "Nội dung phối hợp chưa gửi"
    TASK_DUE = "task_due", "Nhiệm vụ sắp đến thời hạn hoàn thành"
    TASK_OVERDUE = "task_overdue", "Nhiệm vụ quá thời hạn hoàn thành"
    REVIEW_COMMENTED = "review_commented", "Góp ý vào dự thảo báo cáo sơ kết, tổng kết"
    REVIEW_ISSUED = "review_issued", "Báo cáo sơ kết, tổng kết ban hành, thu hồi"
    URGED = "urged", "Đôn đốc"
    REORGANISED = "reorganised", "Sắp xếp, sáp nhập đơn vị"
    BACKUP_FAILED = "backup_failed", "Sao lưu không thành công (người quản trị)"
    DISK_LOW = "disk_low", "Ổ đĩa sắp đầy (người quản trị)"


class MailDigest(models.Model):
    """The mail to one person on one day: claimed before it is sent, so that it goes out once.

    `is_at_once`: a mail of its own beside that of the day, for what may not wait until tomorrow.

    `attempts` counts the attempts to send it; `claimed_at` is the start of the last one (at
    first: the creation of the row). An attempt with neither `sent_at` nor `error` is under way,
    or its worker died. It may have gone out, so it is not repeated.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        on_delete=models.CASCADE,
        related_name="digests",
    )
    day = models.DateField("ngày")
    is_at_once = models.BooleanField("gửi ngay", default=False)
    address = models.EmailField("địa chỉ", max_length=120)
    num_notices = models.PositiveIntegerField("số thông báo")
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    claimed_at = models.DateTimeField("bắt đầu gửi lúc")
    sent_at = models.DateTimeField("gửi xong lúc", null=True, blank=True)
    error = models.TextField("lỗi", blank=True)

    class Meta:
        verbose_name = "thư đã gửi"
        verbose_name_plural = "thư đã gửi"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"],
                condition=Q(is_at_once=False),
                name="reporting_maildigest_one_a_day",
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
        """sent, failed, waiting, or begun: under way, or its worker died."""
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


def _about(model: type[_Model]) -> "models.ForeignKey[_Model | None, _Model | None]":
    return models.ForeignKey(
        model, null=True, blank=True, editable=False, on_delete=models.CASCADE, related_name="+"
    )


class Notice(models.Model):
    """A message to one person, sent once about the same thing.

    The columns from `period` to `turn` name that thing. `turn` tells repetitions apart: the
    reopening of a period, the week of an overdue reminder, the version of an entry or of a
    contribution, the withdrawal of a review, the id of a comment on a review, the turn of an
    urging in a period, the id of one of a task. `url` is a path within the product. `digest` is the
    mail that carried it, if any did.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField("loại", max_length=20, choices=NoticeKind)
    period = _about(ReportingPeriod)
    unit = _about(Unit)
    entry = _about(ProgressEntry)
    submission_event = _about(SubmissionEvent)
    extension = _about(Extension)
    comment = _about(Comment)
    contribution = _about(Contribution)
    review = _about(Review)
    day = models.DateField("ngày đến hạn", null=True, blank=True, editable=False)
    turn = models.PositiveIntegerField("lần", default=0, editable=False)
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
            # Two nulls are not equal in a unique index, hence the zeros
            models.UniqueConstraint(
                "recipient",
                "kind",
                *(Coalesce(name, 0) for name in SUBJECTS),
                Coalesce("day", NO_DAY),
                "turn",
                name="reporting_notice_told_once",
            ),
            models.CheckConstraint(
                name="reporting_notice_about_something",
                condition=Q(period__isnull=False)
                | Q(entry__isnull=False)
                | Q(submission_event__isnull=False)
                | Q(extension__isnull=False)
                | Q(comment__isnull=False)
                | Q(contribution__isnull=False)
                | Q(review__isnull=False)
                # The product itself on a day, or a unit's tasks with that deadline
                | Q(day__isnull=False),
            ),
            models.CheckConstraint(
                name="reporting_notice_kind_known", condition=Q(kind__in=NoticeKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class NoticePreference(models.Model):
    """A person's choice for one kind. Without a row: in the product and by mail."""

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
