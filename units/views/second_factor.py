"""One's own second factor: set up, printed codes, switched off; reset by administrators."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tracker.lib.refusal import Refused
from units.log_in import second_factor, sessions
from units.models import User
from units.password_again import asks_password_again
from units.requests import SignedInRequest
from units.views.units import administrators_only


@require_safe
@never_cache
def show(request: SignedInRequest) -> HttpResponse:
    if request.user.second_factor_at:
        num_unused = request.user.recovery_codes.filter(used_at=None).count()
        context = {"num_unused": num_unused, "is_required": _is_required(request.user)}
        return render(request, "units/second_factor.html", context)
    return _set_up_page(request, second_factor.propose(request.user))


@require_POST
@never_cache
@asks_password_again("Bật xác thực hai bước")
def switch_on(request: SignedInRequest) -> HttpResponse:
    """Take the first code; other devices have to log in anew, with a code."""
    proposal, code = request.POST.get("proposal", ""), request.POST.get("code", "")
    try:
        secret = second_factor.secret_of(request.user, proposal)
    except Refused as refusal:
        fresh = second_factor.propose(request.user)
        return _set_up_page(request, fresh, error=str(refusal), status=422)
    try:
        codes = second_factor.switch_on(person=request.user, secret=secret, code=code, at=now())
    except Refused as refusal:
        return _set_up_page(request, proposal, error=str(refusal), status=422)
    sessions.end_all(request.user, but=request.session.session_key)
    return _codes_page(request, codes)


@require_POST
@asks_password_again("Tắt xác thực hai bước")
def switch_off(request: SignedInRequest) -> HttpResponse:
    if _is_required(request.user):
        messages.error(request, "Người quản trị phải dùng xác thực hai bước.")
    else:
        second_factor.switch_off(person=request.user, by=request.user, at=now())
        messages.success(request, "Đã tắt xác thực hai bước.")
    return redirect("units:second-factor")


@require_POST
@never_cache
@asks_password_again("Cấp lại mã dự phòng")
def renew_codes(request: SignedInRequest) -> HttpResponse:
    try:
        codes = second_factor.renew_codes(person=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("units:second-factor")
    return _codes_page(request, codes)


@administrators_only
@require_POST
@asks_password_again("Tắt xác thực hai bước của một người")
def reset(request: SignedInRequest, pk: int) -> HttpResponse:
    """Switch the codes of somebody off who lost telephone and printed codes."""
    person = get_object_or_404(User, pk=pk)
    second_factor.switch_off(person=person, by=request.user, at=now())
    if person != request.user:
        sessions.end_all(person)
    messages.success(request, "Đã tắt xác thực hai bước của người này.")
    return redirect("units:edit-person", pk)


def _is_required(person: User) -> bool:
    is_set: bool = settings.SECOND_FACTOR_FOR_ADMINISTRATORS
    return is_set and person.has_perm("units.manage_directory")


def _set_up_page(
    request: SignedInRequest, proposal: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    secret = second_factor.secret_of(request.user, proposal)
    context = {
        "proposal": proposal,
        "qr_code": second_factor.qr_code(request.user, secret),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "is_required": _is_required(request.user),
        "error": error,
    }
    return render(request, "units/set_up_second_factor.html", context, status=status)


def _codes_page(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    """The codes, once; only their digests are stored."""
    return render(request, "units/recovery_codes.html", {"codes": codes})
