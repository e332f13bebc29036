"""Notices to units about periods and about entries that the office returned."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from plans.bearers import follower_of
from reporting.counting import obligations
from reporting.models import NoticeKind, PeriodEventKind, ProgressEntry, ReportingPeriod
from reporting.notices.noticing import About, Message, notify_each
from units.models import Role, Unit
from units.roles import holders_by_unit


@dataclass(frozen=True)
class UnitMessage:
    """A notice for the officers and the heads of one unit."""

    unit_id: int
    kind: NoticeKind
    about: About
    text: str
    url: str


def period_opened(period: ReportingPeriod, *, at: datetime) -> None:
    """Notify the units that must report in `period`."""
    plan = period.plan
    text = (
        f"{follower_of(plan)} đã mở kỳ báo cáo {period.name} của {plan.kind} {plan.number}. "
        f"Hạn gửi: {period.due_on:%d/%m/%Y}."
    )
    _notify_owing(period, turn=0, text=text, at=at)


def period_reopened(period: ReportingPeriod, *, note: str, at: datetime) -> None:
    """Notify the same units of the latest reopening, which the history has recorded."""
    who = follower_of(period.plan)
    text = f"{who} đã mở lại kỳ báo cáo {period.name} của {period.plan.number}: {note}"
    turn = period.events.filter(kind=PeriodEventKind.REOPENED).count()
    _notify_owing(period, turn=turn, text=text, at=at)


def unit_added(period: ReportingPeriod, unit: Unit, *, reason: str, at: datetime) -> None:
    """Notify a unit of the latest addition to an open period, which the history has recorded."""
    text = (
        f"{follower_of(period.plan)} bổ sung {unit.short_name} vào kỳ báo cáo {period.name} của "
        f"{period.plan.number}, hạn gửi {period.due_on:%d/%m/%Y}: {reason}"
    )
    turn = period.events.filter(kind=PeriodEventKind.ADDED).count()
    about = About(period_id=period.pk, unit_id=unit.pk, turn=turn)
    url = reverse("reporting:list-submissions")
    notify_units([UnitMessage(unit.pk, NoticeKind.PERIOD_OPENED, about, text, url)], at=at)


def entry_returned(entry: ProgressEntry, *, reason: str, answer_by: date, at: datetime) -> None:
    """Notify the unit of `entry` of the reason and of the last day to answer."""
    who = follower_of(entry.submission.period.plan)
    text = (
        f"{who} trả lại kết quả nhiệm vụ {entry.assignment.task.code}, "
        f"{entry.submission.period.name}. Bổ sung và gửi lại chậm nhất ngày {answer_by:%d/%m/%Y}. "
        f"Lý do: {reason}"
    )
    # A returned entry is sent again as a new version, so that each return is a turn of its own
    about = About(entry_id=entry.pk, turn=entry.version)
    unit_id = entry.submission.unit_id
    message = UnitMessage(unit_id, NoticeKind.RETURNED, about, text, section_url(entry))
    notify_units([message], at=at)


def notify_units(sent: list[UnitMessage], *, at: datetime) -> None:
    """Notify the officers and the heads of each unit; three queries for all of them."""
    people = holders_by_unit({message.unit_id for message in sent}, (Role.OFFICER, Role.HEAD))
    notify_each(
        [
            Message(recipient_id, message.kind, message.about, message.text, message.url)
            for message in sent
            for recipient_id in people.get(message.unit_id, ())
        ],
        at=at,
    )


def section_url(entry: ProgressEntry) -> str:
    """Address of the section of `entry` on the unit's page."""
    return f"{submission_url(entry.submission_id)}#entry-{entry.pk}"


def submission_url(submission_id: int) -> str:
    return reverse("reporting:file-submission", args=[submission_id])


def _notify_owing(period: ReportingPeriod, *, turn: int, text: str, at: datetime) -> None:
    # For a unit that has ended, its successor answers
    units = obligations.expected_units(period).exclude(last_day__lt=timezone.localdate(at))
    url = reverse("reporting:list-submissions")
    about = About(period_id=period.pk, turn=turn)
    notify_units(
        [UnitMessage(unit.pk, NoticeKind.PERIOD_OPENED, about, text, url) for unit in units], at=at
    )
