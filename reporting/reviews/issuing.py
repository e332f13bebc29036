"""Issue a draft with number and day; correct an issued review by a new version."""

from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localtime

from plans.bodies import body_on
from plans.models import BodyKind, IssuingBody
from reporting.models import Review, ReviewBlockVersion, ReviewStatus, Term
from reporting.papers import signing
from reporting.register.numbering import Number, read_number, series_of, term_for_issue
from reporting.reviews.open_points import open_points
from reporting.reviews.requesting import STATUS_CHANGED, request_review
from reporting.reviews.transitions import move, queued, send_on_commit
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def issue(
    *,
    review: Review,
    number: str,
    issued_on: date,
    signer_capacity: str,
    signer_post: str,
    signer_name: str,
    by: User,
    at: datetime,
    reason: str = "",
    accepted: frozenset[str] = frozenset(),
    shown: str | None = None,
) -> None:
    """Store number, day and signer of the draft, and queue the final printing.

    A worker prints it from the frozen figures and the texts of this moment. Once printed, the
    review is issued and never changes; if printing fails, it becomes a draft again. Where points
    are open, it goes on with a `reason` only, which the event keeps with them. Rules that the
    signature breaks are asked about, and kept too: `accepted` are the codes already answered.
    `shown` is what `words_now` was when `by` opened the page: who issues has read what is printed.
    """
    secrecy.refuse_marks(
        {
            "Số": number,
            "Thẩm quyền ký": signer_capacity,
            "Chức vụ người ký": signer_post,
            "Họ và tên người ký": signer_name,
            "Lý do": reason,
        }
    )
    review = _lock(review)
    body = review.body or body_on(review.plan, issued_on)
    numbered = read_number(number, symbol=body.symbol, is_party=body.is_party)
    if not (signer_capacity.strip() and signer_name.strip()):
        raise Refused("Cần ghi thẩm quyền ký và họ tên người ký.")
    _check_day(review, issued_on, today=timezone.localdate(at))
    if shown is not None and shown != words_now(review):
        raise Refused(_edited_since(review))
    unfinished = _unfinished(review, reason.strip())
    broken = _broken_rules(
        body, issued_on, signer_capacity.strip(), signer_post.strip(), signer_name.strip()
    )
    broken += _foreign_symbol(body, numbered)
    unfinished += _answer(broken, accepted)
    term = term_for_issue(body.name, issued_on, is_party=body.is_party)
    if Review.objects.filter(term=term, series=numbered.series, serial=numbered.serial).exists():
        raise _same_number(numbered, term)
    try:
        with transaction.atomic():
            moved = move(
                review.pk,
                seen=ReviewStatus.DRAFT,
                to=ReviewStatus.QUEUED,
                at=at,
                by=by,
                note=f"Ghi số {numbered}, ngày {issued_on:%d/%m/%Y}, in bản chính thức{unfinished}",
                number=str(numbered),
                term=term,
                series=numbered.series,
                serial=numbered.serial,
                issued_on=issued_on,
                body=body if body.pk else None,
                issued_by=by,
                signer_capacity=signer_capacity.strip(),
                signer_post=signer_post.strip(),
                signer_name=signer_name.strip(),
                **queued(at),
            )
    except IntegrityError:
        raise _same_number(numbered, term) from None
    if not moved:
        raise Refused(STATUS_CHANGED)
    send_on_commit(review.pk)


def words_now(review: Review) -> str:
    """What changes with each step on the words of the draft."""
    last = _last_step(review)
    facts = (review.title, review.body_id, review.urgency, review.urgent_by, review.circulation)
    printed = (review.draft_number, review.snapshot_sha256, last.pk if last else None)
    return sha256(repr((*facts, *printed)).encode()).hexdigest()


class BreaksRules(Refused):
    """A question: what is to be printed breaks the rules `breaches`."""

    def __init__(self, breaches: list[signing.Breach]) -> None:
        super().__init__("Có chỗ không theo quy định. Vẫn in?")
        self.breaches = breaches


def correct(*, review: Review, by: User, at: datetime) -> Review:
    """Start the next version of an issued review: the same texts, newly frozen figures.

    The issued one stays unchanged; the paper of the new one names it.
    """
    if not review.is_issued:
        raise Refused("Chỉ báo cáo đã ban hành mới lập bản thay thế.")
    if Review.objects.filter(replaces=review.pk).exists():
        raise Refused("Báo cáo này đã có bản thay thế.")
    return request_review(
        plan=review.plan,
        kind=review.kind,
        title=review.title,
        period_from=review.period_from,
        period_to=review.period_to,
        cutoff_on=review.cutoff_on,
        by_units=review.by_units,
        by=by,
        at=at,
        replaces=review,
    )


def _lock(review: Review) -> Review:
    """The row as it is now, locked: nobody writes in it while its open points are read."""
    rows = Review.objects.select_related("plan", "period_from", "period_to", "body")
    return rows.select_for_update(of=("self",)).get(pk=review.pk)


def _last_step(review: Review) -> ReviewBlockVersion | None:
    rows = ReviewBlockVersion.objects.filter(block__review=review).select_related("saved_by")
    return rows.order_by("-pk").first()


def _edited_since(review: Review) -> str:
    last = _last_step(review)
    who = (
        f" (lần cuối: {last.saved_by.full_name}, {localtime(last.saved_at):%H:%M})" if last else ""
    )
    return (
        f"Dự thảo vừa được sửa sau khi bạn mở trang này{who}. Hãy xem lại toàn văn, rồi bấm "
        "“Ban hành” lần nữa."
    )


def _check_day(review: Review, issued_on: date, *, today: date) -> None:
    if issued_on > today:
        raise Refused("Ngày ban hành không được sau hôm nay.")
    if issued_on < review.cutoff_on:
        raise Refused("Ngày ban hành không được trước ngày chốt số liệu.")


def _answer(broken: list[signing.Breach], accepted: frozenset[str]) -> str:
    """The broken rules as the event keeps them; a question while one is not `accepted`."""
    if {breach.code for breach in broken} - accepted:
        raise BreaksRules(broken)
    words = " ".join(breach.words for breach in broken)
    return f". Vẫn in dù: {words}" if words else ""


def _broken_rules(
    body: IssuingBody, day: date, capacity: str, post: str, name: str
) -> list[signing.Breach]:
    found = signing.breaches(
        is_committee=body.kind == BodyKind.COMMITTEE,
        is_party=body.is_party,
        capacity=capacity,
        post=post,
        name=name,
    )
    if not body.holds_on(day):
        words = f"Ngày {day:%d/%m/%Y}, {body.name} chưa có hoặc không còn."
        found.append(signing.Breach("days", words))
    return found


def _foreign_symbol(body: IssuingBody, number: Number) -> list[signing.Breach]:
    own = series_of(body.symbol, is_party=body.is_party)
    if number.series == own:
        return []
    words = f"Báo cáo của {body.name} ghi ký hiệu {own}, không ghi {number.series}."
    return [signing.Breach("symbol", words)]


def _unfinished(review: Review, reason: str) -> str:
    """The open points and the `reason` to go on, as the event keeps them."""
    points = open_points(review)
    if not points:
        return ""
    if not reason:
        raise Refused("Còn việc chưa xong. Hãy làm xong, hoặc ghi lý do vẫn ban hành.")
    words = "; ".join(f"{point.words} ({len(point.details) or 1})" for point in points)
    return f". Còn: {words}. Lý do vẫn ban hành: {reason}"


def _same_number(number: Number, term: Term) -> Refused:
    return Refused(f"Số {number} đã dùng trong nhiệm kỳ {term.name}. Hãy xem lại sổ văn bản.")
