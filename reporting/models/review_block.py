"""What people changed in the blocks of a review, with its history, and their comments on them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.review import Review

# The keys of blocks that people added begin with this
OWN = "own-"


class BlockKind(models.TextChoices):
    HEADING = "heading", "Đề mục"
    PARAGRAPH = "paragraph", "Đoạn văn"
    LIST = "list", "Danh sách"
    # Only hidden or moved, never written in
    OTHER = "other", "Bảng, biểu"


class BlockState(models.Model):
    """Words and place of a block.

    `runs` are stored as `reporting.papers.stored` says, with a line end between the items of a
    list. They are empty (None) where the machine's words stand. The block follows the block
    `after`; with a `position` it was put there, before others that follow the same block with a
    higher one. Without, it stays where the machine has it.
    """

    runs = models.JSONField("nội dung", null=True, blank=True)
    after = models.CharField("đứng sau", max_length=80, blank=True)
    position = models.IntegerField("thứ tự", null=True, blank=True)
    is_hidden = models.BooleanField("ẩn", default=False)
    version = models.PositiveIntegerField("phiên bản", default=1)
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True


class ReviewBlock(BlockState):
    """A block of a review that people edited, hid, moved or added.

    `machine_runs` are the machine's words when people wrote over them, so that a later change of
    these is noticed. `level` is that of an added heading.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="blocks")
    key = models.CharField("khối", max_length=80)
    kind = models.CharField("loại", max_length=10, choices=BlockKind)
    level = models.PositiveSmallIntegerField("cấp đề mục", default=2)
    machine_runs = models.JSONField("nội dung hệ thống soạn", null=True, blank=True)

    class Meta:
        verbose_name = "đoạn đã sửa của báo cáo"
        verbose_name_plural = "đoạn đã sửa của báo cáo"
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="reporting_reviewblock_once"),
            models.CheckConstraint(
                name="reporting_reviewblock_kind_known", condition=Q(kind__in=BlockKind.values)
            ),
            models.CheckConstraint(
                name="reporting_reviewblock_level_at_most_3", condition=Q(level__lte=3)
            ),
            models.CheckConstraint(
                name="reporting_reviewblock_own_has_words",
                condition=~Q(key__startswith=OWN) | Q(runs__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_own(self) -> bool:
        return self.key.startswith(OWN)


class ReviewBlockVersion(BlockState):
    """A block as it was saved once. The newest version is what the block holds."""

    block = models.ForeignKey(ReviewBlock, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        verbose_name = "bản đã lưu của một đoạn"
        verbose_name_plural = "bản đã lưu của các đoạn"
        constraints = [
            models.UniqueConstraint(
                fields=["block", "version"], name="reporting_reviewblockversion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.block_id}/{self.version}"


class BlockCommentQuerySet(models.QuerySet["BlockComment"]):
    def unresolved(self) -> "BlockCommentQuerySet":
        return self.filter(resolved_at__isnull=True)


class BlockComment(models.Model):
    """One contribution to the thread of the block `key`, open until somebody resolves it.

    `excerpt` is the beginning of what the block said then, for the case that it is gone later.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="block_comments")
    key = models.CharField("khối", max_length=80)
    excerpt = models.CharField("về đoạn", max_length=120, blank=True)
    text = models.TextField("nội dung")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người viết",
        on_delete=models.PROTECT,
        related_name="+",
    )
    resolved_at = models.DateTimeField("giải quyết lúc", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người giải quyết",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = BlockCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "góp ý vào báo cáo"
        verbose_name_plural = "góp ý vào báo cáo"
        constraints = [
            models.CheckConstraint(
                name="reporting_blockcomment_says_something",
                condition=~Q(text=""),
                violation_error_message="Hãy nhập nội dung góp ý.",
            ),
            models.CheckConstraint(
                name="reporting_blockcomment_resolved_by_somebody",
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:40]}"
