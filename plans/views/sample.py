"""Pages that say what the sample plan brings, load it, and take it away again."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from plans import loading, unloading
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@permission_required("units.manage_directory", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def load_sample(request: SignedInRequest) -> HttpResponse:
    sample, refusal = loading.sample(), ""
    plan = sample.loaded()
    if request.method == "POST":
        try:
            loaded = loading.load_sample(by=request.user, at=now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Kế hoạch mẫu đã có sẵn." if plan else "Đã nạp kế hoạch mẫu.")
            return redirect("plans:assignment-grid", loaded.pk)
    context = {"sample": sample, "plan": plan, "refusal": refusal}
    return render(request, "plans/load_sample.html", context, status=409 if refusal else 200)


@permission_required("units.manage_directory", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def unload_sample(request: SignedInRequest) -> HttpResponse:
    plan, refusal = None, ""
    try:
        if request.method == "POST":
            num_units = unloading.unload_sample(by=request.user, at=now())
            messages.success(request, f"Đã gỡ kế hoạch mẫu cùng {num_units} đơn vị đi kèm.")
            return redirect("reporting:list-plans")
        plan = unloading.removable()
    except Refused as refused:
        refusal = str(refused)
    context = {"plan": plan, "refusal": refusal}
    status = 409 if request.method == "POST" else 200
    return render(request, "plans/unload_sample.html", context, status=status)
