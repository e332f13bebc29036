"""Extensions (gia hạn): requested by the unit, decided by the office."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Assignment, LegalDocument, Plan
from units.models import Unit

if TYPE_CHECKING:
    from units.models import User


class ExtensionStatus(models.TextChoices):
    ASKED = "asked", "Chờ quyết định"
    GRANTED = "granted", "Đồng ý gia hạn"
    CHANGED = "changed", "Đồng ý, hạn khác đề nghị"
    REFUSED = "refused", "Không đồng ý"
    WITHDRAWN = "withdrawn", "Đơn vị đã rút"


GRANTED = (ExtensionStatus.GRANTED, ExtensionStatus.CHANGED)


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def pending(self) -> "ExtensionQuerySet":
        return self.filter(status=ExtensionStatus.ASKED)

    def pending_by_assignment(self, assignment_ids: Iterable[int]) -> dict[int, "Extension"]:
        """The undecided request of each assignment, by its id; no query for no assignments."""
        ids = list(assignment_ids)
        if not ids:
            return {}
        rows = self.pending().filter(assignment__in=ids).order_by("pk")
        return {row.assignment_id: row for row in rows}

    def granted(self) -> "ExtensionQuerySet":
        return self.filter(status__in=GRANTED)

    def readable_by(self, user: "User") -> "ExtensionQuerySet":
        """Extensions of readable units, and of plans whose filings `user` may read."""
        return self.filter(
            Q(assignment__unit__in=Unit.objects.readable_by(user).values("pk"))
            | Q(
                assignment__task__plan__in=Plan.objects.with_permission(
                    user, "read_filings"
                ).values("pk")
            )
        )

    def for_row(self) -> "ExtensionQuerySet":
        return self.select_related(
            "assignment__unit",
            "assignment__task__group",
            "assignment__task__plan",
            "asked_by",
            "decided_by",
            "document",
        )


class Extension(models.Model):
    """A request to move the deadline of an assignment, and the decision on it.

    The clock runs on `deadline_before` until the extension is granted; then
    `plans.deadlines.set_deadline` moves the deadline by `document` and keeps the ledger.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    status = models.CharField(
        "tình trạng", max_length=10, choices=ExtensionStatus, default=ExtensionStatus.ASKED
    )
    deadline_before = models.DateField("thời hạn khi đề nghị")
    proposed_deadline = models.DateField("thời hạn đề nghị")
    reason = models.TextField("lý do")
    work_done = models.TextField("việc đã làm")
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đề nghị",
        on_delete=models.PROTECT,
        related_name="asked_extensions",
    )
    granted_deadline = models.DateField("thời hạn được gia hạn", null=True, blank=True)
    document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản quyết định",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="extensions",
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người quyết định",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_extensions",
    )
    note = models.TextField("ý kiến", blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        indexes = [models.Index(fields=["status", "asked_at"], name="reporting_extension_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(status="asked"),
                name="reporting_extension_one_pending",
                violation_error_message="Đã có một đề nghị gia hạn đang chờ quyết định.",
            ),
            models.CheckConstraint(
                name="reporting_extension_status_known",
                condition=Q(status__in=ExtensionStatus.values),
            ),
            models.CheckConstraint(
                name="reporting_extension_proposes_a_later_day",
                condition=Q(proposed_deadline__gt=F("deadline_before")),
                violation_error_message="Thời hạn đề nghị phải sau thời hạn hiện nay.",
            ),
            models.CheckConstraint(
                name="reporting_extension_says_why",
                condition=~Q(reason=""),
                violation_error_message="Cần nêu lý do xin gia hạn.",
            ),
            models.CheckConstraint(
                name="reporting_extension_decision_when_decided",
                condition=Q(status="asked", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="reporting_extension_day_and_document_iff_granted",
                condition=Q(
                    status__in=["granted", "changed"],
                    granted_deadline__isnull=False,
                    document__isnull=False,
                )
                | (
                    ~Q(status__in=["granted", "changed"])
                    & Q(granted_deadline__isnull=True, document__isnull=True)
                ),
                violation_error_message="Gia hạn cần có thời hạn mới và văn bản quyết định.",
            ),
            models.CheckConstraint(
                name="reporting_extension_note_when_refused",
                condition=~Q(status="refused") | ~Q(note=""),
                violation_error_message="Không đồng ý gia hạn cần nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.proposed_deadline:%d/%m/%Y}"

    @property
    def is_pending(self) -> bool:
        return self.status == ExtensionStatus.ASKED

    @property
    def is_granted(self) -> bool:
        return self.status in GRANTED
