"""Lists on first pages, drawn flat: in a template a row costs five times as much."""

from collections.abc import Iterable
from datetime import date

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString

from reporting.dashboards.followed import FollowedGroup
from reporting.dashboards.officer_desk import OfficerDesk, ReturnedResult
from reporting.entries.assignment_rows import AssignmentRow
from reporting.filing.submission_list import SubmissionRow
from reporting.filing.submission_marks import submission_state, submission_step
from tracker.lib.addresses import address_of
from tracker.lib.template_tags import decimal, dmy, ended, status

register = template.Library()


@register.simple_tag
def returned_rows(
    rows: Iterable[ReturnedResult], desk: OfficerDesk, *, today: date, plans: object
) -> SafeString:
    """Results to complete; with `plans` each names its plan."""
    return _list(_returned(row, desk, today=today, plans=plans) for row in rows)


@register.simple_tag(takes_context=True)
def submission_rows(
    context: Context, rows: Iterable[SubmissionRow], desk: OfficerDesk, *, plans: object
) -> SafeString:
    """Submissions of open periods with their next step."""
    return _list(
        _submission(row, desk, plans=plans) + submission_step(context, row) for row in rows
    )


@register.simple_tag
def pressing_rows(desk: OfficerDesk, *, plans: object) -> SafeString:
    """Overdue work and work that is due soon."""
    return _list(_pressing(row, desk, plans=plans) for row in desk.pressing)


@register.simple_tag
def followed_rows(rows: Iterable[FollowedGroup]) -> SafeString:
    """The groups of an observer, with their figures."""
    return SafeString(f"<tbody>{''.join(map(_followed, rows))}</tbody>")


def _followed(row: FollowedGroup) -> str:
    group, tally = row
    tasks = f"{address_of('reporting:list-assignments', group.plan_id)}?group={group.pk}"
    plan = address_of("reporting:plan", group.plan_id)
    met = f"{tally.num_period_met}/{tally.num_periodic}"
    cells = (
        ("Có thời hạn: đúng hạn", f"{tally.num_on_time}/{tally.num_dated}"),
        (
            "Thường xuyên, định kỳ: đạt",
            f'<a href="{tasks}&amp;period_label=period_done">{met}</a>',
        ),
        ("Quá hạn", decimal(tally.num_late)),
        ("Chờ thẩm tra", decimal(tally.num_waiting)),
    )
    figures = "".join(
        f'<td class="num" data-label="{label}">{figure}</td>' for label, figure in cells
    )
    return (
        f'<tr><th scope="row"><a href="{tasks}">{escape(f"{group.code}. {group.label}")}</a></th>'
        f'<td data-label="Kế hoạch"><a href="{plan}">{escape(group.plan_title)}</a></td>'
        f"{figures}</tr>"
    )


def _list(rows: Iterable[str]) -> SafeString:
    items = "".join(f"<li>{row}</li>" for row in rows)
    return SafeString(f'<ul class="list list--dense">{items}</ul>')


def _returned(row: ReturnedResult, desk: OfficerDesk, *, today: date, plans: object) -> str:
    url = f"{address_of('reporting:file-submission', row.submission_id)}#entry-{row.pk}"
    is_late = row.answer_by < today
    mark = f"{status('overdue', 'Đã quá hạn bổ sung')} " if is_late else ""
    place = [row.period_name, row.unit_name] if len(desk.units) > 1 else [row.period_name]
    if plans:  # their names leave one line to the reason
        lines = _line("clipped", *place, row.plan_title) + _line("clipped", row.reason)
    else:
        lines = _line("clamped", *place, row.reason)
    return _main(
        f'<a class="clamped" href="{url}">{escape(row.code)}. {escape(row.title)}</a>'
        f"{mark}{_muted(f'hạn {dmy(row.answer_by)}')}{lines}"
    )


def _submission(row: SubmissionRow, desk: OfficerDesk, *, plans: object) -> str:
    unit = f" · {escape(row.unit.short_name)}" if len(desk.units) > 1 else ""
    due = _muted(f"· hạn gửi {dmy(row.period.due_on)}")
    plan = _line("clipped", row.period.plan.short_title) if plans else "<br>"
    days = _muted(f"· {row.receiving.words}") if row.receiving else ""
    return _main(
        f"<strong>{escape(row.period.name)}</strong>{unit} {due}{plan}"
        f'<span class="small">{submission_state(row)}</span> {days}'
    )


def _pressing(row: AssignmentRow, desk: OfficerDesk, *, plans: object) -> str:
    url = address_of("reporting:task", row.task_id)
    unit = ""
    if len(desk.units) > 1:
        unit = f"<br>{_muted(escape(row.unit_name))}{ended(row.unit_last_day)}"
    plan = _line("clipped", row.plan_title) if plans else ""
    found = _main(
        f'<a class="clamped" href="{url}">{escape(row.task_code)}. {escape(row.task_title)}</a>'
        f"{status(row.label, row.status_words)} {_muted(row.deadline_words)}{unit}{plan}"
    )
    if row.waiting_until:
        found += f'<span class="small">Đang xin gia hạn đến {dmy(row.waiting_until)}</span>'
    elif row.may_be_extended and row.unit_id in desk.fileable:
        url = address_of("reporting:ask-extension", row.pk)
        found += f'<a class="small" href="{url}">Xin gia hạn</a>'
    return found


def _line(kind: str, *words: str) -> str:
    return f'<span class="muted small {kind}">{escape(" · ".join(words))}</span>'


def _muted(content: str) -> str:
    return f'<span class="muted small">{content}</span>'


def _main(content: str) -> str:
    return f'<span class="list__main">{content}</span>'
