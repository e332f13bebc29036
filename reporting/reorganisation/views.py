"""Pages of reorganisations: list, table, preview with decisions, confirmation, result."""

from typing import NamedTuple, TypeVar

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from reporting.models import Reorganisation
from reporting.reorganisation import pages, preparing, sheets
from reporting.reorganisation.access import office_only, reorganisation_of
from reporting.reorganisation.ending_units import Decided
from reporting.reorganisation.forms import ReorganisationForm
from reporting.reorganisation.preview import preview_of
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

Choosable = TypeVar("Choosable", bound=Decided)


class SelectOption(NamedTuple):
    """An option of the field that decides on one assignment or role."""

    value: str
    words: str
    is_chosen: bool


@office_only
@require_safe
def list_reorganisations(request: SignedInRequest) -> HttpResponse:
    rows = Reorganisation.objects.select_related("document", "prepared_by", "carried_out_by")
    rows = rows.defer("table", "choices", "decisions", "figures", "trace")
    page = Paginator(rows.order_by("-prepared_at", "-pk"), 30).get_page(request.GET.get("page"))
    return render(request, "reporting/reorganisation/list_reorganisations.html", {"page": page})


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_reorganisation(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _table_page(request, ReorganisationForm())
    form = _typed(request)
    if form.is_valid():
        try:
            act = preparing.prepare(
                document=form.chosen_document(),
                effective_on=form.cleaned_data["effective_on"],
                table=form.cleaned_data["table"],
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reporting:reorganisation", act.pk)
    return _table_page(request, form, status=422)


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_reorganisation(request: SignedInRequest, pk: int) -> HttpResponse:
    act = reorganisation_of(pk)
    if not act.is_draft:
        return redirect("reporting:reorganisation", pk)
    if request.method != "POST":
        return _table_page(request, ReorganisationForm.of(act), act=act)
    form = _typed(request)
    if form.is_valid():
        try:
            preparing.change(
                act=act,
                document=form.chosen_document(),
                effective_on=form.cleaned_data["effective_on"],
                table=form.cleaned_data["table"],
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reporting:reorganisation", pk)
    return _table_page(request, form, act=act, status=422)


@office_only
@require_safe
def reorganisation(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.shown(request, reorganisation_of(pk))


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def ending_unit(request: SignedInRequest, pk: int, unit_pk: int) -> HttpResponse:
    """One unit that ends, with a decision for each of its assignments."""
    act = reorganisation_of(pk)
    if not act.is_draft:
        return redirect("reporting:reorganisation", pk)
    refusal = ""
    if request.method == "POST":
        try:
            num = preparing.decide(
                act=act, decisions=_decided(request.POST), by=request.user, at=now()
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"Đã ghi {num} quyết định.")
            return redirect("reporting:reorganised-unit", pk, unit_pk)
    preview = preview_of(act, today=localdate())
    unit = preview.unit(unit_pk)
    if unit is None:
        raise Http404
    context = {
        "act": act,
        "unit": unit,
        "work": [_choosable(one, request.POST) for one in unit.work],
        "moves": [_choosable(one, request.POST) for one in unit.moves],
        "plans": [_choosable(one, request.POST) for one in unit.plans],
        "below": [_choosable(one, request.POST) for one in unit.below],
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "reporting/reorganisation/ending_unit.html", context, status=status)


@office_only
@require_safe
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Figures before and after, and the button that carries it out."""
    act = reorganisation_of(pk)
    if not act.is_draft:
        return redirect("reporting:reorganisation", pk)
    return pages.confirmation(request, act)


def _typed(request: SignedInRequest) -> ReorganisationForm:
    """The form as typed; the table of a chosen file takes the place of a pasted one."""
    data = request.POST.copy()
    file = request.FILES.get("file")
    refusal = ""
    if isinstance(file, UploadedFile):
        try:
            data["table"] = sheets.table_in(file)
        except Refused as refused:
            refusal = str(refused)
    form = ReorganisationForm(data)
    if refusal:
        form.add_error("table", refusal)
    return form


def _table_page(
    request: SignedInRequest,
    form: ReorganisationForm,
    *,
    act: Reorganisation | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "act": act}
    return render(
        request, "reporting/reorganisation/edit_reorganisation.html", context, status=status
    )


def _decided(data: QueryDict) -> dict[str, str]:
    """The decisions that were changed on the page: what another decided meanwhile stays."""
    return {
        name.removeprefix("decide-"): str(value)
        for name, value in data.items()
        if name.startswith("decide-") and value != data.get(f"was-{name.removeprefix('decide-')}")
    }


def _choosable(one: Choosable, data: QueryDict) -> tuple[Choosable, list[SelectOption]]:
    """What is decided on with the options of its field; what was typed stays chosen."""
    chosen = str(data.get(f"decide-{one.key}", one.decision))
    return one, [
        SelectOption(
            value=str(decision),
            words=f"{words} (đề xuất)" if decision == one.proposal else words,
            is_chosen=str(decision) == chosen,
        )
        for decision, words in one.options
    ]
