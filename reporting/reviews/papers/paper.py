"""The paper of a review as a document of blocks, from the snapshot and the office's texts.

No queries are made.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from plans.bodies import body_on
from plans.models import IssuingBody
from reporting.models import Review, ReviewKind
from reporting.papers.blocks import (
    Block,
    Document,
    Foot,
    Head,
    Heading,
    Paragraph,
    Runs,
    plain,
)
from reporting.papers.days import day_in_text
from reporting.papers.profiles import Profile, profile_of
from reporting.reviews import skeleton
from reporting.reviews.narrative import overview
from reporting.reviews.narrative.house_style import Told
from reporting.reviews.narrative.sections import told
from reporting.reviews.papers import groups_table, task_narrative, trend
from reporting.reviews.papers import indicators as paper_indicators
from reporting.reviews.papers.annexes import annexes_of
from reporting.reviews.schema import Snapshot


@dataclass(frozen=True)
class Paper:
    """Content of the head and the foot of the paper; `drafted_on` dates a draft."""

    title: str
    kind: str
    is_draft: bool
    draft_number: int
    number: str
    issued_on: date | None
    signer_capacity: str
    signer_post: str
    signer_name: str
    replaces: str
    symbol: str
    drafted_on: date
    profile: Profile
    body: IssuingBody
    urgency: str
    urgent_by: str
    circulation: str

    @classmethod
    def of(cls, review: Review) -> "Paper":
        """The paper of `review`; with a number and a day it is the official one."""
        old = review.replaces
        drafted_on = timezone.localdate(review.queued_at)
        day = review.issued_on or drafted_on
        body = review.body or body_on(review.plan, day)
        profile = profile_of(day, is_party=body.is_party)
        return cls(
            title=review.title,
            kind=review.kind,
            is_draft=review.number == "",
            draft_number=review.draft_number,
            number=review.number,
            issued_on=review.issued_on,
            signer_capacity=review.signer_capacity or review.plan.signer_capacity,
            signer_post=review.signer_post,
            signer_name=review.signer_name,
            replaces=profile.cited(old.number, day_in_text(old.issued_on)) if old else "",
            symbol=body.symbol,
            drafted_on=drafted_on,
            profile=profile,
            body=body,
            urgency=review.urgency,
            urgent_by=review.urgent_by,
            circulation=review.circulation,
        )


@dataclass(frozen=True)
class PaperSection:
    """A heading and the blocks below it; `is_blank` where the office still has to write."""

    heading: skeleton.SkeletonHeading
    blocks: tuple[Block, ...]
    is_blank: bool


def document_of(paper: Paper, snapshot: Snapshot) -> Document:
    """The whole paper as the machine composes it (see `reporting.reviews.composing`)."""
    body = paper.body
    blocks: list[Block] = []
    for section in sections_of(snapshot, is_draft=paper.is_draft):
        heading = section.heading
        if heading.level >= 0:
            blocks.append(Heading(heading.key, heading.number, heading.title, heading.level))
        blocks += section.blocks
    return Document(
        head=Head(
            superior_body=body.superior_body,
            issuing_body=body.name,
            symbol=paper.symbol,
            number=paper.number,
            place=body.place,
            issued_on=paper.issued_on,
            kind="BÁO CÁO",
            subject=paper.title,
            draft_number=paper.draft_number,
            replaces=paper.replaces,
            drafted_on=paper.drafted_on,
            profile=paper.profile,
            urgency=paper.urgency,
            urgent_by=paper.urgent_by,
            circulation=paper.circulation,
            is_two_sided=body.is_two_sided,
            has_end_mark=paper.profile.has_end_mark or body.has_end_mark,
        ),
        blocks=tuple(blocks),
        foot=Foot(
            recipients=tuple(recipients(snapshot)),
            capacity=paper.signer_capacity,
            post=paper.signer_post,
            name=paper.signer_name,
        ),
        issuer=body.title,
        annexes=annexes_of(snapshot),
    )


def sections_of(snapshot: Snapshot, *, is_draft: bool = True) -> list[PaperSection]:
    """The headings in order with their contents; the first is the opening."""
    return [
        _section(heading, snapshot, is_draft=is_draft) for heading in skeleton.headings(snapshot)
    ]


def recipients(snapshot: Snapshot) -> list[str]:
    """The recipients of the plan, a line each."""
    lines = snapshot["plan"]["recipients"].splitlines()
    return [line.strip().lstrip("-– ").rstrip(",;.") for line in lines if line.strip()]


def _section(
    heading: skeleton.SkeletonHeading, snapshot: Snapshot, *, is_draft: bool
) -> PaperSection:
    """The generated facts and tables, or blanks where the office has to write."""
    facts = _facts(heading, snapshot)
    blocks: list[Block] = _paragraphs(heading, facts)
    if heading.source == "overview":
        # A periodic report has no chart, and no section of its own on who sent
        if _is_brief(snapshot):
            blocks += _paragraphs(heading, overview.filings(snapshot))
        blocks.append(groups_table.table(snapshot))
        if not _is_brief(snapshot):
            blocks += trend.charts(snapshot)
    if heading.source == "indicators" and facts:
        blocks.append(paper_indicators.table(snapshot))
    is_blank = heading.is_written and not facts
    if is_blank:
        hint = plain("(Văn phòng bổ sung)") if is_draft else ()
        blocks.append(Paragraph(f"{heading.key}.blank-1", hint, style="blank"))
    return PaperSection(heading, tuple(blocks), is_blank)


def _paragraphs(heading: skeleton.SkeletonHeading, facts: Told) -> list[Block]:
    return [Paragraph(f"{heading.key}.{name}", runs) for name, runs in facts]


def _is_brief(snapshot: Snapshot) -> bool:
    """Whether the paper is a periodic report of two or three pages, as from schema 2 on."""
    is_periodic = snapshot["report"]["kind"] == ReviewKind.PERIODIC
    return is_periodic and skeleton.is_told_by_group(snapshot)


def _facts(heading: skeleton.SkeletonHeading, snapshot: Snapshot) -> Told:
    """The generated paragraphs with their names; older snapshots have words of their own."""
    if skeleton.is_told_by_group(snapshot) and heading.source != "indicators":
        return told(snapshot, heading.source, heading.key)
    return [(f"fact-{number}", runs) for number, runs in enumerate(_of_tasks(heading, snapshot), 1)]


def _of_tasks(heading: skeleton.SkeletonHeading, snapshot: Snapshot) -> list[Runs]:
    if heading.source == "group":
        return task_narrative.group(snapshot, heading.group)
    writers = {
        "opening": task_narrative.opening,
        "communication": task_narrative.communication,
        "direction": task_narrative.direction,
        "supervision": task_narrative.supervision,
        "overview": task_narrative.overview,
        "indicators": paper_indicators.sentences,
    }
    return writers[heading.source](snapshot) if heading.source else []
