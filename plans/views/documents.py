"""Pages of the catalogue of documents."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from plans import access, documents
from plans.forms import DocumentForm
from plans.models import LegalDocument, Plan
from tracker.lib.refusal import Refused
from units.models import User
from units.requests import SignedInRequest


@require_safe
def list_documents(request: SignedInRequest) -> HttpResponse:
    """All documents, for the office and readers of any plan."""
    _refuse_strangers(request)
    query = request.GET.get("q", "").strip()
    found = LegalDocument.objects.annotate(
        num_tasks=Count("tasks", distinct=True), num_deadlines=Count("deadlines", distinct=True)
    )
    if query:
        found = found.filter(
            Q(number__icontains=query) | Q(subject__icontains=query) | Q(issuer__icontains=query)
        )
    page = Paginator(found.order_by("-issued_on", "number", "pk"), 50)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "query": query,
        "can_add": _may_add(request.user),
        "can_edit": access.edits_for_office(request.user),
    }
    return render(request, "plans/list_documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_document(request: SignedInRequest) -> HttpResponse:
    """For whoever makes or edits a plan: units cite documents in the plans that they keep too."""
    _refuse_strangers(request)
    if not _may_add(request.user):
        raise PermissionDenied
    return _save(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_document(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the office: other plans cite the same row."""
    _refuse_strangers(request)
    if not access.edits_for_office(request.user):
        raise PermissionDenied
    return _save(request, get_object_or_404(LegalDocument, pk=pk))


def _save(request: SignedInRequest, document: LegalDocument | None) -> HttpResponse:
    form = DocumentForm(request.POST or None, instance=document)
    if request.method == "POST" and form.is_valid():
        try:
            saved = documents.save_document(document=document, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect("plans:list-documents")
    context = {"form": form, "document": document}
    status = 422 if form.errors else 200
    return render(request, "plans/edit_document.html", context, status=status)


def _may_add(user: User) -> bool:
    return access.edits_for_office(user) or access.edits_any(user)


def _refuse_strangers(request: SignedInRequest) -> None:
    """The office has the catalogue also before there is a plan, whose documents it adds first."""
    if access.edits_for_office(request.user):
        return
    if not Plan.objects.readable_by(request.user).exists():
        raise Http404
