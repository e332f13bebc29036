"""The content of a digest as a mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from reporting.models import MailDigest, Notice, NoticeKind

MOST_LINES = 40
# Kinds that request a step of the reader, the most pressing first; the others inform
TO_DO = (
    NoticeKind.BACKUP_FAILED,
    NoticeKind.DISK_LOW,
    NoticeKind.URGED,
    NoticeKind.OVERDUE,
    NoticeKind.TASK_OVERDUE,
    NoticeKind.RETURNED,
    NoticeKind.GIVEN_BACK,
    NoticeKind.DUE_SOON,
    NoticeKind.TASK_DUE,
    NoticeKind.CONTRIBUTION_DUE,
    NoticeKind.CONFIRMATION_ASKED,
    NoticeKind.EXTENSION_ASKED,
    NoticeKind.COMMENTED,
    NoticeKind.REVIEW_COMMENTED,
    NoticeKind.PERIOD_OPENED,
)
ORDER = {kind: place for place, kind in enumerate((*TO_DO, *NoticeKind))}


@dataclass(frozen=True)
class Letter:
    """The content of one mail."""

    subject: str
    text: str
    html: str


def letter_of(digest: MailDigest, notices: Iterable[Notice]) -> Letter:
    """The content of the mail: requests first, each line with its full address."""
    rows = sorted(notices, key=lambda row: (ORDER[NoticeKind(row.kind)], row.at, row.pk))
    to_do = [row for row in rows if row.kind in TO_DO]
    to_know = [row for row in rows if row.kind not in TO_DO]
    subject = f"Theo dõi kế hoạch: {len(rows)} thông báo ngày {digest.day:%d/%m/%Y}"
    if to_do:
        subject += f", {len(to_do)} việc cần xử lý"
    shown = MOST_LINES - len(to_do[:MOST_LINES])
    context = {
        "digest": digest,
        "parts": [
            ("Cần xử lý", to_do[:MOST_LINES]),
            ("Để biết", to_know[:shown]),
        ],
        "num_more": len(rows) - len(to_do[:MOST_LINES]) - len(to_know[:shown]),
        "site_url": settings.SITE_URL.rstrip("/"),
    }
    return Letter(
        subject=subject,
        text=render_to_string("reporting/notices/mail/digest.txt", context),
        html=render_to_string("reporting/notices/mail/digest.html", context),
    )
