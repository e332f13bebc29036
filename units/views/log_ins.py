"""The journal of log-ins and the present waits, for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units import people
from units.forms import LogInFilterForm
from units.models import LogInOrigin, LogInTry
from units.requests import SignedInRequest
from units.views.units import administrators_only

MOST_WAITS = 100


@administrators_only
@require_safe
@never_cache
def list_log_ins(request: SignedInRequest) -> HttpResponse:
    form = LogInFilterForm(request.GET)
    tries = LogInTry.objects.newest_first()
    if form.is_valid():
        tries = tries.matching(form.cleaned_data["q"])
        if form.cleaned_data["outcome"] == form.FAILED:
            tries = tries.failed()
    context = {
        "form": form,
        "page": Paginator(tries, 50).get_page(request.GET.get("page")),
        "waits": LogInOrigin.objects.waiting(now()).order_by("-free_at", "pk")[:MOST_WAITS],
    }
    return render(request, "units/list_log_ins.html", context)


@administrators_only
@require_POST
def unlock(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one wait."""
    people.unlock(origin=get_object_or_404(LogInOrigin, pk=pk), by=request.user, at=now())
    messages.success(request, "Đã cho thử đăng nhập lại ngay.")
    return redirect("units:list-log-ins")
