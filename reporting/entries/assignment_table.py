"""The table of assignments, drawn flat: an include a row costs ten times as much."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from plans.models import PlanStatus
from reporting.counting.labels import Label
from reporting.entries.assignment_rows import AssignmentRow
from reporting.entries.own_plans import OwnPlanProgress
from tracker.lib.addresses import address_of
from tracker.lib.components.tables import column, columns, data_table
from tracker.lib.template_tags import ended, status

register = template.Library()

MOST_WORDS = 24
NO_UNITS: frozenset[int] = frozenset()
NO_PLANS: Mapping[int, OwnPlanProgress] = {}
# Nothing is begun for them any more
ENDED = (Label.UNIT_ENDED, Label.TRANSFERRED, Label.DROPPED)
# Addresses that are not of `reporting`
OF_PLANS = ("begin-own-plan",)
Cell = Callable[[AssignmentRow], str]


@register.simple_tag
def assignment_table(
    rows: Collection[AssignmentRow],
    caption: str = "Nhiệm vụ của các đơn vị",
    *,
    hide: str = "",
    fileable: Collection[int] = NO_UNITS,
    plans: object = False,
    own_plans: Mapping[int, OwnPlanProgress] = NO_PLANS,
    keepers: Collection[int] = NO_UNITS,
    urgeable: Collection[int] = NO_UNITS,
) -> SafeString:
    """`hide` is "task" or "unit"; rows of `fileable` units offer to request an extension.

    With `plans` each task names its plan. `own_plans` are shown in the rows of their assignments;
    rows of `keepers` without one offer to begin it. Rows with an id in `urgeable` offer to urge.

    The first column that is shown is the head of the row.
    """
    names = {"task": "Nhiệm vụ", "unit": "Đơn vị"}
    names.pop(hide, None)
    shown = [*names.values(), "Tình trạng", "Thời hạn", "Kết quả gần nhất"]
    cells = partial(_cells, hide=hide, fileable=fileable, plans=bool(plans), urgeable=urgeable)
    body = "".join(
        f"<tr>{''.join(cells(row))}"
        f'<td data-label="Kết quả">{_result(row)}{_own_plan(row, own_plans, keepers)}</td></tr>'
        for row in rows
    )
    head = columns(SafeString("".join(map(column, shown))))
    return data_table(SafeString(f"{head}<tbody>{body}</tbody>"), caption)


def _cells(
    row: AssignmentRow,
    *,
    hide: str,
    fileable: Collection[int],
    plans: bool,
    urgeable: Collection[int],
) -> Iterator[str]:
    if hide == "task":
        yield f'<th scope="row">{_unit(row)}</th>'
    else:
        title = f"{escape(row.task_code)}. {escape(row.task_title)}"
        link = f'<a href="{_url("task", row.task_id)}">{title}</a>'
        plan = f'<br><span class="muted small">{escape(row.plan_title)}</span>' if plans else ""
        yield f'<th scope="row">{link}{plan}</th>'
        if hide != "unit":
            yield f'<td data-label="Đơn vị">{_unit(row)}</td>'
    yield f'<td data-label="Tình trạng">{status(row.label, row.status_words)}{_period(row)}</td>'
    deadline = f"{escape(row.deadline_words)}{_extension(row, fileable)}{_urge(row, urgeable)}"
    yield f'<td data-label="Thời hạn" class="nowrap">{deadline}</td>'


def _unit(row: AssignmentRow) -> str:
    name = f'<a href="{_url("unit", row.unit_id)}">{escape(row.unit_name)}</a>'
    heir = f' <span class="muted small">· tính cho {escape(row.heir)}</span>' if row.heir else ""
    return f"{name}{ended(row.unit_last_day)}{heir}"


def _period(row: AssignmentRow) -> str:
    words = row.period_words
    if not words:
        return ""
    return f' <span class="muted small">kỳ gần nhất: {escape(words[:1].lower() + words[1:])}</span>'


def _extension(row: AssignmentRow, fileable: Collection[int]) -> str:
    if row.waiting_until:
        day = f"{row.waiting_until:%d/%m/%Y}"
        return f'<br><span class="small">Đang xin gia hạn<br>đến {day}</span>'
    if row.may_be_extended and row.unit_id in fileable:
        url = _url("ask-extension", row.pk)
        return f'<br><a class="small ask-extension" href="{url}">Xin gia hạn</a>'
    return ""


def _urge(row: AssignmentRow, urgeable: Collection[int]) -> str:
    if row.pk not in urgeable:
        return ""
    return f'<br><a class="small" href="{_url("urge-task", row.pk)}">Đôn đốc</a>'


def _result(row: AssignmentRow) -> str:
    last = row.last
    if last is None:
        return f'<span class="muted">{escape(row.no_report_words)}</span>'
    link = f'<a href="{_url("entry", last.pk)}">{escape(last.period_name)}</a>'
    percent = "" if last.percent is None else f" · {last.percent}%"
    words = Truncator(last.result).words(MOST_WORDS, truncate=" …") or "Không có nội dung."
    text = f'<span class="muted">{escape(words)}</span>'
    return f"{link}{percent} · {escape(last.status_words)}<br>{text}"


def _own_plan(
    row: AssignmentRow, own_plans: Mapping[int, OwnPlanProgress], keepers: Collection[int]
) -> str:
    own = own_plans.get(row.pk)
    found = ""
    if own is not None:
        words = f" · {escape(own.words)}" if own.words else ""
        link = f'<a href="{_url("plan", own.plan.pk)}">{escape(own.plan.title)}</a>'
        found = f'<br><span class="small">Kế hoạch của đơn vị: {link}{words}</span>'
    is_begun = row.own_plan is not None and row.own_plan.status != PlanStatus.CLOSED
    if row.unit_id in keepers and not is_begun and row.label not in ENDED:
        url = _url("begin-own-plan", row.pk)
        found += f'<br><a class="small" href="{url}">Lập kế hoạch của đơn vị</a>'
    return found


def _url(name: str, pk: int) -> str:
    head, tail = _parts_of(name)
    return f"{head}{pk}{tail}"


@cache
def _parts_of(name: str) -> tuple[str, str]:
    """An address before and after its number: resolving it for each row takes longer."""
    app = "plans" if name in OF_PLANS else "reporting"
    head, _, tail = address_of(f"{app}:{name}", 0).rpartition("0")
    return head, tail
