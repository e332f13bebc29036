"""Page of the names in a plan that no unit bears: make, give or leave them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from plans import unlisted_names
from plans.models import Plan, UnlistedName
from plans.unlisted_name_forms import UnitOfNameForm, UnitsOfName
from plans.views.access import can_assign, plan_to_assign
from tracker.lib.refusal import Refused
from units import roles
from units.requests import SignedInRequest

STEPS: dict[str, tuple[Callable[..., None], str]] = {
    "leave": (unlisted_names.leave, "Đã để nguyên “{}”."),
    "reopen": (unlisted_names.reopen, "“{}” chờ xét lại. Phân công đã có giữ nguyên."),
}


@require_safe
def list_names(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, plan_to_assign(request, pk))


@require_POST
def match_names(request: SignedInRequest, pk: int) -> HttpResponse:
    """Look the names up in the directory, to which units may have been added since."""
    plan = plan_to_assign(request, pk)
    try:
        num = unlisted_names.match_again(plan=plan, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã đối chiếu lại, thêm {num} tên có trong danh mục.")
    return redirect("plans:list-names", pk)


@require_POST
def decide_name(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Give the name to units, leave it, or ask again."""
    readable = Plan.objects.readable_by(request.user).values("pk")
    rows = UnlistedName.objects.filter(task__plan__in=readable).select_related("task__plan")
    name = get_object_or_404(rows, pk=pk)
    plan = name.task.plan
    if not can_assign(request, plan):
        raise PermissionDenied
    if step == "give":
        return _give(request, plan, name)
    if step not in STEPS:
        raise Http404
    use_case, message = STEPS[step]
    try:
        use_case(plan=plan, words=name.words, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message.format(name.words))
    return redirect("plans:list-names", plan.pk)


def _give(request: SignedInRequest, plan: Plan, name: UnlistedName) -> HttpResponse:
    form = UnitOfNameForm(request.POST, name_id=name.pk, known=UnitsOfName(plan, on=localdate()))
    if form.is_valid():
        try:
            num = unlisted_names.give(
                plan=plan, words=name.words, units=form.chosen, by=request.user, at=now()
            )
        except Refused as refusal:
            form.add_error("unit", str(refusal))
        else:
            messages.success(request, f"Đã đề xuất phân công “{name.words}”, {num} chỗ.")
            return redirect("plans:list-names", plan.pk)
    return _page(request, plan, typed=form, of=name.pk, status=422)


def _page(
    request: SignedInRequest,
    plan: Plan,
    *,
    typed: UnitOfNameForm | None = None,
    of: int | None = None,
    status: int = 200,
) -> HttpResponse:
    known = typed.known if typed else UnitsOfName(plan, on=localdate())
    names = unlisted_names.names_of(plan)
    forms = [
        (name, typed if typed and name.pk == of else UnitOfNameForm(name_id=name.pk, known=known))
        for name in names
        if name.is_open
    ]
    context = {
        "plan": plan,
        "open": forms,
        "decided": [name for name in names if not name.is_open],
        "known_units": known.choices,
        "may_add_units": roles.may_manage_directory(request.user),
    }
    return render(request, "plans/names/list_names.html", context, status=status)
