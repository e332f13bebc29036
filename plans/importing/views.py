"""Pages of an import: upload, progress, review of what was recognised, confirmation."""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import unlisted_names
from plans.importing import changing, editors, joining, known_names, moving, receiving, writing
from plans.importing.editors import Editor
from plans.importing.findings import Findings, UnitsFinding
from plans.importing.forms import PartForm, PastedPlanForm, PlanFileForm, UnitsFindingForm
from plans.importing.page import ReviewPage, passages_of, read_page, shown_task
from plans.importing.work import PartChanged
from plans.models import PlanImport
from tracker.lib.htmx import is_htmx, render_page_or_fragment
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import roles
from units.models import Unit
from units.requests import SignedInRequest

STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "discard": (receiving.discard, "Đã bỏ bản nhập. Không có gì được ghi."),
    "again": (receiving.read_again, "Đang đọc lại."),
}
# Without any of them the part is left out; a step may return another part to be shown
PART_STEPS: dict[str, Callable[..., str | None]] = {
    "restore": partial(changing.drop, is_dropped=False),
    "join": joining.join_with_former,
    "up": partial(moving.move, is_up=True),
    "down": partial(moving.move, is_up=False),
}
MOST_ENDED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: SignedInRequest) -> HttpResponse:
    """Upload a file or paste a text."""
    _refuse_others(request)
    is_posted = request.method == "POST"
    is_pasted = is_posted and "text" in request.POST
    file_form = PlanFileForm(request.POST, request.FILES) if is_posted else PlanFileForm()
    text_form = PastedPlanForm(request.POST if is_pasted else None)
    form = text_form if is_pasted else file_form
    if is_posted and form.is_valid():
        take = receiving.paste if is_pasted else receiving.upload
        try:
            row = take(**form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("text" if is_pasted else "file", str(refusal))
        else:
            return redirect("plans:plan-import", row.pk)
    rows = PlanImport.objects.select_related("uploaded_by", "plan").defer("findings")
    context = {
        "file_form": file_form,
        "text_form": text_form,
        "is_pasted": is_pasted,
        "under_way": rows.under_way().in_list_order(),
        "ended": rows.filter(ended_at__isnull=False).in_list_order()[:MOST_ENDED],
    }
    status = 422 if is_posted else 200
    return render(request, "plans/imports/import_plan.html", context, status=status)


@require_safe
def plan_import(request: SignedInRequest, pk: int) -> HttpResponse:
    return _import_page(request, _import(request, pk))


@require_safe
def import_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the worker is; once it is at its end the page is loaded again."""
    row = _import(request, pk)
    response = render(request, "plans/imports/_progress.html", {"row": row})
    if not row.is_unread:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def step_import(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Give the import up, or have it read again."""
    row = _import(request, pk)
    if step not in STEPS:
        raise Http404
    use_case, message = STEPS[step]
    try:
        use_case(plan_import=row, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:plan-import", pk)
    messages.success(request, message)
    if step == "discard":
        return redirect("plans:import-plan")
    return redirect("plans:plan-import", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_finding(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """The form of one part: a page, or with scripts in the place of the part."""
    row = _import(request, pk)
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
    context = {
        "row": row,
        "part": part,
        "title": editor.title,
        "form": form,
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
def map_units(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which units the bodies of the text are, or look them up in the directory again."""
    row = _import(request, pk)
    if not row.is_read:
        return _import_page(request, row)
    if request.POST.get("step") == "match":
        return _match_units(request, row)
    form = _units_form(row, request.POST)
    if form.is_valid():
        try:
            changing.map_units(
                plan_import=row, seen=form.version(), codes=form.chosen, by=request.user, at=now()
            )
        except PartChanged as refusal:
            row.refresh_from_db()
            form = _units_form(row, _lines_again(request, row))
            form.add_error(None, str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("plans:plan-import", pk)
        else:
            messages.success(request, "Đã lưu đơn vị.")
            return _to_part(pk, "units")
    return _import_page(request, row, units_form=form, status=422)


@require_POST
def drop_finding(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """Leave a part out, take it back, move it, or join a task with the one before it."""
    row = _import(request, pk)
    step = PART_STEPS.get(request.POST.get("step", ""), partial(changing.drop, is_dropped=True))
    try:
        part = step(plan_import=row, name=part, by=request.user, at=now()) or part
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _to_part(pk, part)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what will be written, and write it if it is still as shown."""
    row = _import(request, pk)
    if not row.is_read:
        return _import_page(request, row)
    refusal: Refused | None = None
    if request.method == "POST":
        seen = parse_id(request.POST.get("seen", ""))
        try:
            plan = writing.write(
                plan_import=row, seen=-1 if seen is None else seen, by=request.user, at=now()
            )
        except Refused as caught:
            refusal = caught
            row = _import(request, pk)
            if not row.is_read:
                messages.error(request, str(caught))
                return redirect("plans:plan-import", pk)
        else:
            messages.success(request, f"Đã ghi {plan} từ văn bản.")
            return redirect("plans:plan-import", pk)
    page = read_page(row, today=localdate())
    context = {"row": row, "page": page, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "plans/imports/confirm_import.html", context, status=status)


def _refuse_others(request: SignedInRequest) -> None:
    if not roles.may_make_plans(request.user):
        raise PermissionDenied


def _import(request: SignedInRequest, pk: int) -> PlanImport:
    """The import, for everybody who may make plans: the office does this work together."""
    _refuse_others(request)
    return get_object_or_404(PlanImport.objects.select_related("uploaded_by", "plan"), pk=pk)


def _import_page(
    request: SignedInRequest,
    row: PlanImport,
    *,
    units_form: UnitsFindingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"row": row}
    template = "plans/imports/state.html"
    if row.is_read:
        template = "plans/imports/review.html"
        page = read_page(row, today=localdate())
        context |= {
            "page": page,
            "units_form": units_form or _units_form(row),
            "known_units": _known_units(page),
            "may_add_units": roles.may_manage_directory(request.user),
        }
    if row.plan_id:
        context["unlisted_names"] = unlisted_names.undecided_in(row.plan_id)
    return render(request, template, context, status=status)


def _known_units(page: ReviewPage) -> list[str]:
    """Names to choose from, once for all lines of the page."""
    if not page.bodies:
        return []
    units = Unit.objects.existing_on(localdate()).in_list_order()
    return list(units.values_list("name", flat=True))


def _units_form(row: PlanImport, data: QueryDict | None = None) -> UnitsFindingForm:
    found = cast(Findings, row.findings)
    units: UnitsFinding = found["units"]
    named = writing.units_by_words(found, on=localdate())
    return UnitsFindingForm(
        data,
        words=[each["words"] for each in units["rows"]],
        shown={words: unit.name for words, unit in named.items()},
        codes=known_names.by_folded_words(on=localdate()) if data else {},
        seen=units["version"],
    )


def _match_units(request: SignedInRequest, row: PlanImport) -> HttpResponse:
    try:
        num = changing.match_units_again(plan_import=row, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã đối chiếu lại, thêm {num} tên có trong danh mục.")
    return _to_part(row.pk, "units")


def _lines_again(request: SignedInRequest, row: PlanImport) -> QueryDict:
    """The lines as typed, for the present version; those added since are as they are stored."""
    present = _units_form(row)
    data = request.POST.copy()
    for name, line in present.fields.items():
        data.setdefault(name, line.initial or "")
    data["seen"] = str(present.initial["seen"])
    return data


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
        return _to_part(row.pk, saved)
    before = cast(Findings, row.findings)
    row = PlanImport.objects.get(pk=row.pk)
    after = cast(Findings, row.findings)
    task = shown_task(row, saved, today=localdate())
    if task is None or saved != part.partition("-")[0] or _shape(before) != _shape(after):
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    response = render(request, "plans/imports/_task.html", {"row": row, "task": task})
    response["HX-Retarget"] = f"#{saved}"
    return response


def _shape(found: Findings) -> object:
    """What the rest of the page shows of tasks."""
    tasks = [[task["id"] for task in group["tasks"]] for group in found["groups"]]
    return tasks, found["units"]["rows"]


def _to_part(pk: int, part: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('plans:plan-import', args=[pk])}#{part}")
