"""The present state of each assignment, kept beside its history."""

from django.db import models
from django.db.models import Q

from plans.models import Assignment
from reporting.models.declared import DeclaredState
from reporting.models.entry import EntryStatus


class AssignmentStanding(models.Model):
    """What the results of an assignment amount to now: the completion, the accepted, the sent.

    Kept by `reporting.counting.standings` in the transaction that writes an event, so that lists
    and totals of today read one row per assignment. Deadline, end and pause are columns of the
    assignment. A period is named by its last day. Without a row, nothing was reported.
    """

    assignment = models.OneToOneField(
        Assignment, on_delete=models.CASCADE, primary_key=True, related_name="standing"
    )
    # The earliest accepted completion: its period, the day of its report
    done_in = models.DateField("hoàn thành trong kỳ đến ngày", null=True, blank=True)
    done_on = models.DateField("báo cáo hoàn thành ngày", null=True, blank=True)
    # From when until when a completion was accepted, for the obligations of later periods
    complete_in = models.DateField("đã hoàn thành trong kỳ đến ngày", null=True, blank=True)
    complete_from = models.DateField("công nhận hoàn thành từ ngày", null=True, blank=True)
    complete_until = models.DateField("thôi công nhận từ ngày", null=True, blank=True)
    # Completions before that one, as `counting.completions` writes them; mostly there are none
    complete_earlier = models.TextField("các lần công nhận hoàn thành trước", blank=True)
    # The accepted result of the latest period
    accepted_in = models.DateField("chấp nhận trong kỳ đến ngày", null=True, blank=True)
    accepted_state = models.CharField(
        "mức độ được chấp nhận", max_length=15, choices=DeclaredState, blank=True
    )
    # The result of the latest period that the unit sent and did not take back
    sent_in = models.DateField("gửi trong kỳ đến ngày", null=True, blank=True)
    sent_status = models.CharField(
        "tình trạng kết quả gửi", max_length=10, choices=EntryStatus, blank=True
    )
    sent_state = models.CharField("mức độ đã gửi", max_length=15, choices=DeclaredState, blank=True)
    sent_on = models.DateField("gửi ngày", null=True, blank=True)

    class Meta:
        verbose_name = "hiện trạng phân công"
        verbose_name_plural = "hiện trạng phân công"
        constraints = [
            models.CheckConstraint(
                name="reporting_standing_sent_status_known",
                condition=Q(sent_in__isnull=True, sent_status="")
                | Q(sent_in__isnull=False, sent_status__in=["sent", "returned", "accepted"]),
            ),
            models.CheckConstraint(
                name="reporting_standing_accepted_is_sent",
                condition=Q(accepted_in__isnull=True) | Q(sent_in__gte=models.F("accepted_in")),
            ),
            models.CheckConstraint(
                name="reporting_standing_done_is_accepted",
                condition=Q(done_in__isnull=True)
                | Q(accepted_in__gte=models.F("done_in"), complete_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}"
