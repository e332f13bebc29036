"""The rows behind counts of contributions and of self-assessments: who sent, and who answered."""

from django.urls import reverse

from plans.models import Assignment
from reporting.reviews.schema import FrozenContributions
from reporting.reviews.snapshots.commitments import answers_in, latest_answers
from reporting.reviews.snapshots.contributions import asked_by, sent_in
from reporting.reviews.snapshots.results import Reported
from reporting.reviews.tracing import listing
from reporting.reviews.tracing.counts import Steps
from reporting.reviews.tracing.cutoff import CutoffRows
from reporting.reviews.tracing.listing import Traced, TracedRow

CONTRIBUTIONS = {"asked": "Nội dung phối hợp được yêu cầu", "given": "Nội dung phối hợp đã gửi"}
ANSWERS = {"kept": True, "not_kept": False, "unanswered": None}
ANSWER_WORDS = {True: "thực hiện tốt", False: "chưa tốt", None: "chưa đánh giá"}


def trace_contributions(rows: CutoffRows, steps: Steps) -> Traced | None:
    match steps:
        case [index, key] if key in CONTRIBUTIONS:
            return _contributions(rows, rows.snapshot["contributions"][int(index)], key)
    return None


def _contributions(rows: CutoffRows, frozen: FrozenContributions, key: str) -> Traced:
    task = rows.tasks[frozen["task"]]
    sent = {
        (row.period_id, row.assignment_id): row.contribution_id
        for row in sent_in(rows.periods, as_of=rows.as_of, names=rows.names)
    }
    found = []
    for part in asked_by(rows.periods, as_of=rows.as_of):
        contribution = sent.get((part.period_id, part.assignment_id))
        if part.task_id != task["id"] or (key == "given" and contribution is None):
            continue
        words = "chưa gửi" if contribution is None else "đã gửi"
        cells = (rows.unit_name(part.unit_id), rows.period_name(part.period_id), words)
        found.append(TracedRow(cells, _address(contribution, part.unit_id)))
    name = f"{CONTRIBUTIONS[key]}, nhiệm vụ {frozen['task']}"
    return listing.counted(name, ("Đơn vị", "Kỳ", "Tình trạng"), found)


def _address(contribution: int | None, unit: int) -> str:
    if contribution is None:
        return reverse("reporting:unit", args=[unit])
    return reverse("reporting:contribution", args=[contribution])


def trace_commitments(rows: CutoffRows, steps: Steps) -> Traced | None:
    """The units that assessed a motto, or answered in one way on one of its components."""
    if not steps:
        return None
    motto = rows.snapshot["commitments"][int(steps[0])]
    found = _assessing(rows, rows.tasks[motto["task"]]["id"])
    match steps[1:]:
        case ["num_units"]:
            return _answers(rows, f"Đơn vị tự đánh giá, {motto['name']}", found, "")
        case ["items", index, key] if key in ANSWERS:
            words = motto["items"][int(index)]["words"]
            own = [pair for pair in found if answers_in(pair[1]).get(words) is ANSWERS[key]]
            return _answers(rows, f"{motto['name']}: {words}", own, words)
    return None


def _assessing(rows: CutoffRows, task: int) -> list[tuple[Assignment, Reported]]:
    known = {
        part.assignment.pk: part.assignment
        for part in rows.parts()
        if part.assignment.task_id == task
    }
    return [(known[pk], row) for pk, row in latest_answers(rows.results, known).items()]


def _answers(
    rows: CutoffRows, name: str, found: list[tuple[Assignment, Reported]], words: str
) -> Traced:
    return listing.counted(
        name,
        ("Đơn vị", "Kỳ", "Tự đánh giá"),
        (
            TracedRow(
                (
                    rows.unit_name(assignment.unit_id),
                    rows.period_name(row.period),
                    ANSWER_WORDS[answers_in(row).get(words)] if words else "có",
                ),
                listing.address_of_entry(row.entry),
            )
            for assignment, row in found
        ),
    )
