"""The lists of words that administrators maintain: kinds of unit, blocs, names of roles."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.lib.refusal import Refused
from units.kinds import changing, listing
from units.kinds.changing import Word
from units.kinds.forms import BlocForm, KindForm, RoleNamesForm
from units.kinds.usual_offices import usual_offices
from units.models import Bloc, DirectoryEvent, Role, UnitKind, User
from units.models.membership import role_names
from units.requests import SignedInRequest
from units.views.units import administrators_only

MOST_EVENTS = 30


@administrators_only
@require_safe
def list_kinds(request: SignedInRequest) -> HttpResponse:
    """The three lists, their history, and the presets that fill them."""
    names = role_names()
    events = DirectoryEvent.objects.exclude(word_list="").select_related("by")
    context = {
        "kinds": listing.kind_rows(),
        "blocs": listing.bloc_rows(),
        "roles": [(role.label, names[role]) for role in Role],
        "presets": usual_offices(),
        "changes": events.order_by("-at", "-pk")[:MOST_EVENTS],
    }
    return render(request, "units/kinds/list_kinds.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_kind(request: SignedInRequest) -> HttpResponse:
    form = KindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = changing.add_kind(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Đã thêm loại đơn vị “{row.name}”.")
            return _back(row)
    return _form_page(request, form, "Thêm loại đơn vị")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_kind(request: SignedInRequest, code: str) -> HttpResponse:
    kind = get_object_or_404(UnitKind.objects.select_related("bloc"), pk=code)
    form = KindForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            changing.change_kind(kind=kind, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Đã lưu loại đơn vị.")
            return _back(kind)
    return _form_page(request, form, f"Sửa loại đơn vị “{kind.name}”")


@administrators_only
@require_POST
def step_kind(request: SignedInRequest, code: str) -> HttpResponse:
    """Move a kind, switch it on or off, or delete it."""
    return _step(request, UnitKind.objects.filter(pk=code).first())


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_bloc(request: SignedInRequest) -> HttpResponse:
    form = BlocForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = changing.add_bloc(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Đã thêm khối “{row.name}”.")
            return _back(row)
    return _form_page(request, form, "Thêm khối")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_bloc(request: SignedInRequest, code: str) -> HttpResponse:
    bloc = get_object_or_404(Bloc, pk=code)
    form = BlocForm(request.POST or None, initial={"name": bloc.name})
    if request.method == "POST" and form.is_valid():
        try:
            changing.change_bloc(bloc=bloc, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Đã lưu khối.")
            return _back(bloc)
    return _form_page(request, form, f"Sửa khối “{bloc.name}”")


@administrators_only
@require_POST
def step_bloc(request: SignedInRequest, code: str) -> HttpResponse:
    """Move a bloc, switch it on or off, or delete it."""
    return _step(request, Bloc.objects.filter(pk=code).first())


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def name_roles(request: SignedInRequest) -> HttpResponse:
    form = RoleNamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changing.name_roles(names=form.names(), by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu tên gọi của các vai trò.")
            return redirect(f"{reverse('units:list-kinds')}#roles")
    lead = "Tên gọi chỉ đổi chữ trên màn hình; quyền của từng vai trò giữ nguyên."
    return _form_page(request, form, "Tên gọi của các vai trò", lead=lead)


def _step(request: SignedInRequest, row: Word | None) -> HttpResponse:
    if row is None:
        messages.error(request, changing.GONE)
        return redirect("units:list-kinds")
    step = request.POST.get("step", "")
    try:
        _take(step, row, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("units:list-kinds") if step == "remove" else _back(row)


def _take(step: str, row: Word, *, by: User, at: datetime) -> None:
    match step:
        case "up" | "down":
            changing.move(row=row, direction=step, by=by, at=at)
        case "on" | "off":
            changing.switch(row=row, is_on=step == "on", by=by, at=at)
        case "remove":
            changing.remove(row=row, by=by, at=at)
        case _:
            raise Refused("Không rõ việc cần làm. Hãy tải lại trang.")


def _form_page(
    request: SignedInRequest, form: object, heading: str, lead: str = ""
) -> HttpResponse:
    """A page of one form; a refused one keeps its input."""
    context = {"form": form, "heading": heading, "lead": lead}
    status = 422 if request.method == "POST" else 200
    return render(request, "units/kinds/edit.html", context, status=status)


def _back(row: UnitKind | Bloc) -> HttpResponse:
    """The page of the lists, at the row."""
    return redirect(f"{reverse('units:list-kinds')}#{changing.list_of(row)}-{row.pk}")
