"""Comments of unit and office on an entry; unlike verdicts, they have no effect on it."""

from datetime import datetime, timedelta

from django.db import transaction

from plans.access import people_with
from plans.bearers import follower_of
from reporting.comments.threads import sides_of, thread_url, unread_of
from reporting.models import Comment, EntryStatus, NoticeKind, ProgressEntry
from reporting.notices.noticing import About, notify
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Role, User, UserQuerySet
from units.roles import holders

LONGEST = 2000
REPEATED_WITHIN = timedelta(minutes=10)
VERDICTS = (EntryStatus.ACCEPTED, EntryStatus.RETURNED)


@transaction.atomic
def comment(*, entry: ProgressEntry, by: User, at: datetime, text: str) -> Comment:
    """Add to the thread of `entry` and notify the other side. The entry itself is unchanged.

    Members of the unit always write for the unit, even if they may verify the entry for the office.
    The unit may comment on a draft and the office may answer there; the office itself may start a
    thread once the entry was sent. What its writer repeats within minutes is added once: a lost
    connection sends it again.
    """
    text = text.replace("\x00", "").strip()  # PostgreSQL stores no NUL
    if not text:
        raise Refused("Hãy nhập nội dung trao đổi.")
    if len(text) > LONGEST:
        raise Refused(f"Nội dung dài {len(text)} ký tự, tối đa {LONGEST} ký tự.")
    secrecy.refuse_marks({"Nội dung trao đổi": text})
    sides = sides_of(entry, user=by)
    if sides is None or not sides.takes_part:
        raise Refused("Chỉ người của đơn vị và người thẩm tra mới trao đổi tại đây.")
    is_from_office = not sides.is_of_unit
    ProgressEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
    last = entry.comments.order_by("-at", "-pk").first()
    if last and (last.by_id, last.text) == (by.pk, text) and at - last.at < REPEATED_WITHIN:
        return last
    written = Comment.objects.create(
        entry=entry, at=at, by=by, is_from_office=is_from_office, text=text
    )
    # To answer is to have read the earlier comments
    mark_seen(entry=entry, by=by, at=at)
    audience = _officers(entry) if is_from_office else _reviewers(entry)
    notify(
        people=audience.exclude(pk=by.pk),
        kind=NoticeKind.COMMENTED,
        about=About(comment_id=written.pk),
        text=_notice_text(entry, by=by, is_from_office=is_from_office, text=text),
        url=thread_url(entry.pk),
        at=at,
    )
    return written


def mark_seen(*, entry: ProgressEntry, by: User, at: datetime) -> None:
    """Mark the notices of the thread of `entry` as read by `by`."""
    unread_of(by).filter(url=thread_url(entry.pk)).update(read_at=at)


def _officers(entry: ProgressEntry) -> UserQuerySet:
    return holders(entry.submission.unit_id, Role.OFFICER)


def _reviewers(entry: ProgressEntry) -> UserQuerySet:
    """Members of the office who decided or commented on the entry, else all who may decide."""
    able = people_with("verify_entries", plan=entry.submission.period.plan)
    verdicts = entry.events.filter(to_status__in=VERDICTS, assignment=entry.assignment_id)
    decided = verdicts.values("by")
    wrote = entry.comments.filter(is_from_office=True).values("by")
    involved = able.filter(pk__in=decided) | able.filter(pk__in=wrote)
    return involved if involved.exists() else able


def _notice_text(entry: ProgressEntry, *, by: User, is_from_office: bool, text: str) -> str:
    office = follower_of(entry.submission.period.plan)
    who = office if is_from_office else entry.submission.unit.short_name
    about = f"nhiệm vụ {entry.assignment.task.code}, {entry.submission.period.name}"
    excerpt = " ".join(text.split())
    if len(excerpt) > 160:
        excerpt = f"{excerpt[:159].rstrip()}…"
    return f"{by.full_name} ({who}) trao đổi về {about}: “{excerpt}”"
