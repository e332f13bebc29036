"""List of units, and the pages where an administrator maintains it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.lib.refusal import Refused
from units import directory
from units.forms import RenameForm, SuccessionForm, UnitFilterForm, UnitForm
from units.kinds.usual_offices import usual_offices
from units.models import Succession, Unit, UnitQuerySet
from units.requests import SignedInRequest

administrators_only = permission_required("units.manage_directory", raise_exception=True)


@require_safe
def list_units(request: SignedInRequest) -> HttpResponse:
    """All units, visible to everyone who may log in."""
    form = UnitFilterForm(request.GET)
    units = _filtered(form).select_related("parent", "kind", "bloc").in_list_order()
    today = localdate()
    current = Q(memberships__first_day__lte=today) & (
        Q(memberships__last_day__isnull=True) | Q(memberships__last_day__gte=today)
    )
    units = units.annotate(num_people=Count("memberships__user", filter=current, distinct=True))
    page = Paginator(units, 50).get_page(request.GET.get("page"))
    can_edit = request.user.has_perm("units.manage_directory")
    is_nearly_empty = page.paginator.count <= 1 and not form.has_changed()
    context = {
        "page": page,
        "presets": usual_offices() if can_edit and is_nearly_empty else [],
        "form": form,
        "today": today,
        "can_edit": can_edit,
        "can_reorganise": request.user.has_perm("units.make_plans"),
        "can_read_people": request.user.has_perm("units.view_user"),
    }
    return render(request, "units/list_units.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_unit(request: SignedInRequest) -> HttpResponse:
    last = Unit.objects.aggregate(last=Max("position"))["last"] or 0
    # A name that a plan gives and the directory lacks
    initial = {"position": last + 10, "name": request.GET.get("name", "")[:200]}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            unit = directory.add_unit(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"Đã thêm {unit.name}.")
            return redirect("units:edit-unit", unit.pk)
    return render(request, "units/add_unit.html", {"form": form})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _unit_page(request, pk)
    unit = get_object_or_404(Unit, pk=pk)
    form = UnitForm(request.POST, instance=unit)
    if form.is_valid():
        try:
            directory.change_unit(unit=unit, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("parent", str(refusal))
        else:
            messages.success(request, "Đã lưu thông tin đơn vị.")
            return redirect("units:edit-unit", pk)
    return _unit_page(request, pk, form=form, status=422)


@administrators_only
@require_POST
def rename_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk)
    form = RenameForm(request.POST, auto_id="rename_%s")
    if form.is_valid():
        try:
            directory.rename_unit(unit=unit, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi tên mới.")
            return redirect("units:edit-unit", pk)
    return _unit_page(request, pk, rename_form=form, status=422)


@administrators_only
@require_POST
def add_succession(request: SignedInRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit, pk=pk)
    form = SuccessionForm(request.POST, predecessor=unit, auto_id="succession_%s")
    if form.is_valid():
        try:
            directory.record_succession(
                predecessor=unit, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi việc kế thừa.")
            return redirect("units:edit-unit", pk)
    return _unit_page(request, pk, succession_form=form, status=422)


def _unit_page(
    request: SignedInRequest, pk: int, *, status: int = 200, **forms: BaseForm
) -> HttpResponse:
    """The page of one unit; a refused form keeps its input."""
    unit = get_object_or_404(Unit.objects.select_related("parent", "kind", "bloc"), pk=pk)
    related = Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).order_by("pk")
    successions = list(related.select_related("predecessor", "successor"))
    aliases = "\n".join(unit.aliases.order_by("pk").values_list("alias", flat=True))
    context: dict[str, object] = {
        "unit": unit,
        "form": UnitForm(instance=unit, initial={"aliases": aliases}),
        "rename_form": RenameForm(auto_id="rename_%s"),
        "succession_form": SuccessionForm(predecessor=unit, auto_id="succession_%s"),
        "names": unit.names.order_by("-first_day", "-pk"),
        "successions": [row for row in successions if row.predecessor_id == pk],
        "inheritances": [row for row in successions if row.successor_id == pk],
        "changes": unit.changes.select_related("by", "person").order_by("-at", "-pk")[:30],
    }
    return render(request, "units/edit_unit.html", context | forms, status=status)


def _filtered(form: UnitFilterForm) -> UnitQuerySet:
    units = Unit.objects.all()
    if not form.is_valid():
        return units
    filters = form.cleaned_data
    if filters["q"]:
        units = units.search(filters["q"])
    if filters["bloc"]:
        units = units.filter(bloc=filters["bloc"])
    if filters["kind"]:
        units = units.filter(kind=filters["kind"])
    existing = Unit.objects.existing_on(localdate())
    if filters["exists"] == "yes":
        units = units.filter(pk__in=existing)
    if filters["exists"] == "no":
        units = units.exclude(pk__in=existing)
    return units
