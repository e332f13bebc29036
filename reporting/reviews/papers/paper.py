"""The paper of a review as HTML, from the snapshot and the office's texts, without queries."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reporting.models import Review
from reporting.papers.profiles import Profile, profile_of
from reporting.papers.sheet import stylesheet
from reporting.reviews import skeleton
from reporting.reviews.papers import indicators as paper_indicators
from reporting.reviews.papers import narrative
from reporting.reviews.papers.annexes import (
    contribution_rows,
    document_rows,
    extension_rows,
    matrix_rows,
    progress_rows,
    results_by_task,
)
from reporting.reviews.papers.chart import trend_chart
from reporting.reviews.papers.days import day_in_text, day_in_words, month_in_words
from reporting.reviews.papers.words import SnapshotFigures, lines_of
from reporting.reviews.schema import FrozenCells, Snapshot


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

    @classmethod
    def of(cls, review: Review) -> "Paper":
        """The paper of `review`; with a number and a day it is the official one."""
        old = review.replaces
        drafted_on = timezone.localdate(review.queued_at)
        profile = profile_of(review.issued_on or drafted_on, is_party=True)
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
            symbol=review.plan.symbol,
            drafted_on=drafted_on,
            profile=profile,
        )

    @property
    def number_tail(self) -> str:
        """What stands behind the digits that a draft leaves blank, "-BC/HU"."""
        return self.profile.number_tail(kind="BC", symbol=self.symbol)

    @property
    def month_in_words(self) -> str:
        return month_in_words(self.drafted_on)

    @property
    def cited(self) -> str:
        """The paper as its annexes name it; a draft has dots for its number and day."""
        if self.is_draft:
            return self.profile.cited(f"......{self.number_tail}", "......")
        return self.profile.cited(self.number, self.day_in_text)

    @property
    def day_in_words(self) -> str:
        return day_in_words(self.issued_on) if self.issued_on else ""

    @property
    def day_in_text(self) -> str:
        return day_in_text(self.issued_on)


@dataclass(frozen=True)
class PaperSection:
    """A heading and its contents: the generated facts, then the office's text."""

    heading: skeleton.Heading
    facts: list[SafeString]
    paragraphs: list[str]
    is_blank: bool
    has_tables: bool
    has_indicators: bool

    @property
    def columned(self) -> list[str]:
        """The paragraphs that keep their spaces; the others are justified as the norm says."""
        return [words for words in self.paragraphs if "\t" in words or "  " in words]


def to_html(paper: Paper, snapshot: Snapshot, parts: dict[str, str]) -> str:
    """The whole document.

    `parts` maps the keys of `reporting.reviews.skeleton` to the office's text.
    """
    sections = sections_of(snapshot, parts)
    return render_to_string(
        "reporting/reviews/paper/paper.html",
        {
            "paper": paper,
            "profile": paper.profile,
            "stylesheet": stylesheet(paper.profile),
            "plan": snapshot["plan"],
            "snapshot": snapshot,
            "opening": sections[0],
            "sections": sections[1:],
            "recipients": paper.profile.recipient_lines(recipients(snapshot, parts)),
            "groups_table": _groups_table(snapshot),
            **_columns(snapshot),
            "trend": trend_chart(snapshot["figures"]["trend"]),
            "indicators": paper_indicators.table(snapshot),
            "documents": document_rows(snapshot),
            "progress": progress_rows(snapshot),
            "matrix": matrix_rows(snapshot),
            "results": results_by_task(snapshot),
            "extensions": extension_rows(snapshot),
            "contributions": contribution_rows(snapshot),
        },
    )


def sections_of(snapshot: Snapshot, parts: dict[str, str]) -> list[PaperSection]:
    """The headings in order with their contents; the first is the opening."""
    return [_section(heading, snapshot, parts) for heading in skeleton.headings(snapshot)]


def recipients(snapshot: Snapshot, parts: dict[str, str]) -> list[str]:
    """The recipients, a line each: the office's list, else that of the plan."""
    text = parts.get(skeleton.RECIPIENTS, "").strip() or snapshot["plan"]["recipients"]
    return [line.strip().lstrip("-– ").rstrip(",;.") for line in text.splitlines() if line.strip()]


def _section(heading: skeleton.Heading, snapshot: Snapshot, parts: dict[str, str]) -> PaperSection:
    text = parts.get(heading.key, "") if heading.is_written else ""
    paragraphs = lines_of(text)
    facts = _facts(heading, snapshot)
    return PaperSection(
        heading=heading,
        facts=facts,
        paragraphs=paragraphs,
        is_blank=heading.is_written and not paragraphs and not facts,
        has_tables=heading.source == "overview",
        has_indicators=heading.source == "indicators" and bool(facts),
    )


def _facts(heading: skeleton.Heading, snapshot: Snapshot) -> list[SafeString]:
    if heading.source == "group":
        return narrative.group(snapshot, heading.group)
    writers = {
        "opening": narrative.opening,
        "communication": narrative.communication,
        "direction": narrative.direction,
        "supervision": narrative.supervision,
        "overview": narrative.overview,
        "indicators": paper_indicators.sentences,
    }
    return writers[heading.source](snapshot) if heading.source else []


def _groups_table(snapshot: Snapshot) -> list[dict[str, object]]:
    """Bảng 1: a row per group and the sum."""
    n = SnapshotFigures(snapshot)
    extended = ("done_extended",) if _counts_extended(snapshot) else ()
    undated = _counts_undated(snapshot)
    names = (
        *("applicable", "done_on_time", *extended, "done_late"),
        *(("done_undated",) if undated else ()),
        *("open_on_time", "open_late"),
        *(("open_undated",) if undated else ()),
        "outside",
    )
    rows: list[dict[str, object]] = [
        {
            "label": row["label"],
            "figures": [n("figures", "by_group", index, "cells", name) for name in names],
            "rate": rate(row["cells"]),
        }
        for index, row in enumerate(snapshot["figures"]["by_group"])
    ]
    total = snapshot["figures"]["totals"]
    rows.append(
        {
            "label": "Cộng",
            "is_sum": True,
            "figures": [n("figures", "totals", name) for name in names],
            "rate": rate(total),
        }
    )
    return rows


def _columns(snapshot: Snapshot) -> dict[str, object]:
    """Which columns Bảng 1 has; an older snapshot counts fewer things apart."""
    extended, undated = _counts_extended(snapshot), _counts_undated(snapshot)
    return {
        "counts_extended": extended,
        "counts_undated": undated,
        "num_done_figures": 2 + extended + undated,
        "num_figures": 7 + extended + 2 * undated,
    }


def _counts_extended(snapshot: Snapshot) -> bool:
    """Whether `snapshot` counts tasks done on time after an extension; older ones do not."""
    return "done_extended" in snapshot["figures"]["totals"]


def _counts_undated(snapshot: Snapshot) -> bool:
    """Whether `snapshot` keeps work without a deadline apart; older ones do not."""
    return "done_undated" in snapshot["figures"]["totals"]


def rate(cells: FrozenCells) -> SafeString | str:
    """Done of applicable as a percentage with one decimal; a dash where nothing applies."""
    if not cells["applicable"]:
        return "–"
    tenths = (cells["done"] * 2000 + cells["applicable"]) // (2 * cells["applicable"])
    return format_html("{},{}%", tenths // 10, tenths % 10)
