"""The result of one assignment in one submission, with its history."""

from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.safestring import SafeString

from plans.models import Assignment, CommitmentItem
from reporting.models.declared import (
    NEEDS_NO_RESULT,
    DeclaredState,
    SelfAssessment,
    has_percent,
    state_words,
)
from reporting.models.period import ReportingPeriod
from reporting.models.submission import Submission
from units.models import Event, Unit

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from units.models import User

    class PreviousPk(TypedDict):
        previous_pk: int | None

    EntryWithPrevious = WithAnnotations["ProgressEntry", PreviousPk]


class EntryStatus(models.TextChoices):
    """Status of an entry between unit and office (see `reporting.entries.transitions`)."""

    DRAFT = "draft", "Đang soạn"
    SENT = "sent", "Chờ thẩm tra"
    RETURNED = "returned", "Trả lại, yêu cầu bổ sung"
    ACCEPTED = "accepted", "Đã chấp nhận"


WITH_UNIT = (EntryStatus.DRAFT, EntryStatus.RETURNED)


def complete(path: str = "") -> Q:
    """The entries that may be sent; `path` leads to them. Agrees with `is_complete`."""
    no_result_needed = Q((f"{path}state__in", NEEDS_NO_RESULT))
    return no_result_needed | (~Q((f"{path}state", "")) & ~Q((f"{path}result", "")))


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    def fileable_by(self, user: "User") -> "ProgressEntryQuerySet":
        """Entries that `user` may write."""
        return self.filter(
            submission__in=Submission.objects.fileable_by(user).values("pk"),
        )

    def readable_by(self, user: "User") -> "ProgressEntryQuerySet":
        """Entries that `user` may read; other people's only once they are sent."""
        own = Q(submission__unit__in=Unit.objects.readable_by(user).values("pk"))
        of_others = Q(
            assignment__in=Assignment.objects.readable_by(user).values("pk"),
            last_sent_at__isnull=False,
        )
        return self.filter(own | of_others)

    def before(self, period: ReportingPeriod | OuterRef) -> "ProgressEntryQuerySet":
        """Entries of earlier periods, the latest first; `period` may refer to an outer one."""
        data_to = period.data_to if isinstance(period, ReportingPeriod) else period
        return self.filter(submission__period__data_to__lt=data_to).latest_first()

    def previous_of(self, entry: "ProgressEntry") -> "ProgressEntry | None":
        """The entry of the same assignment in the latest earlier period."""
        same = self.filter(assignment=entry.assignment_id)
        previous = same.before(entry.submission.period).first()
        if previous is not None:
            # With its task, which decides how the content is shown
            previous.assignment = entry.assignment
        return previous

    def latest_first(self) -> "ProgressEntryQuerySet":
        return self.order_by("-submission__period__data_to", "-pk")

    def for_row(self) -> "ProgressEntryQuerySet":
        return self.select_related(
            "submission__period",
            "submission__unit",
            "assignment__task__group",
        )

    def with_previous_pk(self) -> "ProgressEntryQuerySet":
        """Annotate `previous_pk`: the entry of the same assignment in the latest earlier period."""
        earlier = ProgressEntry.objects.filter(assignment=OuterRef("assignment")).before(
            OuterRef("submission__period__data_to")
        )
        return self.annotate(previous_pk=Subquery(earlier.values("pk")[:1]))

    def in_plan_order(self) -> "ProgressEntryQuerySet":
        return self.order_by(
            "assignment__task__group__position", "assignment__task__position", "pk"
        )


class ProgressEntry(models.Model):
    """A unit's result on one assignment for one period.

    `version` counts the saves: a save names the version it read, and is refused when another
    came first. `sent_content` is the content as last sent, to show later changes.
    Percent is 0-100; None is "not stated", which is not zero.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="entries")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="entries")
    status = models.CharField(
        "tình trạng", max_length=10, choices=EntryStatus, default=EntryStatus.DRAFT
    )
    state = models.CharField("mức độ thực hiện", max_length=15, choices=DeclaredState, blank=True)
    percent = models.PositiveSmallIntegerField("tỷ lệ hoàn thành (%)", null=True, blank=True)
    result = models.TextField("kết quả thực hiện", blank=True)
    obstacle = models.TextField("khó khăn, vướng mắc", blank=True)
    recommendation = models.TextField("kiến nghị, đề xuất", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="saved_entries",
    )
    last_sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_content = models.JSONField("nội dung đã gửi", null=True, blank=True)
    decided_at = models.DateTimeField("thẩm tra lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thẩm tra",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_entries",
    )
    return_reason = models.TextField("lý do trả lại", blank=True)
    answer_by = models.DateField("hạn bổ sung", null=True, blank=True)

    # Whether its reader is outside its unit (see `reporting.entries.as_sent`)
    is_from_outside = False

    objects = ProgressEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả nhiệm vụ"
        verbose_name_plural = "kết quả nhiệm vụ"
        indexes = [
            models.Index(fields=["status", "assignment"], name="reporting_entry_queue"),
            # Results sent and accepted of a submission are counted without reading its entries
            models.Index(fields=["submission", "status"], name="reporting_entry_progress"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "assignment"],
                name="reporting_entry_once_per_submission_and_assignment",
            ),
            models.CheckConstraint(
                name="reporting_entry_status_known", condition=Q(status__in=EntryStatus.values)
            ),
            models.CheckConstraint(
                name="reporting_entry_state_known",
                condition=Q(state="") | Q(state__in=DeclaredState.values),
            ),
            models.CheckConstraint(
                name="reporting_entry_percent_at_most_100",
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                violation_error_message="Tỷ lệ hoàn thành từ 0 đến 100.",
            ),
            models.CheckConstraint(
                name="reporting_entry_says_its_state_when_sent",
                condition=Q(status__in=["draft", "returned"]) | ~Q(state=""),
                violation_error_message="Cần chọn mức độ thực hiện trước khi gửi.",
            ),
            models.CheckConstraint(
                name="reporting_entry_tells_its_result_when_sent",
                condition=Q(status__in=["draft", "returned"])
                | Q(state__in=["not_started", "not_applicable"])
                | ~Q(result=""),
                violation_error_message="Cần nêu kết quả thực hiện trước khi gửi.",
            ),
            models.CheckConstraint(
                name="reporting_entry_sent_at_when_sent",
                condition=Q(status="draft")
                | Q(last_sent_at__isnull=False, sent_content__isnull=False),
            ),
            models.CheckConstraint(
                name="reporting_entry_decision_when_decided",
                condition=Q(status__in=["draft", "sent"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reporting_entry_reason_when_returned",
                condition=~Q(status="returned")
                | (~Q(return_reason="") & Q(answer_by__isnull=False)),
                violation_error_message="Trả lại cần nêu lý do và hạn bổ sung.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.assignment_id}"

    @property
    def key(self) -> SafeString:
        """The id for the ids and names of elements, hundreds on a page.

        A number would be localized each time, and a text that is not marked safe be escaped.
        """
        return SafeString(self.pk)

    @property
    def state_words(self) -> str:
        """The declared state in the words of the task's kind. Needs `assignment.task`."""
        return state_words(self.state, self.assignment.task.kind)

    @property
    def shown_percent(self) -> int | None:
        """The percentage of a task that has one. Needs `assignment.task`.

        Recurring and continuous tasks were once asked too; what was sent then stays stored.
        """
        return self.percent if has_percent(self.assignment.task.kind) else None

    @property
    def is_complete(self) -> bool:
        """Whether it may be sent: a state, and a result where the state calls for one."""
        if self.state in NEEDS_NO_RESULT:
            return True
        return bool(self.state and self.result.strip())

    @property
    def is_editable(self) -> bool:
        return self.status in WITH_UNIT

    @property
    def is_reworked(self) -> bool:
        """Whether it was sent before and is with the unit again."""
        return self.sent_content is not None and self.is_editable


class ChecklistAnswer(models.Model):
    """Whether one component of a commitment was kept. None: not answered, which is not "no"."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="answers")
    item = models.ForeignKey(CommitmentItem, on_delete=models.PROTECT, related_name="answers")
    is_kept = models.BooleanField("thực hiện tốt", null=True, blank=True)

    class Meta:
        verbose_name = "tự đánh giá phương châm"
        verbose_name_plural = "tự đánh giá phương châm"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "item"], name="reporting_checklistanswer_once_per_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.item_id}"

    @property
    def answer(self) -> SelfAssessment:
        return SelfAssessment.of(self.is_kept)


class EntryEvent(Event):
    """A step of an entry from one status to the next.

    The assignment and the last day of the period are repeated here, so that the state of every
    assignment on any day is one index lookup (see `reporting.counting.status`). `state` is the
    unit's declaration at that step, `reported_at` the time when its content was sent. An event
    with another assignment than its entry's passes an accepted result on (`entries.carrying`).
    """

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="events")
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="entry_events"
    )
    period_data_to = models.DateField("kỳ đến hết ngày")
    from_status = models.CharField("từ", max_length=10, choices=EntryStatus)
    to_status = models.CharField("đến", max_length=10, choices=EntryStatus)
    state = models.CharField("mức độ thực hiện", max_length=15, choices=DeclaredState, blank=True)
    percent = models.PositiveSmallIntegerField("tỷ lệ hoàn thành (%)", null=True, blank=True)
    reported_at = models.DateTimeField("báo cáo lúc", null=True, blank=True)
    answer_by = models.DateField("hạn bổ sung", null=True, blank=True)
    content = models.JSONField("nội dung", null=True, blank=True)

    class Meta:
        verbose_name = "diễn biến"
        verbose_name_plural = "diễn biến"
        indexes = [
            models.Index(
                fields=["assignment", "-period_data_to", "-at", "-id"],
                name="reporting_event_latest",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="reporting_entryevent_statuses_known",
                condition=Q(from_status__in=EntryStatus.values)
                & Q(to_status__in=EntryStatus.values),
            ),
            models.CheckConstraint(
                name="reporting_entryevent_reason_when_returned",
                condition=~Q(to_status="returned") | ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
