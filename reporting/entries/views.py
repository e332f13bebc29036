"""The changes to an entry, as a page or beside its form."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reporting.entries.as_sent import entries_for
from reporting.entries.changes import changes_of
from tracker.lib.htmx import render_page_or_fragment
from units.requests import SignedInRequest


@require_safe
def entry_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    readable = entries_for(request.user)
    entry = get_object_or_404(
        readable.for_row().prefetch_related(
            *("evidence", "answers__item", "indicator_values"), "assignment__task__indicators"
        ),
        pk=pk,
    )
    context = {
        "entry": entry,
        "task": entry.assignment.task,
        "changes": changes_of(entry, readable=readable),
    }
    return render_page_or_fragment(
        request,
        "reporting/entries/entry_changes.html",
        "reporting/entries/_entry_changes.html",
        context,
    )
