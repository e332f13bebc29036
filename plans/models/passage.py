"""Text of a plan in three layers: raw, as printed, and with marked corrections."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plan import Plan
from plans.models.task import Task, TaskGroup


class PassageKind(models.TextChoices):
    HEAD = "head", "Phần đầu"
    TITLE = "title", "Tên loại, trích yếu"
    PREAMBLE = "preamble", "Mở đầu"
    SECTION_HEADING = "section_heading", "Tên phần"
    GROUP_HEADING = "group_heading", "Tên nhóm, mục"
    NUMBERING = "numbering", "Số thứ tự"
    BODY = "body", "Nội dung"
    FOOTNOTE = "footnote", "Chú thích"
    RECIPIENTS = "recipients", "Nơi nhận"
    SIGNATURE = "signature", "Phần ký"


class Passage(models.Model):
    """A run of the source text. The raw runs of a plan, joined, are the source, byte for byte.

    `printed` is the run as printed: page breaks joined, markup removed. Runs with the same
    `block` form one paragraph. A run may belong to two tasks (III.5.2 and III.5.3).
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField("thứ tự")
    block = models.PositiveIntegerField("đoạn")
    kind = models.CharField("loại", max_length=16, choices=PassageKind)
    raw = models.TextField("bản nguồn")
    printed = models.TextField("bản in", blank=True)
    style = models.CharField("kiểu chữ", max_length=10, blank=True)
    footnote_mark = models.CharField("dấu chú thích", max_length=2, blank=True)
    group = models.ForeignKey(
        TaskGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="passages"
    )
    tasks = models.ManyToManyField(Task, blank=True, related_name="passages")

    class Meta:
        verbose_name = "đoạn văn bản"
        verbose_name_plural = "đoạn văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="plans_passage_position_once"
            ),
            models.CheckConstraint(
                name="plans_passage_kind_known", condition=Q(kind__in=PassageKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.printed[:60]

    def natural_key(self) -> tuple[str, object, int]:
        return (*self.plan.natural_key(), self.position)


class Correction(models.Model):
    """A misprint, shown corrected and marked. The printed words stay as they are."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="corrections")
    printed_words = models.CharField("bản in", max_length=200)
    corrected_words = models.CharField("đọc là", max_length=200)
    note = models.CharField("lý do", max_length=200)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )
    marked_on = models.DateField("ngày đánh dấu")

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "printed_words"], name="plans_correction_once_per_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.printed_words} → {self.corrected_words}"
