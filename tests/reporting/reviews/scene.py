"""A plan with results of every kind, and its reviews in every status, for tests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from plans.models import AssignmentEvent, AssignmentEventKind, GroupKind, Plan
from reporting.models import (
    OWN,
    BlockKind,
    DeclaredState,
    EntryStatus,
    ReportingPeriod,
    Review,
    ReviewKind,
)
from reporting.papers import drawing
from reporting.papers.blocks import Document, plain
from reporting.reviews import compiling, requesting
from reporting.reviews.composing import compose
from reporting.reviews.editing import placing
from reporting.reviews.editing.applying import END_OF, RECIPIENTS, BlockEdit, apply_edits
from reporting.reviews.papers import paper
from reporting.reviews.schema import Snapshot
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)
from units.models import User

SOLO_RESULT = "Đã ban hành quy chế làm việc mới, niêm yết tại trụ sở."
SHARED_RESULT = "Đã ký cam kết với 35/35 công chức."
UNVERIFIED = "Đã báo cáo xong toàn bộ, đề nghị công nhận."
OBSTACLE = "Thiếu máy quét để số hóa hồ sơ cũ."
FAKE_PDF = b"%PDF-1.7 invented for a test"
FAKE_DOCX = b"PK invented for a test"
# What the office records with the signature
SIGNED: dict[str, Any] = {
    "number": "5",
    "issued_on": TODAY,
    "signer_capacity": "T/M BAN THƯỜNG VỤ",
    "signer_post": "PHÓ BÍ THƯ",
    "signer_name": "Người Ký Thử",
    "reason": "Thường trực đồng ý.",
}


@dataclass
class PlanAtWork:
    """A task led by one unit (accepted as done) and one led by three units.

    Of the three, one result is accepted, one awaits verification, one is missing and overdue.
    """

    plan: Plan
    period: ReportingPeriod
    by: User
    unit_name: str


def plan_at_work() -> PlanAtWork:
    plan = PlanFactory()
    group = TaskGroupFactory(plan=plan, code="1", position=1)
    TaskGroupFactory(plan=plan, code="III", position=2, kind=GroupKind.ORGANIZATION)
    period = ReportingPeriodFactory(plan=plan)
    alone = AssignmentFactory(task=TaskFactory(group=group, code="1.1", title="Quy chế"))
    shared = TaskFactory(group=group, code="1.2", title="Cam kết", is_fan_out=True)
    parts = [AssignmentFactory(task=shared, unit=UnitFactory(), is_own_part=True) for _ in range(3)]
    done = {"state": DeclaredState.DONE, "percent": 100}
    accepted = entry_at(
        EntryStatus.ACCEPTED, assignment=alone, period=period, result=SOLO_RESULT, **done
    )
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=parts[0],
        period=period,
        result=SHARED_RESULT,
        obstacle=OBSTACLE,
        **done,
    )
    entry_at(EntryStatus.SENT, assignment=parts[1], period=period, result=UNVERIFIED, **done)
    _set_deadline(parts[2], TODAY - timedelta(days=10))
    _give_evidence(accepted)
    return PlanAtWork(plan, period, UserFactory(), alone.unit.name)


def request_review(work: PlanAtWork, **changes: Any) -> Review:
    """A newly requested review."""
    fields: dict[str, Any] = {
        "plan": work.plan,
        "kind": ReviewKind.INTERIM,
        "title": "sơ kết một việc thử",
        "period_from": work.period,
        "period_to": work.period,
        "cutoff_on": TODAY,
        "by": work.by,
        "at": NOON,
    }
    return requesting.request_review(**{**fields, **changes})


def compiled(review: Review, *, at: datetime = NOON) -> Review:
    """`review` after compiling, read from the database."""
    compiling.compile_review(review_id=review.pk, clock=lambda: at)
    return Review.objects.select_related("plan", "replaces").get(pk=review.pk)


def html_of(review: Review, taken: Snapshot, texts: dict[str, str] | None = None) -> str:
    """The paper of `review` with the figures of `taken`, as it is printed."""
    return drawing.to_html(document_of(review, taken, texts))


def document_of(review: Review, taken: Snapshot, texts: dict[str, str] | None = None) -> Document:
    return written(paper.document_of(paper.Paper.of(review), taken), texts or {})


def written(document: Document, texts: dict[str, str]) -> Document:
    """`document` with the office's `texts` by heading; a blank line begins a new paragraph.

    The key "recipients" takes the lines of the foot.
    """
    edits = []
    for heading, text in texts.items():
        if heading == RECIPIENTS:
            edits.append(BlockEdit(RECIPIENTS, BlockKind.LIST, plain(text)))
            continue
        for place, words in enumerate(text.split("\n\n")):
            key = f"{OWN}{heading}-{place}"
            after = f"{END_OF}{heading}"
            edits.append(BlockEdit(key, BlockKind.PARAGRAPH, plain(words), after, place))
    return apply_edits(document, edits, {})


def write(review: Review, texts: dict[str, str], *, by: User, at: datetime = NOON) -> None:
    """Add paragraphs of the office at the end of sections; `texts` are by key of heading."""
    for heading, text in texts.items():
        placing.add(
            review=review,
            document=compose(review).machine,
            kind=BlockKind.PARAGRAPH,
            after=f"{END_OF}{heading}",
            runs=plain(text),
            by=by,
            at=at,
        )


def _set_deadline(assignment: Any, day: date) -> None:
    document = LegalDocumentFactory()
    assignment.deadline, assignment.deadline_document = day, document
    assignment.save(update_fields=["deadline", "deadline_document"])
    AssignmentEvent.objects.create(
        assignment=assignment,
        task=assignment.task,
        unit=assignment.unit,
        kind=AssignmentEventKind.DEADLINE_SET,
        at=NOON,
        deadline_to=day,
        effective_on=day - timedelta(days=60),
        document=document,
    )


def _give_evidence(entry: Any) -> None:
    """Add a document as evidence, as it was when the entry was sent."""
    entry.evidence.create(
        number="15-QĐ/UBND",
        issued_on=TODAY - timedelta(days=20),
        issuer="Ủy ban nhân dân xã Thử",
        subject="ban hành quy chế làm việc",
        is_declared_not_secret=True,
        added_at=NOON,
        added_by=entry.saved_by,
    )
