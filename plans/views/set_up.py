"""The set-up: by an administrator, or by the first person of a product, with a printed key."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from plans import setting_up
from plans.set_up_forms import BeginForm, OfficeForm
from plans.setting_up import OfficeSpec
from tracker.lib.refusal import Refused
from units import set_up_keys
from units.kinds.usual_offices import usual_office, usual_offices
from units.models import User
from units.requests import SignedInRequest

DONE = "Đã khai báo cơ quan."


@permission_required("units.manage_directory", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: SignedInRequest) -> HttpResponse:
    if setting_up.is_set_up():
        return redirect("plans:list-bodies")
    form = OfficeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            setting_up.set_up(spec=form.office(), by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE)
            return _next(form.office())
    return _page(request, form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """The set-up of a product without people; asks for the key, if the address lacks it."""
    key = (request.POST.get("key") or request.GET.get("key") or "").strip()
    if set_up_keys.opens(key):
        return _begin(request, key)
    if User.objects.exists():
        return redirect("reporting:home")
    context = {"is_wrong": bool(key)}
    return render(request, "plans/set_up/ask_key.html", context, status=403 if key else 200)


def _begin(request: HttpRequest, key: str) -> HttpResponse:
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = setting_up.begin(key=key, spec=form.office(), person=form.person(), at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            login(request, user, backend="units.log_in.backend.PasswordBackend")
            messages.success(request, DONE)
            return _next(form.office())
    return _page(request, form, key=key)


def _next(spec: OfficeSpec) -> HttpResponse:
    """After the usual words of its level an office chooses among the usual units of its place."""
    if not spec.preset:
        return redirect("reporting:home")
    address = reverse("units:apply-preset", args=[spec.preset])
    named = f" {spec.name.casefold()} "
    sorts = usual_office(spec.preset).sorts
    sort = next((sort for sort in sorts if f" {sort} " in named), "")
    query = urlencode({"sort": sort, "place": spec.place}) if sort else ""
    return redirect(f"{address}?{query}" if query else address)


def _page(request: HttpRequest, form: OfficeForm, *, key: str = "") -> HttpResponse:
    context = {"form": form, "key": key, "usual_offices": usual_offices()}
    status = 422 if form.errors else 200
    return render(request, "plans/set_up/set_up.html", context, status=status)
