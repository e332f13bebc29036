"""Page that says what the sample plan brings, and loads it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from plans import loading
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
