"""The administrators' pages that import an exported plan: upload, preview, decisions."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from reporting.plan_folders import arrivals
from reporting.plan_folders.arrivals import Arrival
from reporting.plan_folders.preview_page import PreviewPage
from tracker.lib.oversize import takes_files_up_to
from tracker.lib.refusal import Refused
from units.password_again import asks_password_again
from units.requests import SignedInRequest

administrators_only = permission_required("units.manage_directory", raise_exception=True)


class FolderForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True, error_messages={"required": "Hãy chọn bản xuất kế hoạch (.zip)."}
    )


@takes_files_up_to(arrivals.most_mb)
@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def bring_plan_folder(request: SignedInRequest) -> HttpResponse:
    is_posted = request.method == "POST"
    form = FolderForm(request.POST, request.FILES) if is_posted else FolderForm()
    if form.is_valid():
        try:
            arrival = arrivals.receive(file=form.cleaned_data["file"], by=request.user, at=now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("reporting:plan-arrival", arrival.pk)
    at, found = now(), arrivals.all_of_them()
    context = {
        "form": form,
        "arrivals": [(one, one.is_being_written(at), one.why_not(at)) for one in found],
        "deleted": arrivals.deleted_among(found),
        "most_mb": arrivals.most_mb(),
        "days_kept": arrivals.KEPT.days,
    }
    status = 422 if form.errors else 200
    return render(request, "reporting/plan_folders/bring_plan_folder.html", context, status=status)


@administrators_only
@require_safe
def plan_arrival(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _arrival(pk))


@administrators_only
@require_safe
def arrival_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whether the worker is at its end; then the page is opened again.

    By its address: reloading the answer to a POST would post again.
    """
    arrival = _arrival(pk)
    response = render(request, "reporting/plan_folders/_progress.html", {"arrival": arrival})
    if not arrival.is_being_written(now()):
        response["HX-Redirect"] = reverse("reporting:plan-arrival", args=[pk])
    return response


@administrators_only
@require_POST
@asks_password_again("Nhập kế hoạch")
def import_arrival(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the decisions; with the other button let the worker write the plan."""
    arrival = _arrival(pk)
    try:
        arrivals.refuse_busy(arrival, now())
        page = PreviewPage.read(arrival, typed=request.POST, at=now())
        page.refuse_other_than(request.POST.get("seen", ""))
        if request.POST.get("step") == "import":
            decided, by = page.decisions, request.user
            arrivals.ask(arrival=arrival, decisions=decided, by=by, at=now())
        else:
            arrivals.decide(arrival=arrival, decisions=page.decisions, at=now())
    except Refused as refusal:
        return _page(request, _arrival(pk), str(refusal))
    except (OperationalError, OSError):
        return _page(request, _arrival(pk), "Chưa giao được việc nhập: hàng đợi không nhận.")
    return redirect("reporting:plan-arrival", pk)


@administrators_only
@require_POST
def discard_arrival(request: SignedInRequest, pk: int) -> HttpResponse:
    arrival = _arrival(pk)
    try:
        arrivals.discard(arrival=arrival, at=now())
    except Refused as refusal:
        return _page(request, arrival, str(refusal))
    messages.success(request, "Đã bỏ bản xuất vừa tải lên. Không có gì được ghi.")
    return redirect("reporting:bring-plan-folder")


def _page(request: SignedInRequest, arrival: Arrival, refusal: str = "") -> HttpResponse:
    is_deleted = bool(arrivals.deleted_among([arrival]))
    if arrival.is_written and not is_deleted:
        return redirect("reporting:plan", arrival.plan_id)
    at = now()
    context: dict[str, object] = {
        "arrival": arrival,
        "is_deleted": is_deleted,
        "refusal": refusal,
        "why_not": arrival.why_not(at),
    }
    if is_deleted:
        context["refusal"] = ""  # its page says more than that it was imported
    elif arrival.is_being_written(at):
        context["is_being_written"] = True
    else:
        try:
            context["page"] = PreviewPage.read(arrival, typed=request.POST, at=at)
        except Refused as damaged:
            context["refusal"] = refusal or str(damaged)
    status = 422 if refusal else 200
    return render(request, "reporting/plan_folders/plan_arrival.html", context, status=status)


def _arrival(pk: int) -> Arrival:
    arrival = arrivals.find(pk)
    if arrival is None:
        raise Http404
    return arrival
