"""The frozen figures and facts of a review, the only source of the generated text.

A snapshot is JSON of integers, strings, lists and objects (days as ISO strings):

    schema        2; the text of 1 speaks of each task, that of 2 of groups
    plan          head and foot of the paper
    report        kind, cut-off day, periods
    figures       totals, by_group, by_bloc, matrix (units × groups), filings (punctuality per
                  unit), trend per period, entries (number per status), num_units
    groups        the plan's groups with their tasks, each with the assignments led, the units
                  that co-ordinate, and the accepted results
    voices        feedback of all periods: obstacles and recommendations, each with its entry
                  (older snapshots have the latest of each assignment only)
    extensions    deadlines extended in the time of the review, with the document
                  (snapshots older than this key lack it)
    indicators    counts, and a row per indicator with its total and its target
                  (snapshots older than this key lack it)
    contributions  what co-ordinating units sent, and what was required of them and is missing
                  (snapshots older than this key lack it)
    documents     documents given as evidence for accepted results, each once
    commitments   what units keep of the plan's mottos, as totals (snapshots older than this
                  key lack it)
    topics        what the text tells of all tasks, of each group and heading (from schema 2 on)
    skeleton      the headings and annexes that the office wants (snapshots older than this key
                  have those of the product)
    comparison    the earlier period and range that counts are compared with (from schema 2 on)
"""

import hashlib
import json
from collections import defaultdict
from datetime import date
from typing import Any, TypeGuard

from django.db.models import Q
from django.utils import timezone

from plans.models import Assignment, AssignmentRole, Plan, Task, TaskGroup
from reporting.counting.status import Status
from reporting.counting.status_columns import status_of, with_status
from reporting.models import ByUnits, ReportingPeriod, Review, ReviewExample
from reporting.reviews import skeleton
from reporting.reviews.schema import (
    FrozenFeedback,
    FrozenGroup,
    FrozenLead,
    FrozenPeriod,
    FrozenPlan,
    FrozenReport,
    FrozenResult,
    FrozenTask,
    Snapshot,
)
from reporting.reviews.skeletons.reading import outline_of
from reporting.reviews.snapshots import figures as snapshot_figures
from reporting.reviews.snapshots import indicators as snapshot_indicators
from reporting.reviews.snapshots.commitments import commitments
from reporting.reviews.snapshots.comparison import earlier_than
from reporting.reviews.snapshots.contributions import contributions
from reporting.reviews.snapshots.documents import documents_of
from reporting.reviews.snapshots.extensions import extensions
from reporting.reviews.snapshots.results import Reported, reported
from reporting.reviews.snapshots.topics import topics
from units.models import Unit, UnitName
from units.succession import PresentUnits, present_units

SCHEMA = 2
# Those that this release prints, each in its own words
PRINTED = (1, SCHEMA)


def take(review: Review) -> Snapshot:
    """Read all data of the paper of `review` as of its cut-off day; the queries do not grow."""
    plan, as_of = review.plan, review.cutoff_on
    periods = periods_of(review)
    present = present_units_of(review, on=timezone.localdate())
    names = unit_names(as_of)
    leads = list(
        with_status(
            Assignment.objects.owed().filter(task__plan=plan), as_of=as_of, up_to=review.period_to
        )
        .select_related("unit", "deadline_document")
        .in_plan_order()
    )
    results = reported(plan, periods, as_of=as_of)
    groups = list(TaskGroup.objects.filter(plan=plan).order_by("position", "pk"))
    tasks = list(Task.objects.filter(plan=plan).in_plan_order())
    counted = snapshot_figures.figures(
        review,
        groups=groups,
        tasks=tasks,
        leads=leads,
        results=results,
        names=names,
        present=present,
    )
    documents = documents_of(results, as_of)
    frozen = _groups(plan, groups, tasks, leads, results, names, as_of)
    earlier = earlier_than(periods)
    outline = outline_of(plan, review.kind, groups=groups, tasks=tasks)
    return {
        "schema": SCHEMA,
        "plan": _plan(plan),
        "report": _report(review, periods, present),
        "figures": counted,
        "groups": frozen,
        "voices": _feedback(leads, results, tasks, names),
        "extensions": extensions(plan, since=periods[0].data_from, as_of=as_of, names=names),
        "indicators": snapshot_indicators.indicators(
            plan, periods, results, earlier=earlier.results(plan, as_of=as_of)
        ),
        "contributions": contributions(tasks, periods, as_of=as_of, names=names),
        "documents": documents,
        "commitments": commitments(plan, leads, results),
        "comparison": earlier.frozen(),
        "topics": topics(
            frozen,
            leads,
            units=counted["matrix"],
            names=names,
            present=present,
            documents=documents,
            before=earlier.statuses(plan, as_of=as_of),
            chosen=outline.chosen,
        ),
        "skeleton": skeleton.frozen(outline.sections, outline.annexes),
    }


def canonical(snapshot: Snapshot | None) -> bytes:
    """The snapshot as JSON in one fixed form, independent of the order of keys in a database."""
    text = json.dumps(snapshot or {}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def is_current(snapshot: Snapshot | None) -> TypeGuard[Snapshot]:
    """Whether this release can print `snapshot`; that of a draft may be older."""
    return snapshot is not None and snapshot.get("schema") in PRINTED


def sha256_of(snapshot: Snapshot | None) -> str:
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def periods_of(review: Review) -> list[ReportingPeriod]:
    """The opened periods from the first to the last, both included."""
    return list(
        ReportingPeriod.objects.opened()
        .filter(
            plan=review.plan_id,
            data_from__gte=review.period_from.data_from,
            data_to__lte=review.period_to.data_to,
        )
        .oldest_first()
    )


def present_units_of(review: Review, *, on: date) -> PresentUnits:
    """The units that the work counts to, as known on the day `on`."""
    if review.by_units == ByUnits.THEN:
        return PresentUnits()
    return present_units(on=on)


def _report(review: Review, periods: list[ReportingPeriod], present: PresentUnits) -> FrozenReport:
    report: FrozenReport = {
        "kind": review.kind,
        "cutoff_on": review.cutoff_on.isoformat(),
        "periods": [_period(period) for period in periods],
    }
    if review.by_units == ByUnits.NOW:
        report["divided_units"] = [*present.divided]
    return report


def _plan(plan: Plan) -> FrozenPlan:
    return {
        "number": plan.number,
        "kind": plan.kind,
        "subject": plan.subject,
        "issuer": plan.issuer,
        "superior_body": plan.superior_body,
        "issuing_body": plan.issuing_body,
        "symbol": plan.symbol,
        "place": plan.place,
        "recipients": plan.recipients,
        "issued_on": plan.issued_on.isoformat(),
    }


def _period(period: ReportingPeriod) -> FrozenPeriod:
    return {
        "id": period.pk,
        "name": period.name,
        "data_from": period.data_from.isoformat(),
        "data_to": period.data_to.isoformat(),
        "due_on": period.due_on.isoformat(),
    }


def unit_names(day: date) -> dict[int, dict[str, str]]:
    """The names of the units on `day`."""
    rows = UnitName.objects.filter(
        Q(first_day__isnull=True) | Q(first_day__lte=day),
        Q(last_day__isnull=True) | Q(last_day__gte=day),
    )
    return {row.unit_id: {"name": row.name, "short": row.short_name} for row in rows}


def _groups(
    plan: Plan,
    groups: list[TaskGroup],
    tasks: list[Task],
    leads: list[Assignment],
    results: list[Reported],
    names: dict[int, dict[str, str]],
    as_of: date,
) -> list[FrozenGroup]:
    accepted: dict[int, list[Reported]] = defaultdict(list)
    for row in results:
        if row.is_accepted:
            accepted[row.assignment].append(row)
    picked = ReviewExample.objects.of_plan(plan).values_list("entry_id", flat=True)
    examples = {entry: order for order, entry in enumerate(picked, start=1)}
    leads_of: dict[int, list[FrozenLead]] = defaultdict(list)
    states_of: dict[int, list[Status]] = defaultdict(list)
    for lead in leads:
        leads_of[lead.task_id].append(_lead(lead, accepted[lead.pk], names, examples))
        states_of[lead.task_id].append(status_of(lead))
    helpers = _coordinators(plan, names, as_of)
    tasks_of: dict[int, list[FrozenTask]] = defaultdict(list)
    for task in tasks:
        tasks_of[task.group_id].append(
            {
                "id": task.pk,
                "code": task.code,
                "title": task.title,
                "kind": task.kind,
                "is_fan_out": task.is_fan_out,
                "timing": task.timing_words,
                "cells": snapshot_figures.cells(states_of[task.pk]),
                "leads": leads_of[task.pk],
                "coordinators": helpers.get(task.pk, []),
            }
        )
    return [
        {
            "code": group.code,
            "label": group.label,
            "heading": group.heading,
            "kind": group.kind,
            "tasks": tasks_of[group.pk],
        }
        for group in groups
    ]


def _lead(
    lead: Any,
    accepted: list[Reported],
    names: dict[int, dict[str, str]],
    examples: dict[int, int],
) -> FrozenLead:
    """An assignment with its status on the day and the results accepted by then."""
    document = lead.deadline_document
    return {
        "assignment": lead.pk,
        "unit": lead.unit_id,
        "unit_name": unit_name(names, lead.unit, "name"),
        "label": status_of(lead).label,
        "cell": status_of(lead).cell,
        "deadline": lead.deadline_then.isoformat() if lead.deadline_then else None,
        "deadline_document": document.number if document and lead.deadline_then else "",
        "deliverable": lead.deliverable,
        "percent": accepted[-1].percent if accepted else None,
        "results": [_result(row, examples) for row in accepted],
    }


def _result(row: Reported, examples: dict[int, int]) -> FrozenResult:
    result: FrozenResult = {
        "entry": row.entry,
        "period": row.period,
        "text": row.text("result"),
        "percent": row.percent,
        "state": row.state,
    }
    if row.entry in examples and result["text"]:
        result["example"] = examples[row.entry]
    return result


def unit_name(names: dict[int, dict[str, str]], unit: Unit, form: str) -> str:
    """The name of the unit on that day; where the history has a gap, the current one."""
    now = unit.name if form == "name" else unit.short_name
    return names.get(unit.pk, {}).get(form, now)


def _coordinators(
    plan: Plan, names: dict[int, dict[str, str]], as_of: date
) -> dict[int, list[str]]:
    helpers = (
        Assignment.objects.confirmed()
        .filter(
            Q(first_day__isnull=True) | Q(first_day__lte=as_of),
            Q(ended_on__isnull=True) | Q(ended_on__gt=as_of),
            task__plan=plan,
            role=AssignmentRole.COORDINATING,
        )
        .select_related("unit")
        .in_plan_order()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for helper in helpers:
        found[helper.task_id].append(unit_name(names, helper.unit, "short"))
    return found


def _feedback(
    leads: list[Assignment],
    results: list[Reported],
    tasks: list[Task],
    names: dict[int, dict[str, str]],
) -> list[FrozenFeedback]:
    """All that was sent of obstacles and recommendations, in plan order and then by period."""
    said: dict[int, list[Reported]] = defaultdict(list)
    for row in results:
        if row.text("obstacle") or row.text("recommendation"):
            said[row.assignment].append(row)
    code = {task.pk: task.code for task in tasks}
    return [
        {
            "entry": row.entry,
            "unit_name": unit_name(names, lead.unit, "short"),
            "task": code[lead.task_id],
            "period": row.period,
            "obstacle": row.text("obstacle"),
            "recommendation": row.text("recommendation"),
            "is_accepted": row.is_accepted,
        }
        for lead in leads
        for row in said[lead.pk]
    ]
