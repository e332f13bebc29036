"""Terms (nhiệm kỳ) of bodies that issue papers; numbers begin anew with each."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Plan

if TYPE_CHECKING:
    from units.models import User


class TermQuerySet(models.QuerySet["Term"]):
    def of_plans(self, user: "User", codename: str) -> "TermQuerySet":
        """Terms of the bodies that issued a plan on which `user` has `codename`, or its papers.

        A plan's papers may be issued by the body that succeeded its own. About the plans that
        units keep no papers are issued, whatever body their heads name.
        """
        plans = Plan.objects.with_permission(user, codename).of_the_office()
        of_papers = Term.objects.filter(reviews__plan__in=plans.values("pk"))
        return self.filter(
            Q(issuing_body__in=plans.values("issuing_body")) | Q(pk__in=of_papers.values("pk"))
        )


class Term(models.Model):
    """A term of `issuing_body`, from its first day to its last, both included.

    The terms of a body do not overlap. `saved_by` is empty where the first paper that was issued
    after `last_day` of all others added the term.
    """

    issuing_body = models.CharField("cơ quan ban hành", max_length=120)
    name = models.CharField("nhiệm kỳ", max_length=20, help_text="Ví dụ: 2025-2030")
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày")
    saved_at = models.DateTimeField("lưu lúc", null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        null=True,
        on_delete=models.PROTECT,
        related_name="saved_terms",
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        constraints = [
            models.UniqueConstraint(
                fields=["issuing_body", "name"],
                name="reporting_term_name_once",
                violation_error_message="Cơ quan này đã có nhiệm kỳ mang tên này.",
            ),
            models.CheckConstraint(
                name="reporting_term_days_in_order",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message="Ngày cuối phải sau ngày đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.issuing_body})"
