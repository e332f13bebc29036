"""The state of a submission and its next step, drawn flat: included, they cost four times as much.

The marks of a `SubmissionRow` are the same on the first page and in the list of submissions.
"""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from reporting.filing.submission_list import SubmissionRow
from tracker.lib.addresses import address_of
from tracker.lib.components.forms import TokenAndWriter
from tracker.lib.template_tags import dmy, ended, icon

register = template.Library()
URGED = "reporting/urging/_urged.html"


@register.simple_tag(takes_context=True)
def listed_submissions(context: Context, rows: Iterable[SubmissionRow]) -> SafeString:
    """The rows of the list: there are as many as plans have open periods."""
    return SafeString("\n".join(_listed(context, row) for row in rows))


def _listed(context: Context, row: SubmissionRow) -> str:
    period, unit = row.period, row.unit
    urged = ""
    if row.urged:
        urged = f"<br>\n{render_to_string(URGED, {'urged': row.urged})}"
    return (
        f'<tr>\n<th scope="row" data-label="Kỳ báo cáo">\n{escape(period.name)}<br>\n'
        f'<span class="muted">{escape(period.plan.number)}</span>\n</th>\n'
        f'<td data-label="Đơn vị">{escape(unit.short_name)}{ended(unit.last_day)}</td>\n'
        f'<td data-label="Hạn gửi">\n<span class="nowrap">{dmy(period.due_on)}</span>\n</td>\n'
        f'<td data-label="Tình trạng">\n{submission_state(row)}\n{urged}</td>\n'
        f'<td data-label="Việc cần làm">\n{submission_step(context, row)}\n</td>\n</tr>'
    )


@register.simple_tag
def submission_state(row: SubmissionRow) -> SafeString:
    """Badges and counts: whether it was sent, what is complete, returned and accepted."""
    with_head = _badge("awaiting_verification", "user-check", "Chờ thủ trưởng")
    marks = [with_head] if row.is_with_head else []
    if row.is_with_head and row.state == "draft":
        marks.append(_muted(f"{row.num_complete}/{row.num_entries} đủ để gửi", "nowrap"))
    elif row.state == "missing":
        marks += [_missing(row), _muted(f"{row.num_owed} nhiệm vụ")]
    elif row.state == "draft":
        marks += _draft(row)
    else:
        marks += _sent(row)
    return SafeString("\n".join(marks))


def _missing(row: SubmissionRow) -> str:
    if not row.period.is_open:
        return _badge("overdue", "circle-x", "Không gửi")
    if row.is_late:
        return _badge("overdue", "clock-alert", f"Quá hạn {row.days_late} ngày, chưa lập")
    return _badge("not_started", "circle-dashed", "Chưa lập")


def _draft(row: SubmissionRow) -> list[str]:
    words = f"Đang soạn {row.num_complete}/{row.num_entries}"
    if row.is_late and row.submission and not row.submission.sent_at:
        days = _muted(f"quá hạn {row.days_late} ngày")
        return [_badge("overdue", "pencil-line", words), days]
    return [_badge("in_progress", "pencil-line", words)]


def _sent(row: SubmissionRow) -> list[str]:
    if row.is_late:
        marks = [_badge("done_late", "clock-alert", "Gửi muộn")]
    else:
        marks = [_badge("done_on_time", "send", "Gửi đúng hạn")]
    if row.num_returned:
        marks.append(_badge("returned", "corner-up-left", f"Trả lại {row.num_returned}"))
    return [*marks, _muted(f"chấp nhận {row.num_accepted}/{row.num_entries}", "nowrap")]


@register.simple_tag(takes_context=True)
def submission_step(context: Context, row: SubmissionRow) -> SafeString:
    """The button of what the reader does next; a dash where that is nothing."""
    names = f"{escape(row.period.name)}, {escape(row.unit.short_name)}"
    of_row = f'<span class="visually-hidden"> {names}</span>'
    if row.submission and row.is_to_confirm:
        url = address_of("reporting:confirm-submission", row.submission.pk)
        found = f'<a class="button button--primary" href="{url}">Xem và xác nhận{of_row}</a>'
    elif row.submission and row.num_entries:
        kind = " button--primary" if row.can_answer or row.can_go_on else ""
        url = address_of("reporting:file-submission", row.submission.pk)
        found = f'<a class="button{kind}" href="{url}">{_step(row)}{of_row}</a>'
    elif row.period.is_open and row.can_file:
        url = address_of("reporting:start-submission", row.period.pk, row.unit.pk)
        button = f'<button class="button button--primary">Lập báo cáo{of_row}</button>'
        found = (
            f'<form method="post" action="{url}">{TokenAndWriter().render(context)}{button}</form>'
        )
    else:
        found = _muted("–")
    return SafeString(found)


def _step(row: SubmissionRow) -> str:
    if row.can_answer:
        return "Bổ sung"
    return "Soạn tiếp" if row.can_go_on else "Xem"


def _badge(kind: str, icon_name: str, words: str) -> str:
    return f'<span class="status status--{kind}">{icon(icon_name, 16)} {words}</span>'


def _muted(words: str, more: str = "") -> str:
    return f'<span class="muted{more and f" {more}"}">{words}</span>'
