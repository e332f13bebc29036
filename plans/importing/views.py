"""Pages of an import: upload, progress, review of what was recognised, confirmation."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import unlisted_names
from plans.assignment_page import place_to_keep
from plans.bearers import possible_bearers
from plans.editing.placing import PlanPlace
from plans.importing import changing, known_names, plan_targets, receiving, writing
from plans.importing.access import import_to_review, refuse_others, to_part
from plans.importing.findings import Findings, UnitsFinding
from plans.importing.forms import PastedPlanForm, PlanFileForm, UnitsFindingForm
from plans.importing.page import ReviewPage, plan_to_write, read_page
from plans.importing.work import PartChanged
from plans.models import PlanImport, PlanImportEvent, PlanImportEventKind
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import roles
from units.requests import SignedInRequest

STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "discard": (receiving.discard, "Đã bỏ bản nhập. Không có gì được ghi."),
    "again": (receiving.read_again, "Đang đọc lại."),
}
MOST_ENDED = 20


@require_http_methods(["GET", "HEAD", "POST"])
def import_plan(request: SignedInRequest) -> HttpResponse:
    """Upload a file or paste a text."""
    refuse_others(request)
    return _upload_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def import_own_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same, for the plan by which a unit carries out a task that it leads."""
    return _upload_page(request, place_to_keep(request, pk)[0])


def _upload_page(request: SignedInRequest, place: PlanPlace | None) -> HttpResponse:
    is_posted = request.method == "POST"
    is_pasted = is_posted and "text" in request.POST
    file_form = PlanFileForm(request.POST, request.FILES) if is_posted else PlanFileForm()
    text_form = PastedPlanForm(request.POST if is_pasted else None)
    form = text_form if is_pasted else file_form
    if is_posted and form.is_valid():
        take = receiving.paste if is_pasted else receiving.upload
        try:
            row = take(**form.cleaned_data, place=place, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("text" if is_pasted else "file", str(refusal))
        else:
            return redirect("plans:plan-import", row.pk)
    rows = PlanImport.objects.filter(owner=place.owner if place else None)
    rows = rows.select_related("uploaded_by", "plan").defer("findings")
    context = {
        "file_form": file_form,
        "text_form": text_form,
        "is_pasted": is_pasted,
        "place": place,
        "under_way": rows.under_way().in_list_order(),
        "ended": rows.filter(ended_at__isnull=False).in_list_order()[:MOST_ENDED],
    }
    status = 422 if is_posted else 200
    return render(request, "plans/imports/import_plan.html", context, status=status)


@require_safe
def plan_import(request: SignedInRequest, pk: int) -> HttpResponse:
    return _import_page(request, import_to_review(request, pk))


@require_safe
def import_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the worker is; once it is at its end the page is loaded again."""
    row = import_to_review(request, pk)
    response = render(request, "plans/imports/_progress.html", {"row": row})
    if not row.is_unread:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def step_import(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Give the import up, or have it read again."""
    row = import_to_review(request, pk)
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
        return redirect("reporting:list-plans" if row.owner_id else "plans:import-plan")
    return redirect("plans:plan-import", pk)


@require_POST
def map_units(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which units the bodies of the text are, or look them up in the directory again."""
    row = import_to_review(request, pk)
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
            return to_part(pk, "units")
    return _import_page(request, row, units_form=form, status=422)


@require_POST
def give_targets(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a task carry targets of the whole plan."""
    row = import_to_review(request, pk)
    task = request.POST.get("task", "")
    try:
        plan_targets.give(
            plan_import=row,
            names=request.POST.getlist("target"),
            task=task,
            by=request.user,
            at=now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:plan-import", pk)
    messages.success(request, "Đã đưa chỉ tiêu vào nhiệm vụ.")
    return to_part(pk, task)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what will be written, and write it if it is still as shown."""
    row = import_to_review(request, pk)
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
            row = import_to_review(request, pk)
            if not row.is_read:
                messages.error(request, str(caught))
                return redirect("plans:plan-import", pk)
        else:
            messages.success(request, f"Đã ghi {plan} từ văn bản.")
            return redirect("plans:plan-import", pk)
    page = plan_to_write(row, today=localdate())
    context = {"row": row, "page": page, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "plans/imports/confirm_import.html", context, status=status)


def _import_page(
    request: SignedInRequest,
    row: PlanImport,
    *,
    units_form: UnitsFindingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"row": row, "deletion": _deletion_of_plan(row)}
    template = "plans/imports/state.html"
    if row.is_read:
        template = "plans/imports/review.html"
        at = "units" if units_form else request.GET.get("at", "")
        page = read_page(row, today=localdate(), at=at)
        context |= {
            "page": page,
            "units_form": units_form or (_units_form(row) if page.is_first else None),
            "known_units": _known_units(page, row.owner_id),
            "may_add_units": roles.may_manage_directory(request.user),
        }
    if row.plan_id:
        context["unlisted_names"] = unlisted_names.undecided_in(row.plan_id)
    return render(request, template, context, status=status)


def _deletion_of_plan(row: PlanImport) -> PlanImportEvent | None:
    """Who deleted the plan that was written from it, and when."""
    deletions = row.events.filter(kind=PlanImportEventKind.PLAN_DELETED)
    return None if row.plan_id else deletions.select_related("by").order_by("-pk").first()


def _known_units(page: ReviewPage, owner_id: int | None) -> list[str]:
    """Names to choose from, once for all lines of the page."""
    if not (page.is_first and page.bodies):
        return []
    units = possible_bearers(owner_id, on=localdate()).in_list_order()
    return list(units.values_list("name", flat=True))


def _units_form(row: PlanImport, data: QueryDict | None = None) -> UnitsFindingForm:
    found = cast(Findings, row.findings)
    units: UnitsFinding = found["units"]
    named = writing.units_by_words(found, on=localdate(), owner_id=row.owner_id)
    return UnitsFindingForm(
        data,
        words=[each["words"] for each in units["rows"]],
        shown={words: unit.name for words, unit in named.items()},
        codes=known_names.by_folded_words(on=localdate(), owner_id=row.owner_id) if data else {},
        seen=units["version"],
    )


def _match_units(request: SignedInRequest, row: PlanImport) -> HttpResponse:
    try:
        num = changing.match_units_again(plan_import=row, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã đối chiếu lại, thêm {num} tên có trong danh mục.")
    return to_part(row.pk, "units")


def _lines_again(request: SignedInRequest, row: PlanImport) -> QueryDict:
    """The lines as typed, for the present version; those added since are as they are stored."""
    present = _units_form(row)
    data = request.POST.copy()
    for name, line in present.fields.items():
        data.setdefault(name, line.initial or "")
    data["seen"] = str(present.initial["seen"])
    return data
