"""What units are told of a period and of what the office returned, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from reporting.counting import obligations
from reporting.models import NoticeKind, ProgressEntry, ReportingPeriod
from reporting.notices.noticing import Told, tell_each
from units.models import Role
from units.roles import holders_by_unit


@dataclass(frozen=True)
class News:
    """What the officers and the heads of one unit are to be told."""

    unit_id: int
    kind: NoticeKind
    key: str
    text: str
    url: str


def period_opened(period: ReportingPeriod, *, at: datetime) -> None:
    """Tell the units that owe something in PERIOD."""
    text = (
        f"Văn phòng đã mở kỳ báo cáo {period.name} của {period.plan.kind} {period.plan.number}. "
        f"Hạn gửi: {period.due_on:%d/%m/%Y}."
    )
    _tell_owing(period, key=f"opened:period:{period.pk}", text=text, at=at)


def period_reopened(period: ReportingPeriod, *, note: str, at: datetime) -> None:
    text = f"Văn phòng đã mở lại kỳ báo cáo {period.name} của {period.plan.number}: {note}"
    _tell_owing(period, key=f"reopened:period:{period.pk}:{at:%Y%m%d%H%M%S}", text=text, at=at)


def entry_returned(entry: ProgressEntry, *, reason: str, answer_by: date, at: datetime) -> None:
    """Tell the entry's unit what is missing and by when it must answer."""
    text = (
        f"Văn phòng trả lại kết quả nhiệm vụ {entry.assignment.task.code}, "
        f"{entry.submission.period.name}. Bổ sung và gửi lại chậm nhất ngày {answer_by:%d/%m/%Y}. "
        f"Lý do: {reason}"
    )
    # A returned entry is sent again as a new version: each return has a key of its own
    key = f"returned:entry:{entry.pk}:{entry.version}"
    unit_id = entry.submission.unit_id
    tell_units([News(unit_id, NoticeKind.RETURNED, key, text, section_url(entry))], at=at)


def tell_units(news: list[News], *, at: datetime) -> None:
    """Tell officers and heads, each what concerns their unit; three queries for all of them."""
    people = holders_by_unit({one.unit_id for one in news}, (Role.OFFICER, Role.HEAD))
    tell_each(
        [
            Told(recipient_id, one.kind, one.key, one.text, one.url)
            for one in news
            for recipient_id in people.get(one.unit_id, ())
        ],
        at=at,
    )


def section_url(entry: ProgressEntry) -> str:
    """Where the unit's people find ENTRY."""
    return f"{report_url(entry.submission_id)}#entry-{entry.pk}"


def report_url(submission_id: int) -> str:
    return reverse("reporting:file-submission", args=[submission_id])


def _tell_owing(period: ReportingPeriod, *, key: str, text: str, at: datetime) -> None:
    units = obligations.expected_units(period).values_list("pk", flat=True)
    url = reverse("reporting:list-submissions")
    tell_units([News(pk, NoticeKind.PERIOD_OPENED, key, text, url) for pk in units], at=at)
