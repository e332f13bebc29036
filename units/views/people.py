"""List of people, and the pages where an administrator maintains it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.lib.refusal import Refused
from units import people
from units.forms import EndForm, MembershipForm, PersonFilterForm, PersonForm
from units.models import Membership, User, UserQuerySet
from units.models.membership import role_name_column
from units.password_again import asks_password_again
from units.requests import SignedInRequest
from units.views.units import administrators_only


@permission_required("units.view_user", raise_exception=True)
@require_safe
def list_people(request: SignedInRequest) -> HttpResponse:
    """All people, for the office to find whom to call."""
    form = PersonFilterForm(request.GET)
    memberships = Membership.objects.current(localdate()).select_related("unit").order_by("pk")
    current = memberships.annotate(role_name=role_name_column())
    held = Membership.objects.filter(user=OuterRef("pk"))
    persons = (
        _filtered(form)
        .prefetch_related(Prefetch("memberships", current, to_attr="current_memberships"))
        .order_by("sort_key", "pk")
        .annotate(has_left=Exists(held) & ~Exists(held.lasting(localdate())))
    )
    page = Paginator(persons, 50).get_page(request.GET.get("page"))
    can_edit = request.user.has_perm("units.manage_directory")
    context = {"page": page, "form": form, "can_edit": can_edit}
    return render(request, "units/list_people.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: SignedInRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = people.add_person(by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            return _show_password(request, person, password, is_new=True)
    return render(request, "units/add_person.html", {"form": form})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_person(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return _person_page(request, pk)
    form = PersonForm(request.POST, instance=person)
    if form.is_valid():
        people.change_person(person=person, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "Đã lưu thông tin.")
        return redirect("units:edit-person", pk)
    return _person_page(request, pk, form=form, status=422)


@administrators_only
@require_POST
@asks_password_again("Thêm vai trò")
def add_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = MembershipForm(request.POST, person=person, auto_id="membership_%s")
    if form.is_valid():
        try:
            people.grant_membership(person=person, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã giao vai trò.")
            return redirect("units:edit-person", pk)
    return _person_page(request, pk, membership_form=form, status=422)


@administrators_only
@require_POST
@asks_password_again("Kết thúc vai trò")
def end_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("user", "unit"), pk=pk)
    form = EndForm(request.POST, auto_id=f"end_{pk}_%s")
    if form.is_valid():
        try:
            people.end_membership(
                membership=membership, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, "Đã ghi ngày cuối của vai trò.")
            return redirect("units:edit-person", membership.user_id)
    return _person_page(request, membership.user_id, end_forms={pk: form}, status=422)


@administrators_only
@require_POST
@asks_password_again("Cấp lại mật khẩu")
def reset_password(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    return _show_password(
        request, person, people.reset_password(person=person, by=request.user, at=now())
    )


@administrators_only
@require_POST
@asks_password_again("Khóa hoặc mở khóa đăng nhập")
def set_active(request: SignedInRequest, pk: int) -> HttpResponse:
    """Allow or forbid log-ins of one person."""
    person = get_object_or_404(User, pk=pk)
    is_active = request.POST.get("is_active") == "yes"
    try:
        people.set_active(person=person, is_active=is_active, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mở khóa." if is_active else "Đã khóa đăng nhập.")
    return redirect("units:edit-person", pk)


def _show_password(
    request: SignedInRequest, person: User, password: str, *, is_new: bool = False
) -> HttpResponse:
    """Show an initial password once; it is not stored in plain text."""
    context = {"person": person, "password": password, "is_new": is_new}
    response = render(request, "units/initial_password.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _person_page(
    request: SignedInRequest,
    pk: int,
    *,
    status: int = 200,
    end_forms: Mapping[int, EndForm] = MappingProxyType({}),
    **forms: BaseForm,
) -> HttpResponse:
    """The page of one person; a refused form keeps its input."""
    person = get_object_or_404(User, pk=pk)
    today = localdate()
    memberships = person.memberships.select_related("unit").order_by("-first_day", "-pk")
    named = memberships.annotate(role_name=role_name_column())
    context: dict[str, object] = {
        "person": person,
        "form": PersonForm(instance=person),
        "membership_form": MembershipForm(
            person=person, auto_id="membership_%s", initial={"first_day": today}
        ),
        "memberships": [(row, end_forms.get(row.pk) or _end_form(row, today)) for row in named],
        "changes": person.changes.select_related("by").order_by("-at", "-pk")[:30],
    }
    return render(request, "units/edit_person.html", context | forms, status=status)


def _end_form(row: Membership, today: date) -> EndForm | None:
    """The form that ends a membership; None if it has ended."""
    if row.last_day is not None and row.last_day < today:
        return None
    return EndForm(auto_id=f"end_{row.pk}_%s", initial={"last_day": row.last_day or today})


def _filtered(form: PersonFilterForm) -> UserQuerySet:
    persons = User.objects.all()
    if not form.is_valid():
        return persons
    filters = form.cleaned_data
    memberships = Membership.objects.current(localdate())
    if filters["q"]:
        persons = persons.search(filters["q"])
    if filters["unit"]:
        memberships = memberships.filter(unit=filters["unit"])
    if filters["role"]:
        memberships = memberships.filter(role=filters["role"])
    if filters["unit"] or filters["role"]:
        persons = persons.filter(pk__in=memberships.values("user"))
    return persons
