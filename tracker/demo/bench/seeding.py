"""Fills an empty product with rows for measurements, in bulk and with complete histories."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils import timezone

from plans import access, kept
from plans.models import Assignment, Plan
from reporting.counting import standings
from reporting.models import EntryEvent, ProgressEntry, ReportingPeriod, Submission
from tracker.demo import people
from tracker.demo.bench.directory import make_people, make_units
from tracker.demo.bench.duties import Duty, make_duties
from tracker.demo.bench.filing import make_month
from tracker.demo.bench.plan import make_indicators, make_plan, make_tasks, watch_first_group
from tracker.demo.bench.scene import Scene, months_up_to
from tracker.demo.statistics import update_statistics
from tracker.lib.refusal import Refused
from units.models import Unit, User

SEED = 126


@transaction.atomic
def seed_bench(
    *,
    at: datetime,
    num_units: int,
    num_tasks: int,
    num_periods: int,
    num_plans: int = 1,
    seed: int = SEED,
) -> dict[str, int]:
    """Every unit leads its part of every task, over months up to today. Returns row counts.

    The tasks are spread over the plans, each of which has its own periods.

    The same arguments make the same rows. Refused if people or periods exist.
    """
    if User.objects.exists() or ReportingPeriod.objects.exists():
        raise Refused("Đã có dữ liệu: chỉ tạo dữ liệu đo trên hệ thống trống.")
    months = months_up_to(timezone.localdate(at), count=num_periods)
    units = make_units(num_units)
    officers = make_people(units, at=at, first_day=months[0].first_day)
    scene = Scene(
        units=units,
        officers=officers,
        reviewer=User.objects.get(username="chuyenvien"),
        months=months,
        random=Random(seed),  # noqa: S311 -- deterministic on purpose
        now=at,
    )
    plans = [make_plan(scene, number) for number in range(num_plans)]
    tasks = [task for row in _shared(num_tasks, plans) for task in make_tasks(*row)]
    indicators = make_indicators(tasks, scene)
    duties = make_duties(tasks, scene)
    for plan in plans:
        watch_first_group(plan, scene)
        access.ensure_grants(plan=plan)
    for index, month in enumerate(months):
        for plan in plans:
            make_month(
                plan=plan,
                month=month,
                index=index,
                duties=_duties_of(plan, duties),
                indicators=indicators,
                scene=scene,
            )
    people.write_logins()
    update_statistics()
    _keep_facts()
    return {
        "units": Unit.objects.count(),
        "assignments": num_units * num_tasks,
        "plans": num_plans,
        "periods": num_plans * num_periods,
        "submissions": Submission.objects.count(),
        "entries": ProgressEntry.objects.count(),
        "events": EntryEvent.objects.count(),
    }


def _shared(num_tasks: int, plans: Sequence[Plan]) -> Iterator[tuple[Plan, int, int]]:
    """Each plan with the place of its first task among all, and of the one after its last."""
    for number, plan in enumerate(plans):
        yield plan, number * num_tasks // len(plans), (number + 1) * num_tasks // len(plans)


def _duties_of(plan: Plan, duties: Sequence[Sequence[Duty]]) -> list[list[Duty]]:
    return [[duty for duty in row if duty.task.plan_id == plan.pk] for row in duties]


def _keep_facts() -> None:
    """Write the facts that use cases keep beside the histories, which were made without them."""
    kept.recount()
    ids = list(Assignment.objects.order_by("pk").values_list("pk", flat=True))
    # `recount` would first compare each row with its history, and there are no rows yet
    for start in range(0, len(ids), standings.CHUNK):
        standings.keep(ids[start : start + standings.CHUNK])
