"""The page of a form that was posted after the session had ended: sent again, or dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from units import unfinished
from units.requests import SignedInRequest


@require_safe
def show_kept_form(request: SignedInRequest) -> HttpResponse:
    form = unfinished.kept_form(request)
    pairs = form.get("pairs", []) if form else []
    context = {
        "form": form,
        # The writer is the reader, whom every form names by itself
        "fields": [(name, value) for name, value in pairs if name != "writer"],
        "texts": unfinished.typed_in(pairs),
    }
    return render(request, "units/kept_form.html", context)


@require_POST
def drop_kept_form(request: SignedInRequest) -> HttpResponse:
    form = unfinished.kept_form(request)
    unfinished.forget_kept(request)
    messages.success(request, "Đã bỏ nội dung gõ trước khi đăng nhập lại.")
    return redirect(form.get("page") or "reporting:home") if form else redirect("reporting:home")
