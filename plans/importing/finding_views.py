"""Steps on one part of the findings: its form, and the buttons beside it."""

from collections.abc import Callable
from functools import partial
from typing import cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from plans.importing import changing, editors, joining, moving
from plans.importing.access import address_of, import_to_review, to_part
from plans.importing.editors import Editor
from plans.importing.findings import Findings
from plans.importing.forms import PartForm
from plans.importing.page import shown_task
from plans.importing.parts import part_with, parts_of
from plans.importing.shown_text import passages_of
from plans.importing.work import PartChanged
from plans.models import PlanImport
from tracker.lib.htmx import is_htmx, render_page_or_fragment
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

# Without any of them the part is left out; a step may return another part to be shown
PART_STEPS: dict[str, Callable[..., str | None]] = {
    "restore": partial(changing.drop, is_dropped=False),
    "join": joining.join_with_former,
    "up": partial(moving.move, is_up=True),
    "down": partial(moving.move, is_up=False),
}


@require_http_methods(["GET", "HEAD", "POST"])
def edit_finding(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """The form of one part: a page, or with scripts in the place of the part."""
    row = import_to_review(request, pk)
    editor = _editor(request, row, part)
    form = editor.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = editor.save(row, form, request.user, now())
        except Refused as refusal:
            form = _refused(request, row, part, editor, form, refusal)
        else:
            return _saved(request, row, saved, part)
    found = cast(Findings, row.findings)
    is_new = part.startswith("new-") and editor.passages
    context = {
        "row": row,
        "part": part,
        # Where it is shown, or what it is added from
        "place": f"p{editor.passages[0]}" if is_new else part.partition("-")[0],
        "title": editor.title,
        "form": form,
        # On a page of its own the form has no part of the findings to take the place of
        "is_in_place": is_htmx(request),
        "passages": passages_of(found, editor.passages),
    }
    status = 422 if request.method == "POST" else 200
    return render_page_or_fragment(
        request,
        "plans/imports/edit_finding.html",
        "plans/imports/_finding_form.html",
        context,
        status=status,
    )


@require_POST
def drop_finding(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """Leave a part out, take it back, move it, or join a task with the one before it."""
    row = import_to_review(request, pk)
    step = PART_STEPS.get(request.POST.get("step", ""), partial(changing.drop, is_dropped=True))
    try:
        part = step(plan_import=row, name=part, by=request.user, at=now()) or part
    except Refused as refusal:
        messages.error(request, str(refusal))
    return to_part(pk, part)


def _editor(request: SignedInRequest, row: PlanImport, part: str) -> Editor:
    if not row.is_read:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    editor = editors.editor_of(
        cast(Findings, row.findings),
        part,
        passage=parse_id(given.get("passage", "")),
        words=request.GET.get("words", "").strip(),
    )
    if editor is None:
        raise Http404
    return editor


def _refused(
    request: SignedInRequest,
    row: PlanImport,
    part: str,
    editor: Editor,
    form: PartForm,
    refusal: Refused,
) -> PartForm:
    """The form with what was typed; after a change by somebody else it shows their version."""
    if not isinstance(refusal, PartChanged):
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return form
    row.refresh_from_db()
    data = request.POST.copy()
    data["seen"] = str(_editor(request, row, part).version)
    form = editor.form(data)
    form.add_error(None, str(refusal))
    return form


def _saved(request: SignedInRequest, row: PlanImport, saved: str, part: str) -> HttpResponse:
    """With scripts the changed task alone, unless it moved or bodies were added."""
    if not is_htmx(request):
        return to_part(row.pk, saved)
    before = cast(Findings, row.findings)
    row = PlanImport.objects.get(pk=row.pk)
    after = cast(Findings, row.findings)
    task = shown_task(row, saved, today=localdate())
    if task is None or saved != part.partition("-")[0] or _shape(before) != _shape(after):
        return _reloaded(request, row, saved)
    response = render(request, "plans/imports/_task.html", {"row": row, "task": task})
    response["HX-Retarget"] = f"#{saved}"
    return response


def _reloaded(request: SignedInRequest, row: PlanImport, saved: str) -> HttpResponse:
    """The same page again, unless what was saved is now on another part of a long import."""
    response = HttpResponse()
    address, here = address_of(row.pk, saved), request.headers.get("HX-Current-URL", "")
    parts = parts_of(cast(Findings, row.findings))
    at = QueryDict(urlsplit(here).query).get("at", "")
    if part_with(parts, saved) is part_with(parts, at):
        response["HX-Refresh"] = "true"
    else:
        response["HX-Redirect"] = address
    return response


def _shape(found: Findings) -> object:
    """What the rest of the page shows of tasks."""
    tasks = [[task["id"] for task in group["tasks"]] for group in found["groups"]]
    return tasks, found["units"]["rows"]
