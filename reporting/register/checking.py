"""Find the review that a file is of, by its hash; the file is not stored."""

from dataclasses import dataclass
from typing import BinaryIO

from django.db.models import Exists, OuterRef, Q

from reporting.models import IssuedFile, Review, ReviewPrint
from reporting.register.page import papers_for
from tracker.lib import filestore
from units.models import User


@dataclass(frozen=True)
class Answer:
    """`paper` is the issued review whose file it is, `issued_file` a file handed in with it.

    `draft` is a review of which it is a draft.
    """

    sha256: str
    paper: Review | None = None
    issued_file: IssuedFile | None = None
    draft: Review | None = None


def check(stream: BinaryIO, *, user: User) -> Answer:
    """Compare the content of `stream` with every file of the reviews that `user` may read."""
    sha256 = filestore.sha256_of(stream)
    papers = papers_for(user)
    paper = papers.filter(pdf_sha256=sha256).order_by("-pk").first()
    if paper:
        return Answer(sha256, paper=paper)
    handed_in = IssuedFile.objects.filter(
        file_sha256=sha256, review__in=Review.objects.readable_by(user).values("pk")
    ).first()
    if handed_in:
        return Answer(sha256, paper=papers.get(pk=handed_in.review_id), issued_file=handed_in)
    is_draft = Q(pdf_sha256=sha256) | Exists(
        ReviewPrint.objects.filter(review=OuterRef("pk"), pdf_sha256=sha256)
    )
    drafts = Review.objects.readable_by(user).filter(is_draft).order_by("-pk")
    return Answer(sha256, draft=drafts.select_related("plan").defer("snapshot").first())
