"""A review (sơ kết, tổng kết): the row is the job, the snapshot and the paper."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from plans.models import Assignment, IssuingBody, Plan
from reporting.models.period import ReportingPeriod
from reporting.models.term import Term
from units.models import Event, Unit

if TYPE_CHECKING:
    from units.models import User


class ReviewKind(models.TextChoices):
    PERIODIC = "periodic", "Báo cáo định kỳ"
    INTERIM = "interim", "Báo cáo sơ kết"
    FINAL = "final", "Báo cáo tổng kết"


class ByUnits(models.TextChoices):
    """To which units the work of units that were succeeded counts (`counting.attribution`)."""

    THEN = "then", "Đơn vị lúc đó"
    NOW = "now", "Đơn vị hiện nay"


class ReviewStatus(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    COMPILING = "compiling", "Đang lập"
    DRAFT = "draft", "Dự thảo"
    FAILED = "failed", "Chưa lập được"
    ISSUED = "issued", "Đã ban hành"
    DROPPED = "dropped", "Đã bỏ"


class Urgency(models.TextChoices):
    """Marks of urgency. Marks of secrecy are never printed by the product."""

    URGENT = "KHẨN", "KHẨN"
    VERY_URGENT = "THƯỢNG KHẨN", "THƯỢNG KHẨN"
    EXPRESS = "HỎA TỐC", "HỎA TỐC"


class Circulation(models.TextChoices):
    """Marks that say among whom a paper goes round."""

    INTERNAL = "LƯU HÀNH NỘI BỘ", "LƯU HÀNH NỘI BỘ"
    HAND_BACK = "XONG HỘI NGHỊ TRẢ LẠI", "XONG HỘI NGHỊ TRẢ LẠI"


# Pages of a paper that is printed before longer ones that were requested earlier
SHORT = 10
IN_PROGRESS = (ReviewStatus.QUEUED, ReviewStatus.COMPILING)


class ReviewQuerySet(models.QuerySet["Review"]):
    def readable_by(self, user: "User") -> "ReviewQuerySet":
        """Reviews of the plans whose filings `user` may read, and issued ones of own work.

        Own work is what a unit of `user`, or one that it succeeded, led or co-ordinated on a day of
        the review's range.
        """
        units = Unit.objects.readable_by(user).with_predecessors()
        own = Assignment.objects.confirmed().filter(
            task__plan=OuterRef("plan"), unit__in=units.values("pk")
        )
        own = own.in_force_between(
            OuterRef("period_from__data_from"), OuterRef("period_to__data_to")
        )
        return self.filter(
            Q(plan__in=Plan.objects.with_permission(user, "read_filings").values("pk"))
            | (Q(status=ReviewStatus.ISSUED) & Exists(own))
        )

    def waiting(self) -> "ReviewQuerySet":
        """Those that wait for a worker, short papers before long ones.

        One that was not printed yet is long unless it is a periodic report.
        """
        is_short = Q(pdf_pages__lte=SHORT) | Q(pdf_pages__isnull=True, kind=ReviewKind.PERIODIC)
        length = Case(When(is_short, then=Value(0)), default=Value(1))
        return self.filter(status=ReviewStatus.QUEUED).order_by(length, "queued_at", "pk")

    def for_row(self) -> "ReviewQuerySet":
        return self.select_related("plan", "period_from", "period_to", "requested_by").defer(
            "snapshot"
        )


class Review(models.Model):
    """A review of `plan` over a range of periods, as of the cut-off day.

    The row is both a job and a paper. As a job it is queued, claimed (`claimed_at`; `claim` is
    the token of its worker), sends heartbeats (`heartbeat_at`), and ends as a draft or failed.
    As a paper it is a draft that the office may edit and compile again, until it is issued with
    number and day. Then it never changes; a correction is a new review that names it in
    `replaces`. A draft that is not to be issued is dropped, and stays to be read.

    `number` is `serial` and `series` as printed ("05-BC/HU"), unique in its term. `serial` is empty
    where papers had the same number before numbers were kept by term.

    `body` issues it; where it is empty, the body of the plan on the day of issue.

    `read_snapshot_sha256` is that of the figures whose changes the office has read.
    `content_sha256` (`reporting.reviews.content`) is empty for drafts, and for reviews that were
    issued before it was there. `progress` is 0-100; `pdf_size` and `docx_size` are in bytes;
    `snapshot` is described in `reporting.reviews.snapshots.snapshot`. Papers that were compiled
    before papers were written as Word too have a PDF only.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField("loại", max_length=10, choices=ReviewKind)
    title = models.CharField("trích yếu", max_length=300)
    period_from = models.ForeignKey(
        ReportingPeriod, verbose_name="từ kỳ", on_delete=models.PROTECT, related_name="+"
    )
    period_to = models.ForeignKey(
        ReportingPeriod, verbose_name="đến kỳ", on_delete=models.PROTECT, related_name="+"
    )
    cutoff_on = models.DateField("chốt số liệu đến hết ngày")
    by_units = models.CharField("tính theo", max_length=4, choices=ByUnits, default=ByUnits.THEN)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người yêu cầu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requested_reviews",
    )
    requested_at = models.DateTimeField("yêu cầu lúc")

    status = models.CharField(
        "trạng thái", max_length=10, choices=ReviewStatus, default=ReviewStatus.QUEUED
    )
    phase = models.CharField("công đoạn", max_length=120, blank=True)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    error = models.CharField("lý do chưa lập được", max_length=300, blank=True)
    queued_at = models.DateTimeField("xếp hàng lúc")
    claim = models.CharField(max_length=36, blank=True, editable=False)
    claimed_at = models.DateTimeField("nhận việc lúc", null=True, blank=True)
    heartbeat_at = models.DateTimeField("tín hiệu cuối", null=True, blank=True)

    snapshot = models.JSONField("số liệu đã chốt", null=True, blank=True)
    snapshot_sha256 = models.CharField("mã băm số liệu", max_length=64, blank=True)
    snapshot_at = models.DateTimeField("chốt số liệu lúc", null=True, blank=True)
    read_snapshot_sha256 = models.CharField("số liệu đã xem", max_length=64, blank=True)
    pdf_sha256 = models.CharField("mã băm PDF", max_length=64, blank=True)
    content_sha256 = models.CharField("mã băm nội dung", max_length=64, blank=True)
    pdf_size = models.PositiveBigIntegerField("kích thước PDF", null=True, blank=True)
    docx_sha256 = models.CharField("mã băm Word", max_length=64, blank=True)
    docx_size = models.PositiveBigIntegerField("kích thước Word", null=True, blank=True)
    pdf_pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    compiled_at = models.DateTimeField("lập xong lúc", null=True, blank=True)

    draft_number = models.PositiveSmallIntegerField("dự thảo lần", default=1)
    version = models.PositiveSmallIntegerField("bản số", default=1)
    body = models.ForeignKey(
        IssuingBody,
        verbose_name="cơ quan ban hành",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    urgency = models.CharField("dấu chỉ mức độ khẩn", max_length=12, choices=Urgency, blank=True)
    urgent_by = models.CharField(
        "hẹn giờ", max_length=40, blank=True, help_text="Ví dụ: 15 giờ 30, ngày 05/02/2026"
    )
    circulation = models.CharField(
        "dấu chỉ phạm vi lưu hành", max_length=24, choices=Circulation, blank=True
    )
    replaces = models.OneToOneField(
        "self",
        verbose_name="thay thế",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    term = models.ForeignKey(
        Term,
        verbose_name="nhiệm kỳ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    series = models.CharField("dãy số", max_length=25, blank=True)
    serial = models.PositiveIntegerField("số thứ tự", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi ban hành",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issued_reviews",
    )
    signer_capacity = models.CharField("thẩm quyền ký", max_length=80, blank=True)
    signer_post = models.CharField("chức vụ người ký", max_length=80, blank=True)
    signer_name = models.CharField("người ký", max_length=80, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo sơ kết, tổng kết"
        verbose_name_plural = "báo cáo sơ kết, tổng kết"
        constraints = [
            models.CheckConstraint(
                name="reporting_review_kind_known", condition=Q(kind__in=ReviewKind.values)
            ),
            models.CheckConstraint(
                name="reporting_review_by_units_known", condition=Q(by_units__in=ByUnits.values)
            ),
            models.CheckConstraint(
                name="reporting_review_status_known", condition=Q(status__in=ReviewStatus.values)
            ),
            models.CheckConstraint(
                name="reporting_review_progress_at_most_100", condition=Q(progress__lte=100)
            ),
            models.CheckConstraint(
                name="reporting_review_claimed_while_compiling",
                condition=~Q(status="compiling")
                | (~Q(claim="") & Q(claimed_at__isnull=False, heartbeat_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="reporting_review_paper_when_compiled",
                condition=~Q(status__in=["draft", "issued"])
                | (Q(snapshot__isnull=False) & ~Q(pdf_sha256="")),
            ),
            models.CheckConstraint(
                name="reporting_review_reason_when_failed",
                condition=~Q(status="failed") | ~Q(error=""),
            ),
            models.CheckConstraint(
                name="reporting_review_number_and_day_when_issued",
                condition=~Q(status="issued")
                | (~Q(number="") & Q(issued_on__isnull=False, issued_by__isnull=False)),
                violation_error_message="Báo cáo ban hành cần có số và ngày.",
            ),
            models.CheckConstraint(
                name="reporting_review_urgency_known",
                condition=Q(urgency="") | Q(urgency__in=Urgency.values),
            ),
            models.CheckConstraint(
                name="reporting_review_circulation_known",
                condition=Q(circulation="") | Q(circulation__in=Circulation.values),
            ),
            models.CheckConstraint(
                name="reporting_review_hour_of_an_express_paper",
                condition=Q(urgent_by="") | Q(urgency=Urgency.EXPRESS),
                violation_error_message="Chỉ văn bản hỏa tốc mới hẹn giờ.",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "period_from", "period_to", "cutoff_on", "by_units"],
                condition=Q(status__in=["queued", "compiling"]),
                name="reporting_review_one_under_way",
                violation_error_message="Báo cáo này đang được lập.",
            ),
            models.CheckConstraint(
                name="reporting_review_serial_in_a_term",
                condition=Q(serial__isnull=True) | (Q(term__isnull=False) & ~Q(series="")),
            ),
            models.UniqueConstraint(
                fields=["term", "series", "serial"],
                condition=Q(serial__isnull=False),
                name="reporting_review_number_once",
                violation_error_message="Số này đã dùng trong nhiệm kỳ.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_in_progress(self) -> bool:
        return self.status in IN_PROGRESS

    @property
    def is_issued(self) -> bool:
        return self.status == ReviewStatus.ISSUED


class ReviewEvent(Event):
    """A step of a review. `by` is empty where the schedule or the worker took it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="events")
    by = models.ForeignKey(  # type: ignore[assignment] # may be empty
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    from_status = models.CharField("từ", max_length=10, choices=ReviewStatus, blank=True)
    to_status = models.CharField("đến", max_length=10, choices=ReviewStatus)

    class Meta:
        verbose_name = "diễn biến báo cáo"
        verbose_name_plural = "diễn biến báo cáo"

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
