"""Find the review that a file is of, by its hash; the file is not stored."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db.models import Q

from reporting.models import IssuedFile, Review, ReviewPrint
from reporting.register.page import papers_for
from tracker.lib import filestore
from units.models import User


@dataclass(frozen=True)
class Answer:
    """`paper` is the issued review whose file it is; `kind` says which of its files.

    `draft` is a review of which it is the draft `draft_number`.
    """

    sha256: str
    paper: Review | None = None
    kind: str = ""
    draft: Review | None = None
    draft_number: int = 0


def check(stream: BinaryIO, *, user: User) -> Answer:
    """Compare the content of `stream` with every file of the reviews that `user` may read."""
    sha256 = filestore.sha256_of(stream)
    return _issued(sha256, user) or _handed_in(sha256, user) or _draft(sha256, user)


def _issued(sha256: str, user: User) -> Answer | None:
    paper = papers_for(user).filter(_made(sha256)).order_by("-pk").first()
    if paper is None:
        return None
    is_pdf = paper.pdf_sha256 == sha256
    return Answer(sha256, paper=paper, kind="Bản PDF" if is_pdf else "Bản Word máy lập")


def _handed_in(sha256: str, user: User) -> Answer | None:
    found = IssuedFile.objects.filter(
        file_sha256=sha256, review__in=Review.objects.readable_by(user).values("pk")
    ).first()
    if found is None:
        return None
    paper = papers_for(user).get(pk=found.review_id)
    return Answer(sha256, paper=paper, kind=found.get_kind_display())


def _draft(sha256: str, user: User) -> Answer:
    readable = Review.objects.readable_by(user).select_related("plan").defer("snapshot")
    prints = ReviewPrint.objects.filter(_made(sha256), review__in=readable.values("pk"))
    former = prints.order_by("-pk").values_list("review", "number").first()
    if former:
        return Answer(sha256, draft=readable.get(pk=former[0]), draft_number=former[1])
    # Drafts that were printed before their files were kept
    draft = readable.filter(_made(sha256)).order_by("-pk").first()
    return Answer(sha256, draft=draft, draft_number=draft.draft_number if draft else 0)


def _made(sha256: str) -> Q:
    """The rows whose PDF or Word file it is."""
    return Q(pdf_sha256=sha256) | Q(docx_sha256=sha256)
