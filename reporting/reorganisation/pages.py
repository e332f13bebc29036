"""The pages that steps of a reorganisation return to, with the reason if one was refused."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from reporting.models import Reorganisation, ReorganisationState
from reporting.reorganisation import figures
from reporting.reorganisation.forms import DecideManyForm, PlaceManyForm
from reporting.reorganisation.preview import preview_of
from reporting.reorganisation.waiting import waiting_of
from units import roles
from units.requests import SignedInRequest


def confirmation(
    request: SignedInRequest, act: Reorganisation, *, refusal: str = ""
) -> HttpResponse:
    preview = preview_of(act, today=localdate())
    kept = act.figures if act.figures and act.figures["digest"] == preview.digest else None
    context = {
        "act": act,
        "preview": preview,
        "tables": figures.lines_of(kept) if kept else [],
        "may_carry_out": roles.may_manage_directory(request.user),
        "is_early": act.effective_on > localdate(),
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "reporting/reorganisation/confirm.html", context, status=status)


def shown(
    request: SignedInRequest,
    act: Reorganisation,
    *,
    refusal: str = "",
    form: DecideManyForm | None = None,
    placing: PlaceManyForm | None = None,
) -> HttpResponse:
    """The page of a reorganisation as its state asks for; a refusal stands above."""
    status = 422 if refusal or form is not None or placing is not None else 200
    if not act.is_draft:
        return _result(request, act, refusal, status)
    preview = preview_of(act, today=localdate())
    context = {
        "act": act,
        "preview": preview,
        "unclear": [row for row in preview.recognised.rows if row.faults or row.doubts],
        "form": form or DecideManyForm(preview=preview),
        "placing": placing or (PlaceManyForm(preview=preview) if preview.placed else None),
        "is_early": act.effective_on > localdate(),
        "refusal": refusal,
        "events": act.events.select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "reporting/reorganisation/reorganisation.html", context, status=status)


def _result(
    request: SignedInRequest, act: Reorganisation, refusal: str, status: int
) -> HttpResponse:
    today = localdate()
    is_in_force = act.state == ReorganisationState.CARRIED_OUT
    can_undo = (
        is_in_force
        and act.carried_out_at is not None
        and localdate(act.carried_out_at) == today
        and roles.may_manage_directory(request.user)
    )
    context = {
        "act": act,
        "is_in_force": is_in_force,
        "tables": figures.lines_of(act.figures) if act.figures else [],
        "waiting": waiting_of(act, today=today) if is_in_force else None,
        "can_undo": can_undo,
        "refusal": refusal,
        "events": act.events.select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "reporting/reorganisation/result.html", context, status=status)
