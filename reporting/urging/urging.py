"""Urge units by hand: a notice to their people, a mail at once, and a row of history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from plans.assignment_steps import locked
from plans.bearers import follower_of
from plans.models import Assignment
from reporting.models import (
    Notice,
    NoticeKind,
    PeriodEvent,
    PeriodEventKind,
    ReportingPeriod,
    Urging,
)
from reporting.notices import digesting
from reporting.notices.announcing import UnitMessage, notify_units, submission_url
from reporting.notices.noticing import About
from reporting.urging.lacking import Lacking, lacking_in, late_work
from tracker.lib import secrecy
from tracker.lib.refusal import BadField, Refused
from units.models import User

# With the name of a unit and what it lacks, a notice holds it whole
LONGEST_TEXT = 200
MOST_NAMES = 12


@dataclass(frozen=True)
class Urged:
    """The names of the units that were urged, and of the others with the reason.

    `recent`: by whom and when they were urged a moment ago.
    """

    told: list[str]
    without_readers: list[str]
    recent: dict[str, list[str]]
    num_settled: int


def ready_text(period: ReportingPeriod) -> str:
    """The text that is offered for `period`; what each unit lacks is put before it."""
    text = (
        f"{follower_of(period.plan)} đề nghị hoàn thành, gửi báo cáo {period.name} của "
        f"{period.plan.number} (hạn gửi {period.due_on:%d/%m/%Y})."
    )
    return text if len(text) <= LONGEST_TEXT else f"Đề nghị gửi báo cáo {period.name}."


def ready_text_of_task(assignment: Assignment) -> str:
    return f"{follower_of(assignment.task.plan)} đề nghị hoàn thành và báo cáo kết quả."


@transaction.atomic
def urge(
    *, period: ReportingPeriod, units: Collection[int], text: str, by: User, at: datetime
) -> Urged:
    """Urge those of `units` (ids) that lack something in `period`, each with what it lacks.

    Units without people, those that were urged a moment ago and those that lack nothing any more
    are left out; refused where nobody remains.
    """
    # Locked: of two clerks one comes after the other's urgings
    locked_row = ReportingPeriod.objects.select_for_update(of=("self",))
    period = locked_row.select_related("plan__owner").get(pk=period.pk)
    text = _checked(text)
    if not units:
        raise Refused("Chọn ít nhất một đơn vị để đôn đốc.")
    chosen = [row for row in lacking_in(period, at=at) if row.unit.pk in units]
    result = _outcome(chosen, units)
    if not result.told:
        raise Refused(" ".join(["Chưa đôn đốc đơn vị nào.", *left_out(result)]))
    words = {row: _message(row, text) for row in chosen if row.may_be_urged}
    Urging.objects.record_many(
        [
            {"plan_id": period.plan_id, "period": period, "unit": row.unit, "turn": row.turn}
            | {"note": note}
            for row, note in words.items()
        ],
        by=by,
        at=at,
    )
    note = f"{len(words)} đơn vị ({_named(result.told)}). {text}"
    PeriodEvent.objects.record(period=period, kind=PeriodEventKind.URGED, by=by, at=at, note=note)
    notify_units([_notice(period, row, note) for row, note in words.items()], at=at)
    digesting.mail_at_once(
        Notice.objects.filter(kind=NoticeKind.URGED, period=period, at=at), at=at
    )
    return result


@transaction.atomic
def urge_task(*, assignment: Assignment, text: str, by: User, at: datetime) -> Urging:
    """Urge the unit of `assignment` to complete its task, which is late or due soon."""
    assignment = locked(assignment)
    text = _checked(text)
    unit = assignment.unit
    if not unit.exists_on(localdate(at)):
        raise Refused(f"{unit.name} đã kết thúc hoạt động nên không đôn đốc được.")
    lacking = late_work(assignment, at=at)
    if lacking is None:
        raise Refused("Nhiệm vụ này chưa đến hạn hoặc đã có kết quả nên không cần đôn đốc.")
    if not lacking.has_readers:
        raise Refused(without_readers([unit.short_name]))
    if lacking.is_recent:
        raise Refused(*_just_urged(_recent([lacking])))
    words = _message(lacking, text)
    row = Urging.objects.record(
        plan_id=assignment.task.plan_id,
        unit=unit,
        assignment=assignment,
        turn=lacking.turn,
        by=by,
        at=at,
        note=words,
    )
    about = About(unit_id=unit.pk, day=assignment.deadline, turn=row.pk)
    url = reverse("reporting:unit", args=[unit.pk])
    notify_units([UnitMessage(unit.pk, NoticeKind.URGED, about, words, url)], at=at)
    told = Notice.objects.filter(kind=NoticeKind.URGED, unit=unit, period=None, turn=row.pk)
    digesting.mail_at_once(told, at=at)
    return row


def _outcome(chosen: list[Lacking], units: Collection[int]) -> Urged:
    return Urged(
        told=[row.unit.short_name for row in chosen if row.may_be_urged],
        without_readers=[row.unit.short_name for row in chosen if not row.has_readers],
        recent=_recent(row for row in chosen if row.has_readers),
        num_settled=len(set(units)) - len(chosen),
    )


def left_out(result: Urged) -> list[str]:
    """Sentences on the chosen units that were not urged, each with what the clerk can do."""
    found = []
    if result.without_readers:
        found.append(without_readers(result.without_readers))
    found += _just_urged(result.recent)
    if result.num_settled:
        found.append(f"{result.num_settled} đơn vị đã chọn nay không còn thiếu gì.")
    return found


def without_readers(names: list[str]) -> str:
    return f"Chưa có cán bộ đầu mối, thủ trưởng để nhận, hãy gọi điện: {_named(names)}."


def _just_urged(recent: dict[str, list[str]]) -> list[str]:
    return [
        f"Vừa được {who} đôn đốc, 10 phút sau mới đôn đốc lại được: {_named(names)}."
        for who, names in recent.items()
    ]


def _recent(rows: Iterable[Lacking]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.urged and row.is_recent:
            who = f"{row.urged.by} lúc {localtime(row.urged.at):%H:%M}"
            found.setdefault(who, []).append(row.unit.short_name)
    return found


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise BadField("text", "Cần có nội dung đôn đốc.")
    if len(text) > LONGEST_TEXT:
        raise BadField("text", f"Nội dung đôn đốc dài nhất {LONGEST_TEXT} ký tự.")
    secrecy.refuse_marks({"Nội dung đôn đốc": text})
    return text


def _notice(period: ReportingPeriod, row: Lacking, words: str) -> UnitMessage:
    about = About(period_id=period.pk, unit_id=row.unit.pk, turn=row.turn)
    begun = row.submission_id
    url = submission_url(begun) if begun else reverse("reporting:list-submissions")
    return UnitMessage(row.unit.pk, NoticeKind.URGED, about, words, url)


def _message(row: Lacking, text: str) -> str:
    return f"Đôn đốc lần {row.turn}: {row.unit.short_name} {row.words}. {text}"


def _named(names: list[str]) -> str:
    more = f" và {len(names) - MOST_NAMES} đơn vị khác" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more}"
