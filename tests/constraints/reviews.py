"""Reviews, what the office wrote into them, and their schedules."""

from datetime import date
from typing import Any

from reporting.models import (
    BlockComment,
    BlockKind,
    EntryStatus,
    IssuedFile,
    IssuedFileKind,
    Recurrence,
    Review,
    ReviewBlock,
    ReviewBlockVersion,
    ReviewDownload,
    ReviewExampleEvent,
    ReviewKind,
    ReviewPrint,
    ReviewSchedule,
    ReviewSkeleton,
    ReviewStatus,
    ReviewWithdrawal,
    SkeletonEvent,
    SkeletonSection,
    Term,
)
from tests.factories import (
    NOON,
    TODAY,
    PlanFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)

PAPER = {"snapshot": {"schema": 0}, "pdf_sha256": "0" * 64}


def _review(**fields: Any) -> Review:
    """A queued review of a new plan, unsaved."""
    facts = {
        "kind": ReviewKind.INTERIM,
        "title": "sơ kết",
        "cutoff_on": TODAY,
        "requested_at": NOON,
        "queued_at": NOON,
    }
    if "plan" not in fields:
        period = ReportingPeriodFactory()
        facts |= {"plan": period.plan, "period_from": period, "period_to": period}
    return Review(**{**facts, **fields})


def _issued(**fields: Any) -> Review:
    facts = {"number": "01-BC/HU", "issued_on": TODAY, "issued_by": UserFactory()}
    return _review(status=ReviewStatus.ISSUED, **{**PAPER, **facts, **fields})


def _compiling(**fields: Any) -> Review:
    facts = {"claim": "a", "claimed_at": NOON, "heartbeat_at": NOON}
    return _review(status=ReviewStatus.COMPILING, **{**facts, **fields})


def _second_under_way() -> Review:
    row = _compiling()
    row.save()
    return _review(plan=row.plan, period_from=row.period_from, period_to=row.period_to)


def _second_of_a_number() -> Review:
    place = {"term": _term(), "series": "BC/HU", "serial": 1}
    place["term"].save()
    _issued(**place).save()
    return _issued(**place)


def _serial_without_term() -> Review:
    return _issued(series="BC/HU", serial=1)


def _term(**fields: Any) -> Term:
    """An unsaved term of five years."""
    facts = {
        "issuing_body": "HUYỆN ỦY THỬ",
        "name": "2025-2030",
        "first_day": date(2025, 7, 1),
        "last_day": date(2030, 6, 30),
    }
    return Term(**{**facts, **fields})


def _second_term_of_a_name() -> Term:
    _term().save()
    return _term()


def _block(**fields: Any) -> ReviewBlock:
    """An added paragraph of a new review, unsaved."""
    if "review" not in fields:
        fields["review"] = _review()
        fields["review"].save()
    facts = {"key": "own-1", "kind": BlockKind.PARAGRAPH, "runs": [{"text": "Một."}]}
    return ReviewBlock(**{**facts, "saved_at": NOON, "saved_by": UserFactory(), **fields})


def _second_block() -> ReviewBlock:
    row = _block()
    row.save()
    return _block(review=row.review)


def _block_comment(**fields: Any) -> BlockComment:
    """A comment on a new review, unsaved."""
    review = _review()
    review.save()
    facts = {"review": review, "key": "IV.1", "text": "Xem lại.", "at": NOON, "by": UserFactory()}
    return BlockComment(**{**facts, **fields})


def _second_version() -> ReviewBlockVersion:
    row = _block()
    row.save()
    facts = {"block": row, "version": 1, "saved_at": NOON, "saved_by": row.saved_by}
    ReviewBlockVersion.objects.create(**facts)
    return ReviewBlockVersion(**facts)


def _issued_file(**fields: Any) -> IssuedFile:
    """A file of a new issued review, unsaved."""
    if "review" not in fields:
        fields["review"] = _issued()
        fields["review"].save()
    facts = {"kind": IssuedFileKind.SIGNED_PDF, "file_sha256": "0" * 64, "file_name": "a.pdf"}
    facts |= {"file_size": 1, "added_at": NOON, "added_by": UserFactory()}
    return IssuedFile(**{**facts, **fields})


def _second_issued_file() -> IssuedFile:
    row = _issued_file()
    row.save()
    return _issued_file(review=row.review)


def _print(**fields: Any) -> ReviewPrint:
    """The first draft of a new review, unsaved."""
    if "review" not in fields:
        fields["review"] = _review()
        fields["review"].save()
    facts = {"number": 1, "printed_at": NOON, "pdf_sha256": "0" * 64}
    return ReviewPrint(**{**facts, **fields})


def _second_print() -> ReviewPrint:
    row = _print()
    row.save()
    return _print(review=row.review)


def _schedule(**fields: Any) -> ReviewSchedule:
    facts = {
        "kind": ReviewKind.INTERIM,
        "recurrence": Recurrence.YEARLY,
        "next_on": date(2027, 1, 1),
    }
    return ReviewSchedule(plan=PlanFactory(), saved_by=UserFactory(), **{**facts, **fields})


def _example_event(**fields: Any) -> ReviewExampleEvent:
    facts = {"entry": entry_at(EntryStatus.ACCEPTED), "by": UserFactory(), "at": NOON}
    return ReviewExampleEvent(**facts, **fields)


REVIEWS = [
    ("reporting_review_kind_known", lambda: _review(kind="ballad")),
    ("reporting_review_urgency_known", lambda: _review(urgency="MẬT")),
    ("reporting_review_circulation_known", lambda: _review(circulation="MẬT")),
    ("reporting_review_hour_of_an_express_paper", lambda: _review(urgent_by="15 giờ")),
    ("reporting_review_by_units_known", lambda: _review(by_units="ever")),
    ("reporting_review_status_known", lambda: _review(status="lost")),
    ("reporting_review_progress_at_most_100", lambda: _review(progress=101)),
    ("reporting_review_claimed_while_compiling", lambda: _compiling(claim="")),
    ("reporting_review_claimed_while_compiling", lambda: _compiling(claimed_at=None)),
    ("reporting_review_claimed_while_compiling", lambda: _compiling(heartbeat_at=None)),
    (
        "reporting_review_paper_when_compiled",
        lambda: _review(status=ReviewStatus.DRAFT, pdf_sha256="0" * 64),
    ),
    ("reporting_review_paper_when_compiled", lambda: _issued(pdf_sha256="")),
    ("reporting_review_reason_when_failed", lambda: _review(status=ReviewStatus.FAILED)),
    ("reporting_review_number_and_day_when_issued", lambda: _issued(number="")),
    ("reporting_review_number_and_day_when_issued", lambda: _issued(issued_on=None)),
    ("reporting_review_number_and_day_when_issued", lambda: _issued(issued_by=None)),
    ("reporting_review_one_under_way", _second_under_way),
    ("reporting_review_number_once", _second_of_a_number),
    ("reporting_review_serial_in_a_term", _serial_without_term),
    ("reporting_issuedfile_kind_known", lambda: _issued_file(kind="xlsx")),
    ("reporting_issuedfile_has_a_file", lambda: _issued_file(file_sha256="")),
    ("reporting_issuedfile_has_a_file", lambda: _issued_file(file_name="")),
    ("reporting_issuedfile_once", _second_issued_file),
    ("reporting_blockcomment_says_something", lambda: _block_comment(text="")),
    (
        "reporting_blockcomment_resolved_by_somebody",
        lambda: _block_comment(resolved_at=NOON, resolved_by=None),
    ),
    ("reporting_reviewprint_once", _second_print),
    ("reporting_reviewprint_has_a_file", lambda: _print(pdf_sha256="")),
    ("reporting_reviewblock_once", _second_block),
    ("reporting_reviewblock_kind_known", lambda: _block(kind="ballad")),
    ("reporting_reviewblock_level_at_most_3", lambda: _block(level=4)),
    ("reporting_reviewblock_own_has_words", lambda: _block(runs=None)),
    ("reporting_reviewblockversion_once", _second_version),
]

EXAMPLES = [("reporting_reviewexampleevent_kind_known", lambda: _example_event(kind="sung"))]

SCHEDULES = [
    ("reporting_schedule_kind_known", lambda: _schedule(kind="ballad")),
    ("reporting_schedule_recurrence_known", lambda: _schedule(recurrence="daily")),
    ("reporting_schedule_by_units_known", lambda: _schedule(by_units="ever")),
    ("reporting_schedule_day_while_active", lambda: _schedule(next_on=None)),
    ("reporting_schedule_at_least_one_period", lambda: _schedule(num_periods=0)),
]


def _withdrawal_without_reason() -> ReviewWithdrawal:
    row = _issued()
    row.save()
    return ReviewWithdrawal(review=row, withdrawn_at=NOON, withdrawn_by=UserFactory())


def _unnamed_download() -> ReviewDownload:
    row = _issued()
    row.save()
    return ReviewDownload(review=row, file_sha256="0" * 64, at=NOON, by=UserFactory())


DOWNLOADS = [("reporting_reviewdownload_names_a_file", _unnamed_download)]
TERMS = [
    ("reporting_reviewwithdrawal_has_a_reason", _withdrawal_without_reason),
    ("reporting_term_name_once", _second_term_of_a_name),
    ("reporting_term_days_in_order", lambda: _term(last_day=date(2025, 6, 30))),
]


def _skeleton(**fields: Any) -> ReviewSkeleton:
    facts = {"kind": ReviewKind.INTERIM, "saved_at": NOON, "saved_by": UserFactory()}
    return ReviewSkeleton(**{"plan": PlanFactory(), **facts, **fields})


def _second_skeleton() -> ReviewSkeleton:
    row = _skeleton()
    row.save()
    return _skeleton(plan=row.plan)


def _section(**fields: Any) -> SkeletonSection:
    """A section of a new skeleton, unsaved."""
    skeleton = _skeleton()
    skeleton.save()
    facts = {"skeleton": skeleton, "key": "IV.1", "position": 0, "level": 2, "title": "Ưu điểm"}
    return SkeletonSection(**{**facts, **fields})


def _second_section() -> SkeletonSection:
    row = _section()
    row.save()
    return _section(skeleton=row.skeleton)


def _skeleton_event(**fields: Any) -> SkeletonEvent:
    skeleton = _skeleton()
    skeleton.save()
    return SkeletonEvent(skeleton=skeleton, by=UserFactory(), at=NOON, **fields)


SKELETONS = [
    ("reporting_reviewskeleton_once", _second_skeleton),
    ("reporting_reviewskeleton_kind_known", lambda: _skeleton(kind="ballad")),
    ("reporting_skeletonsection_once", _second_section),
    ("reporting_skeletonsection_level_known", lambda: _section(level=5)),
    ("reporting_skeletonsection_has_title", lambda: _section(title="")),
    ("reporting_skeletonevent_kind_known", lambda: _skeleton_event(kind="sung")),
]

BREACHES = [*REVIEWS, *EXAMPLES, *SCHEDULES, *DOWNLOADS, *TERMS, *SKELETONS]
