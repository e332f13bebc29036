"""The paper on screen, and the steps of the office on its blocks."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.models import BlockKind, Review, ReviewBlock, ReviewStatus
from reporting.papers import drawing
from reporting.papers.blocks import Heading, Run, Runs
from reporting.reviews.access import may_trace, review_to_compile, review_to_read
from reporting.reviews.editing import acknowledging, changing, placing
from reporting.reviews.editing.applying import END_OF
from reporting.reviews.editing.commenting import may_comment
from reporting.reviews.editing.words import from_text, to_text
from reporting.reviews.editor.changes import changes_of, machine_changes_of
from reporting.reviews.editor.feedback import (
    NAMES,
    filter_of,
    filter_query,
    offers,
    quote,
    section_groups,
    sections,
)
from reporting.reviews.editor.left_words import without_block
from reporting.reviews.editor.page import Sheet, ShownBlock, is_editable, sheet_of, versions_of
from reporting.reviews.editor.threads import threads_of
from reporting.reviews.page import feedback_of, standing
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

NOT_ON_SCREEN = (
    "Báo cáo ban hành từ phiên bản trước của hệ thống nên chưa đọc được trên trang này. "
    "Hãy tải tệp PDF để đọc."
)


@require_safe
def read_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole paper; the office may write in its blocks while it is a draft."""
    review = review_to_read(request, pk)
    context: dict[str, object] = {"review": review, "plan": review.plan}
    context["is_editable"] = may_edit = is_editable(review, request.user)
    if review.is_issued:
        context |= standing(review, request.user)
    is_draft = review.status == ReviewStatus.DRAFT
    context["may_comment"] = is_draft and may_comment(request.user, review.plan)
    try:
        has_origins = may_trace(request.user, review)
        # Units that read what was issued do not read what office and leaders said of it
        threads = (
            threads_of(review, user=request.user, is_of_office=may_edit) if has_origins else {}
        )
        context["sheet"] = sheet = sheet_of(review, has_origins=has_origins, threads=threads)
        if may_edit:
            context["changes"] = changes_of(sheet)
            context["machine_changes"] = machine_changes_of(review, sheet)
            context |= {"feedback_kinds": NAMES, **(chosen := filter_of(request.GET))}
            context["offers"] = offers(review, sheet.composed.edits, **chosen)
            context["section_groups"] = section_groups(sheet.snapshot)
            context["filter_query"] = filter_query(request.GET)
    except Refused as refusal:
        context["refusal"] = NOT_ON_SCREEN if review.is_issued else refusal
    return render(request, "reporting/reviews/editor/paper.html", context)


@require_safe
def edit_block(request: SignedInRequest, pk: int) -> HttpResponse:
    """One block with its words in a plain field, its steps and its history."""
    review = review_to_compile(request, pk)
    return _block_page(request, review, request.GET.get("key", ""))


@require_POST
def save_block(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the words of a block; to a script, which asks for JSON, tell what became of them."""
    review = review_to_compile(request, pk)
    key, typed = request.POST.get("key", ""), request.POST.get("text", "")
    seen = parse_id(request.POST.get("seen", "")) or 0
    try:
        changing.check_draft(review)
        sheet = sheet_of(review)
        words = _words(sheet, key, typed)
        row = changing.save_words(
            review=review,
            document=sheet.document,
            key=key,
            runs=words,
            seen_version=seen,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _tell_refusal(request, review, key, typed, refusal)
    if _wants_json(request):
        return _tell_saved(sheet_of(review, machine=sheet.document), row, words)
    messages.success(request, "Đã lưu đoạn văn.")
    return _back(request, review, key)


@require_POST
def step_block(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hide, show or move a block, or go back to earlier words."""
    review = review_to_compile(request, pk)
    key = request.POST.get("key", "")
    try:
        _step(request, review, key, request.POST.get("step", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, review, key)


@require_POST
def read_changes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the office read what the machine words differently."""
    review = review_to_compile(request, pk)
    seen = request.POST.get("figures", "")
    try:
        acknowledging.acknowledge_figures(
            review=review, seen_sha256=seen, by=request.user, at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, review, "")


@require_POST
def add_block(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_to_compile(request, pk)
    after = request.POST.get("after", "")
    typed = request.POST.get("text", "")
    try:
        changing.check_draft(review)
        sheet = sheet_of(review)
        row = placing.add(
            review=review,
            document=sheet.document,
            kind=request.POST.get("kind", BlockKind.PARAGRAPH),
            level=parse_id(request.POST.get("level", "")) or 2,
            after=after,
            runs=from_text(typed, sheet.composed.figures),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _block_page(request, review, after, refusal=refusal, added=typed)
    return _back(request, review, row.key)


@require_POST
def take_feedback(request: SignedInRequest, pk: int) -> HttpResponse:
    """Quote what a unit wrote as a paragraph at the end of a section, with its source."""
    review = review_to_compile(request, pk)
    entry = parse_id(request.POST.get("entry", ""))
    name, section = request.POST.get("name", ""), request.POST.get("section", "")
    given = feedback_of(review, name) if name in NAMES else []
    found = [one for one in given if entry in {said.entry for said in one.said_by}]
    try:
        sheet = sheet_of(review)
        if not found or section not in dict(sections(sheet.snapshot)):
            raise Refused("Không tìm thấy ý kiến hoặc mục cần đưa vào. Hãy tải lại trang.")
        row = placing.add(
            review=review,
            document=sheet.document,
            kind=BlockKind.PARAGRAPH,
            after=f"{END_OF}{section}",
            runs=quote(found[0]),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _back(request, review, "")
    return _back(request, review, row.key)


def _step(request: SignedInRequest, review: Review, key: str, step: str) -> None:
    sheet = sheet_of(review)
    facts = {"review": review, "document": sheet.document, "key": key}
    now = timezone.now()

    def call(function: Callable[..., ReviewBlock], **given: object) -> None:
        function(**facts, **given, by=request.user, at=now)

    if step in ("hide", "show"):
        call(changing.set_hidden, is_hidden=step == "hide")
    elif step in ("up", "down"):
        call(placing.move_by_one, is_up=step == "up")
    elif step == "seen":
        call(changing.accept_changes, figures=sheet.composed.figures)
    elif step == "machine":
        call(changing.use_machine_words)
    elif version := parse_id(step.removeprefix("restore-")):
        call(changing.restore, version=version)
    else:
        raise Refused("Không rõ cần làm gì với đoạn này. Hãy tải lại trang.")


def _words(sheet: Sheet, key: str, typed: str) -> Runs:
    """The runs that were typed. A heading of the machine keeps its own number."""
    words = from_text(typed, sheet.composed.figures)
    found = sheet.block(key)
    block = found.placed.block if found and not found.is_own else None
    if isinstance(block, Heading) and words:
        title = words[0].text.removeprefix(block.number).strip()
        words = (Run(title), *words[1:])
    return words


def _tell_saved(sheet: Sheet, row: ReviewBlock, words: Runs) -> JsonResponse:
    """What a script needs to go on: the version, and the words where others joined in."""
    shown = sheet.block(row.key)
    return JsonResponse(
        {
            "version": row.version,
            "html": shown.drawn if shown else "",
            "is_joined": shown is not None and shown.text != to_text(words),
            "saved": f"Đã lưu lúc {timezone.localtime():%H:%M}",
        }
    )


def _tell_refusal(
    request: SignedInRequest, review: Review, key: str, typed: str, refusal: Refused
) -> HttpResponse:
    if not _wants_json(request):
        return _block_page(request, review, key, refusal=refusal, typed=typed)
    told: dict[str, object] = {"error": str(refusal)}
    if isinstance(refusal, changing.InPrint):
        told["is_in_print"] = True
    if isinstance(refusal, changing.WrittenByAnother):
        told["version"] = refusal.version
        told["theirs"] = drawing.draw_runs(refusal.theirs)
    return JsonResponse(told, status=422)


def _block_page(
    request: SignedInRequest,
    review: Review,
    key: str,
    *,
    refusal: Refused | None = None,
    typed: str | None = None,
    added: str = "",
) -> HttpResponse:
    """The page of one block; after a refusal with all that was typed."""
    words = typed or added
    try:
        shown = sheet_of(review).block(key)
    except Refused as old:
        return without_block(request, review, words, refusal or old)
    if shown is None:
        return without_block(request, review, words, refusal)
    other = refusal if isinstance(refusal, changing.WrittenByAnother) else None
    context = {
        "review": review,
        "plan": review.plan,
        "shown": shown,
        "text": shown.text if typed is None else typed,
        "version": _version_to_send(request, shown, other, is_refused=typed is not None),
        "theirs": drawing.draw_runs(other.theirs) if other else "",
        "refusal": refusal,
        "added": added,
        "is_editable": is_editable(review, request.user),
        "versions": versions_of(shown),
    }
    return render(
        request, "reporting/reviews/editor/block.html", context, status=422 if refusal else 200
    )


def _version_to_send(
    request: HttpRequest,
    shown: ShownBlock,
    other: changing.WrittenByAnother | None,
    *,
    is_refused: bool,
) -> int:
    """The version that the next save begins with: who was shown the other's words knows them."""
    if other is not None:
        return other.version
    return (parse_id(request.POST.get("seen", "")) or 0) if is_refused else shown.version


def _back(request: HttpRequest, review: Review, key: str) -> HttpResponse:
    """To the block on the paper; the feedback beside it stays as it was chosen."""
    page = reverse("reporting:read-paper", args=[review.pk])
    return redirect(f"{page}{filter_query(request.GET)}#{key}")


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
