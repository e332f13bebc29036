"""Verification: the queue, one entry, and the verdicts."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from plans import access
from plans.models import Plan
from reporting.entries import remarks
from reporting.entries.as_sent import entries_for
from reporting.entries.transitions import Stale
from reporting.indicators.lines import unexplained_among
from reporting.models import EntryStatus, ProgressEntry, ProgressEntryQuerySet
from reporting.verification import verifying
from reporting.verification.entry_page import details_of
from reporting.verification.forms import REASONS, QueueFilterForm, SendBackForm
from reporting.verification.queue import neighbours, waiting_for
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import unfinished
from units.form_of import form_of
from units.requests import SignedInRequest


@require_safe
def verification_queue(request: SignedInRequest) -> HttpResponse:
    if not access.plans_with("verify_entries", by=request.user):
        raise PermissionDenied
    form = QueueFilterForm(request.GET, user=request.user)
    task = "assignment__task__plan" if form.has_many_plans else "assignment__task"
    entries = waiting_for(request.user, form.chosen()).select_related(
        "submission__period", "submission__unit", task
    )
    page = Paginator(entries, 30).get_page(request.GET.get("page"))
    filters = _filters(request)
    page.object_list = list(page.object_list)
    context = {
        "page": page,
        "form": form,
        "filters": filters,
        "unexplained": unexplained_among(page.object_list),
        "just_accepted": _just_accepted(request),
        # Where a filter leaves nothing, what waits beyond it
        "num_beyond": 0 if page.object_list else waiting_for(request.user).count(),
    }
    return render(request, "reporting/verification/queue.html", context)


@require_safe
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    return _entry_page(request, _readable(request, pk))


@require_POST
def accept_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _verifiable(request, pk)
    found.version = _seen_version(request, found)
    try:
        verifying.accept(entry=found, by=request.user, at=now())
    except Refused as refusal:
        return _entry_page(request, _readable(request, pk), refusal=refusal, status=409)
    messages.success(request, f"Đã chấp nhận nhiệm vụ {found.assignment.task.code}.")
    return _next(request, found, _undoable(request))


@require_POST
def take_acceptance_back(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _verifiable(request, pk)
    found.version = _seen_version(request, found)
    reason = request.POST.get("reason", "")
    try:
        verifying.take_acceptance_back(entry=found, by=request.user, at=now(), reason=reason)
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _entry_page(
            request,
            _readable(request, pk),
            refusal=refusal,
            status=status,
            taken_back_reason=reason,
        )
    messages.success(
        request,
        f"Đã rút lại việc chấp nhận nhiệm vụ {found.assignment.task.code}; chờ thẩm tra lại.",
    )
    return redirect("reporting:entry", pk)


@require_POST
def undo_acceptance(request: SignedInRequest) -> HttpResponse:
    """Undo what the reviewer accepted a moment ago; later it takes a reason."""
    plans = Plan.objects.with_permission(request.user, "verify_entries")
    if not plans.exists():
        raise PermissionDenied
    seen = _ticked(request)
    entries = list(
        ProgressEntry.objects.filter(pk__in=seen, assignment__task__plan__in=plans.values("pk"))
        .for_row()
        .order_by("pk")
    )
    for found in entries:
        found.version = seen[found.pk]
    undone, _ = verifying.undo(entries=entries, by=request.user, at=now())
    if undone < len(seen):
        messages.warning(
            request,
            f"Đã hoàn tác {undone} mục; {len(seen) - undone} mục đã quá một phút hoặc vừa "
            "thay đổi. Muốn rút lại, mở mục đó và nêu lý do.",
        )
    else:
        messages.success(request, f"Đã hoàn tác việc chấp nhận {undone} mục; chờ thẩm tra lại.")
    return redirect(f"{reverse('reporting:verification-queue')}{_filters(request)}")


@form_of("reporting:entry")
def send_back_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _verifiable(request, pk)
    found.version = _seen_version(request, found)
    form = SendBackForm(request.POST, fields=remarks.fields_of(found))
    if not form.is_valid():
        return _entry_page(request, _readable(request, pk), form=form, status=422)
    try:
        verifying.send_back(
            entry=found,
            by=request.user,
            at=now(),
            reason=form.cleaned_data["reason"],
            answer_by=form.cleaned_data["answer_by"],
            remarks=form.remarks(),
        )
    except Refused as refusal:
        is_late = isinstance(refusal, Stale) or found.status != EntryStatus.SENT
        status = 409 if is_late else 422
        return _entry_page(
            request, _readable(request, pk), form=form, refusal=refusal, status=status
        )
    messages.success(request, f"Đã trả lại nhiệm vụ {found.assignment.task.code}.")
    return _next(request, found, request.GET)


@require_POST
def accept_entries(request: SignedInRequest) -> HttpResponse:
    """Accept all that were ticked; entries changed since are skipped and reported."""
    if not Plan.objects.with_permission(request.user, "verify_entries").exists():
        raise PermissionDenied
    seen = _ticked(request)
    entries = list(
        waiting_for(request.user)
        .filter(pk__in=seen)
        .select_related("submission__period", "submission__unit", "assignment__task")
    )
    for found in entries:
        found.version = seen[found.pk]
    accepted, in_doubt = verifying.accept_many(entries=entries, by=request.user, at=now())
    changed = len(seen) - accepted - len(in_doubt)
    if not seen:
        messages.warning(request, "Chưa chọn mục nào.")
    elif changed or in_doubt:
        words = [f"Đã chấp nhận {accepted} mục"]
        if changed:
            words.append(f"{changed} mục vừa thay đổi, để lại")
        if in_doubt:
            words.append(
                f"để lại {len(in_doubt)} mục có số bất thường chưa giải trình, mở từng mục để "
                f"quyết định: {', '.join(map(_in_short, in_doubt))}"
            )
        messages.warning(request, f"{'; '.join(words)}.")
    else:
        messages.success(request, f"Đã chấp nhận {accepted} mục.")
    return redirect(reverse("reporting:verification-queue", query=_undoable(request)))


def _in_short(found: ProgressEntry) -> str:
    return f"{found.assignment.task.code} ({found.submission.unit.short_name})"


def _readable(request: SignedInRequest, pk: int) -> ProgressEntry:
    entries = entries_for(request.user).for_row()
    return get_object_or_404(
        entries.select_related("assignment__task__plan", "saved_by", "decided_by", "example"),
        pk=pk,
    )


def _verifiable(request: SignedInRequest, pk: int) -> ProgressEntry:
    found = _readable(request, pk)
    if not request.user.has_perm("plans.verify_entries", found.assignment.task.plan):
        raise PermissionDenied
    return found


def _seen_version(request: SignedInRequest, found: ProgressEntry) -> int:
    """The version that the reviewer saw: a verdict on another one is refused as stale."""
    seen = parse_id(request.POST.get("version", ""))
    return found.version if seen is None else seen


def _ticked(request: SignedInRequest) -> dict[int, int]:
    """The version of each ticked entry on the reviewer's page."""
    pairs = (value.partition("-")[::2] for value in request.POST.getlist("entry"))
    ticked = ((parse_id(pk), parse_id(seen)) for pk, seen in pairs)
    return {pk: seen for pk, seen in ticked if pk is not None and seen is not None}


def _queue(request: SignedInRequest) -> ProgressEntryQuerySet:
    """The queue with the reviewer's filters, which are part of the address."""
    if not _filters(request):
        return waiting_for(request.user)
    return waiting_for(request.user, QueueFilterForm(request.GET, user=request.user).chosen())


def _entry_page(
    request: SignedInRequest,
    found: ProgressEntry,
    *,
    form: SendBackForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
    taken_back_reason: str = "",
) -> HttpResponse:
    can_verify = request.user.has_perm("plans.verify_entries", found.assignment.task.plan)
    details = details_of(found, reader=request.user, today=localdate())
    fields = details.remark_fields if can_verify else ()
    send_back = reverse("reporting:send-back-entry", args=[found.pk])
    brought_back = (
        None if form or refusal else unfinished.restored_fields(request, send_back) or None
    )
    context: dict[str, object] = {
        "entry": found,
        "task": found.assignment.task,
        "detail": details,
        "thread": details.thread,
        "form": form or SendBackForm(brought_back, fields=fields),
        "is_brought_back": bool(brought_back),
        "reasons": REASONS,
        "refusal": refusal,
        "can_verify": can_verify,
        "can_compile": request.user.has_perm("plans.compile_reviews", found.assignment.task.plan),
        "filters": _filters(request),
        "is_waiting": found.status == EntryStatus.SENT,
        "is_accepted": found.status == EntryStatus.ACCEPTED,
        "taken_back_reason": taken_back_reason,
        "just_accepted": _just_accepted(request),
        "can_file": request.user.has_perm("units.file_progress", found.submission.unit),
    }
    if can_verify and found.last_sent_at:
        context["before"], context["after"] = neighbours(_queue(request), found)
    return render(request, "reporting/verification/entry.html", context, status=status)


def _next(request: SignedInRequest, found: ProgressEntry, query: QueryDict) -> HttpResponseRedirect:
    """Redirect to the next entry of the queue, or to the queue after the last one."""
    _, after = neighbours(_queue(request), found)
    if after is None:
        return redirect(reverse("reporting:verification-queue", query=query))
    return redirect(reverse("reporting:entry", args=[after], query=query))


def _undoable(request: SignedInRequest) -> QueryDict:
    """The filters, for a page that offers to undo the acceptance of a moment ago."""
    query = request.GET.copy()
    query["undo"] = "1"
    return query


def _filters(request: SignedInRequest) -> str:
    """The filters of the queue as they end an address."""
    query = request.GET.copy()
    query.pop("undo", None)
    return f"?{query.urlencode()}" if query else ""


def _just_accepted(request: SignedInRequest) -> Sequence[ProgressEntry]:
    """What can be undone, on the page that follows an acceptance."""
    return verifying.just_accepted(request.user, at=now()) if "undo" in request.GET else ()
