"""Reorganisations of units (sắp xếp đơn vị): who follows whom, decided and carried out as one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import LegalDocument
from units.models import Event


class ReorganisationState(models.TextChoices):
    DRAFT = "draft", "Đang chuẩn bị"
    CARRIED_OUT = "carried_out", "Đã thực hiện"
    UNDONE = "undone", "Đã hoàn tác"


class Reorganisation(models.Model):
    """A table of units that end and of those that follow them, from a day, by a document.

    `table` is kept as typed and read anew whenever it is shown. `choices` settles names that may be
    meant for several units, `decisions` holds what differs from the proposal, by the id of an
    assignment, or by that of a membership, a plan or a unit below after `role-`, `plan-` and
    `below-` (see `reporting.reorganisation`). `figures` are those before and after; `trace` is what
    was written, for the undoing.
    """

    document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản quyết định",
        on_delete=models.PROTECT,
        related_name="reorganisations",
    )
    effective_on = models.DateField("từ ngày")
    table = models.TextField("bảng đơn vị cũ, đơn vị kế thừa")
    choices = models.JSONField("tên đã chọn", default=dict, blank=True)
    decisions = models.JSONField("quyết định từng phân công", default=dict, blank=True)
    figures = models.JSONField("số liệu trước và sau", null=True, blank=True)
    trace = models.JSONField("những gì đã ghi", null=True, blank=True)
    state = models.CharField(
        "tình trạng",
        max_length=12,
        choices=ReorganisationState,
        default=ReorganisationState.DRAFT,
    )
    prepared_at = models.DateTimeField("lập lúc")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lập",
        on_delete=models.PROTECT,
        related_name="+",
    )
    carried_out_at = models.DateTimeField("thực hiện lúc", null=True, blank=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "sắp xếp đơn vị"
        verbose_name_plural = "sắp xếp đơn vị"
        constraints = [
            models.CheckConstraint(
                name="reporting_reorganisation_state_known",
                condition=Q(state__in=ReorganisationState.values),
            ),
            models.CheckConstraint(
                name="reporting_reorganisation_carried_out_at_and_by",
                condition=Q(state="draft", carried_out_at__isnull=True, carried_out_by__isnull=True)
                | (
                    ~Q(state="draft")
                    & Q(carried_out_at__isnull=False, carried_out_by__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Sắp xếp đơn vị từ {self.effective_on:%d/%m/%Y}"

    @property
    def is_draft(self) -> bool:
        return self.state == ReorganisationState.DRAFT


class ReorganisationEventKind(models.TextChoices):
    PREPARED = "prepared", "Lập"
    CHANGED = "changed", "Sửa"
    DECIDED = "decided", "Quyết định"
    CARRIED_OUT = "carried_out", "Thực hiện"
    UNDONE = "undone", "Hoàn tác"


class ReorganisationEvent(Event):
    """A step of a reorganisation."""

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField("việc", max_length=12, choices=ReorganisationEventKind)

    class Meta:
        verbose_name = "diễn biến sắp xếp đơn vị"
        verbose_name_plural = "diễn biến sắp xếp đơn vị"
        constraints = [
            models.CheckConstraint(
                name="reporting_reorganisationevent_kind_known",
                condition=Q(kind__in=ReorganisationEventKind.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
