"""The page on which an empty directory is filled with the words and units of a kind of office."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from tracker.lib.refusal import Refused
from units.kinds import presets
from units.kinds.forms import PlaceForm
from units.kinds.usual_offices import CODES, usual_office
from units.requests import SignedInRequest
from units.views.units import administrators_only


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def apply_preset(request: SignedInRequest, preset: str) -> HttpResponse:
    """GET shows what would be written, with the units once a place is typed; POST writes it."""
    if preset not in CODES:
        raise Http404
    if request.method != "POST":
        form = _form(preset, request.GET)
        return _page(request, preset, form, status=422 if form.errors else 200)
    form = _form(preset, request.POST)
    if form.errors:
        return _page(request, preset, form, status=422)
    place = form.chosen()
    units = None if place is None else request.POST.getlist("units")
    placed = request.POST.getlist("placed")
    try:
        made = presets.apply(
            preset=preset, place=place, units=units, placed=placed, by=request.user, at=now()
        )
    except Refused as refusal:
        return _page(request, preset, form, refusal=str(refusal), status=422)
    added = f"thêm {len(made)} đơn vị" if made else "không thêm đơn vị nào"
    messages.success(request, f"Đã áp dụng danh mục mẫu; {added}.")
    return redirect("units:list-units" if made or placed else "units:list-kinds")


def _form(preset: str, data: QueryDict) -> PlaceForm:
    """The form of the place, empty until one is sent."""
    return PlaceForm(data if "place" in data else None, office=usual_office(preset))


def _page(
    request: SignedInRequest, preset: str, form: PlaceForm, *, refusal: str = "", status: int
) -> HttpResponse:
    place = form.chosen()
    proposal = presets.proposal(preset=preset, place=place)
    codes = [row.unit.code for row in proposal.units]
    usual = [row.unit.code for row in proposal.units if not row.namesake]
    # A refused choice is shown again
    is_sent = request.method == "POST"
    ticked = request.POST.getlist("units") if is_sent else usual
    placed = request.POST.getlist("placed") if is_sent else codes
    context = {
        "form": form,
        "proposal": proposal,
        "place": place,
        "rows": [
            (row, code if code in ticked else "", code if code in placed else "")
            for row, code in zip(proposal.units, codes, strict=True)
        ],
        "refusal": refusal,
    }
    return render(request, "units/kinds/preset.html", context, status=status)
