"""The register of issued papers, its sheet for download, and the terms of its bodies."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from plans.models import Plan
from reporting.models import Term
from reporting.papers.lists import CONTENT_TYPE
from reporting.register import page as register_page
from reporting.register import sheet
from reporting.register.checking import check
from reporting.register.forms import CheckForm, RegisterFilterForm, TermForm, WithdrawForm
from reporting.register.terms import save_term
from reporting.register.withdrawing import withdraw
from tracker.lib.refusal import Refused
from units.password_again import asks_password_again
from units.requests import SignedInRequest

PAGE_SIZE = 50


@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    """The papers of the chosen term; of today's where none was asked for."""
    terms = _terms(request)
    form = _filter_form(request, terms)
    found = register_page.narrowed(register_page.papers_for(request.user), form.chosen())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    term = form.chosen().term
    context = {
        "form": form,
        "page": page,
        "term": term,
        "series": register_page.series_in(term) if term else [],
        "terms": terms,
        "may_edit": bool(_bodies(request)),
        "query": request.GET.urlencode(),
    }
    return render(request, "reporting/register/register.html", context)


@require_safe
def download_register(request: SignedInRequest) -> HttpResponse:
    """The same papers as a sheet for Excel."""
    chosen = _filter_form(request, _terms(request)).chosen()
    found = register_page.narrowed(register_page.papers_for(request.user), chosen)
    response = HttpResponse(
        sheet.sheet_of(found, term=chosen.term, on=localdate()), content_type=CONTENT_TYPE
    )
    response["Content-Disposition"] = (
        content_disposition_header(True, "so-van-ban-da-ban-hanh.xlsx") or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: SignedInRequest) -> HttpResponse:
    """Whether a file is an issued paper; nothing is stored."""
    _must_read(request)
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        file = form.cleaned_data["file"]
        context |= {"answer": check(file.file, user=request.user), "file_name": file.name}
    return render(
        request,
        "reporting/register/check_file.html",
        context,
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: SignedInRequest) -> HttpResponse:
    _must_edit(request)
    return _edit(request, Term())


@require_http_methods(["GET", "HEAD", "POST"])
def edit_term(request: SignedInRequest, pk: int) -> HttpResponse:
    term = get_object_or_404(Term.objects.of_plans(request.user, "read_filings"), pk=pk)
    if term.issuing_body not in _bodies(request):
        raise PermissionDenied
    return _edit(request, term)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_password_again("Thu hồi báo cáo", on_get=False)
def withdraw_review(request: SignedInRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(register_page.papers_for(request.user), pk=pk)
    if not request.user.has_perm("plans.compile_reviews", paper.plan):
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(review=paper, reason=form.cleaned_data["reason"], by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi thu hồi báo cáo số {paper.number}.")
            return redirect("reporting:review", pk=pk)
    return render(
        request,
        "reporting/register/withdraw_review.html",
        {"form": form, "paper": paper},
        status=422 if form.errors else 200,
    )


def _edit(request: SignedInRequest, term: Term) -> HttpResponse:
    form = TermForm(
        request.POST if request.method == "POST" else None,
        instance=term,
        bodies=_bodies(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_term(term=form.save(commit=False), by=request.user, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu nhiệm kỳ {term.name}.")
            return redirect("reporting:register")
    context = {"form": form, "term": Term.objects.filter(pk=term.pk).first()}
    return render(
        request, "reporting/register/edit_term.html", context, status=422 if form.errors else 200
    )


def _terms(request: SignedInRequest) -> list[Term]:
    """The terms whose papers the reader may know."""
    _must_read(request)
    terms = Term.objects.of_plans(request.user, "read_filings")
    return list(terms.order_by("issuing_body", "-first_day"))


def _filter_form(request: SignedInRequest, terms: list[Term]) -> RegisterFilterForm:
    """The filter as asked for; without any, the term of today."""
    asked = request.GET.dict()
    if "term" not in asked:
        current = register_page.current_term(terms, localdate())
        asked["term"] = str(current.pk) if current else ""
    return RegisterFilterForm(asked, user=request.user, terms=terms)


def _bodies(request: SignedInRequest) -> list[str]:
    """The bodies whose papers the reader may issue."""
    plans = Plan.objects.with_permission(request.user, "compile_reviews")
    terms = Term.objects.of_plans(request.user, "compile_reviews")
    names = plans.values_list("issuing_body", flat=True)
    return sorted({*names, *terms.values_list("issuing_body", flat=True)})


def _must_read(request: SignedInRequest) -> None:
    plans = Plan.objects.with_permission(request.user, "read_filings")
    if not plans.of_the_office().exists():
        raise PermissionDenied


def _must_edit(request: SignedInRequest) -> None:
    if not _bodies(request):
        raise PermissionDenied
