"""The timelines of a task, drawn flat: an item drawn through a template costs ten times as much."""

from collections.abc import Iterable
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from reporting.dashboards.task_histories import LedgerRow, StepRow
from tracker.lib.addresses import address_of
from tracker.lib.components.text import moment
from tracker.lib.template_tags import dmy


def ledger_items(rows: Iterable[LedgerRow]) -> SafeString:
    return SafeString("".join(map(_ledger_item, rows)))


def step_items(rows: Iterable[StepRow]) -> SafeString:
    return SafeString("".join(map(_step_item, rows)))


def _ledger_item(row: LedgerRow) -> str:
    days = f" {dmy(row.deadline_from)} → {dmy(row.deadline_to)}" if row.deadline_to else ""
    document = f' <span class="muted">({escape(row.document)})</span>' if row.document else ""
    head = f"{escape(row.unit_name)}: {escape(row.words)}{days}{document}"
    return f"<li>{head}{_note(row.note)}<br>{moment(row.at, row.by)}</li>"


def _step_item(row: StepRow) -> str:
    name = f"{escape(row.unit_name)}, {escape(row.period_name)}"
    if row.entry_id is not None:
        head, tail = _address()
        name = f'<a href="{head}{row.entry_id}{tail}">{name}</a>'
    return f"<li>{name}: {escape(row.words)}{_note(row.note)}<br>{moment(row.at, row.by)}</li>"


def _note(note: str) -> str:
    return f" – {escape(note)}" if note else ""


@cache
def _address() -> tuple[str, str]:
    """That of an entry, before and after its number."""
    head, _, tail = address_of("reporting:entry", 0).rpartition("0")
    return head, tail
