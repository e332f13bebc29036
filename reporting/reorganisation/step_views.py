"""Steps of a reorganisation, each in one button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST

from reporting.reorganisation import carrying_out, preparing, undoing
from reporting.reorganisation.access import administrators_only, office_only, reorganisation_of
from reporting.reorganisation.forms import PROPOSAL, DecideManyForm, PlaceManyForm
from reporting.reorganisation.pages import confirmation, shown
from reporting.reorganisation.preview import preview_of
from reporting.reorganisation.proposals import Fate, PlacedKind
from tracker.lib.refusal import Refused
from units.password_again import asks_password_again
from units.requests import SignedInRequest


@office_only
@require_POST
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which units doubtful names of the table mean."""
    act = reorganisation_of(pk)
    chosen = {
        name: str(value)[:300]
        for name, value in request.POST.items()
        if name.startswith(("old-", "heir-")) and value
    }
    try:
        preparing.choose(act=act, chosen=chosen, by=request.user, at=now())
    except Refused as refusal:
        return shown(request, reorganisation_of(pk), refusal=str(refusal))
    return redirect("reporting:reorganisation", pk)


@office_only
@require_POST
def decide_many(request: SignedInRequest, pk: int) -> HttpResponse:
    act = reorganisation_of(pk)
    form = DecideManyForm(request.POST, preview=preview_of(act, today=localdate()))
    if not form.is_valid():
        return shown(request, act, form=form)
    typed = form.cleaned_data
    try:
        num = preparing.decide_many(
            act=act,
            fate=None if typed["fate"] == PROPOSAL else Fate(typed["fate"]),
            to=typed["to"],
            unit_id=int(typed["unit"]) if typed["unit"] else None,
            which=typed["which"],
            by=request.user,
            at=now(),
        )
    except Refused as refusal:
        return shown(request, reorganisation_of(pk), refusal=str(refusal))
    messages.success(request, f"Đã ghi quyết định cho {num} phân công.")
    return redirect("reporting:reorganisation", pk)


@office_only
@require_POST
def place_many(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide where many units below or own plans go."""
    act = reorganisation_of(pk)
    form = PlaceManyForm(request.POST, preview=preview_of(act, today=localdate()))
    if not form.is_valid():
        return shown(request, act, placing=form)
    typed = form.cleaned_data
    what = PlacedKind(typed["what"])
    try:
        num = preparing.place_many(
            act=act,
            what=what,
            place="" if typed["place"] == PROPOSAL else typed["place"],
            unit_id=int(typed["unit"]) if typed["unit"] else None,
            by=request.user,
            at=now(),
        )
    except Refused as refusal:
        return shown(request, reorganisation_of(pk), refusal=str(refusal))
    messages.success(request, f"Đã ghi quyết định cho {num} {what.label.lower()}.")
    return redirect("reporting:reorganisation", pk)


@office_only
@require_POST
def rehearse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Count what the figures would be."""
    act = reorganisation_of(pk)
    try:
        carrying_out.rehearse(act=act, by=request.user, at=now())
    except Refused as refusal:
        act = reorganisation_of(pk)
        again = confirmation if act.is_draft else shown
        return again(request, act, refusal=str(refusal))
    return redirect("reporting:confirm-reorganisation", pk)


@administrators_only
@require_POST
@asks_password_again("Thực hiện sắp xếp đơn vị")
def carry_out(request: SignedInRequest, pk: int) -> HttpResponse:
    act = reorganisation_of(pk)
    try:
        carrying_out.carry_out(
            act=act, seen=request.POST.get("seen", ""), by=request.user, at=now()
        )
    except Refused as refusal:
        act = reorganisation_of(pk)
        again = confirmation if act.is_draft else shown
        return again(request, act, refusal=str(refusal))
    messages.success(request, "Đã sắp xếp xong. Những việc còn chờ quyết định ở bên dưới.")
    return redirect("reporting:reorganisation", pk)


@administrators_only
@require_POST
@asks_password_again("Hoàn tác sắp xếp đơn vị")
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    act = reorganisation_of(pk)
    try:
        undoing.undo(act=act, by=request.user, at=now())
    except Refused as refusal:
        return shown(request, reorganisation_of(pk), refusal=str(refusal))
    messages.success(request, "Đã hoàn tác: đơn vị, phân công và người trở lại như trước.")
    return redirect("reporting:reorganisation", pk)


@office_only
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    act = reorganisation_of(pk)
    try:
        preparing.discard(act=act)
    except Refused as refusal:
        return shown(request, act, refusal=str(refusal))
    messages.success(request, "Đã bỏ bản sắp xếp. Chưa có gì của đơn vị thay đổi.")
    return redirect("reporting:list-reorganisations")
