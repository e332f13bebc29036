"""The use case that undoes a reorganisation as one step, on the day on which it was carried out.

Rows that it made are gone afterwards, rows that it changed have their former values; the histories
of all that stays keep both steps. Refused, with what prevents it, once anybody went on from there.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import cast

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet
from django.utils.timezone import localdate

from plans.editing import placing
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    Plan,
    Task,
)
from reporting.counting import standings
from reporting.models import (
    Contribution,
    EntryEvent,
    Extension,
    ProgressEntry,
    Reorganisation,
    ReorganisationEvent,
    ReorganisationEventKind,
    ReorganisationState,
    Submission,
)
from reporting.reorganisation import notifying
from reporting.reorganisation.trace import KEPT, Trace
from tracker.lib.refusal import Refused
from units import directory, roles
from units.models import DirectoryEvent, Membership, Succession, Unit, User

DAYS = {"ended_on", "end_recorded_on", "first_day", "confirmed_on"}
COLUMNS_KEPT = [name.removesuffix("_id") for name in KEPT]
NOTE = "Hoàn tác việc sắp xếp đơn vị"


@transaction.atomic
def undo(*, act: Reorganisation, by: User, at: datetime) -> None:
    """Undo `act` as a whole. Locks in the order of `carrying_out`."""
    found = Reorganisation.objects.select_for_update(of=("self",)).select_related("document")
    act = found.get(pk=act.pk)
    if act.state != ReorganisationState.CARRIED_OUT or act.carried_out_at is None:
        raise Refused("Việc sắp xếp này chưa được thực hiện, hoặc đã được hoàn tác.")
    if localdate(at) != localdate(act.carried_out_at):
        raise Refused(
            f"Chỉ hoàn tác được trong ngày thực hiện ({localdate(act.carried_out_at):%d/%m/%Y})."
        )
    undoing = _Undoing(cast(Trace, act.trace), act.carried_out_at, by=by, at=at)
    undoing.undo()
    notifying.notify_of_undoing(act, at=at)
    act.state = ReorganisationState.UNDONE
    act.save(update_fields=["state"])
    ReorganisationEvent.objects.record(
        reorganisation=act, kind=ReorganisationEventKind.UNDONE, by=by, at=at
    )


class _Undoing:
    """One undoing, in the transaction of its caller."""

    def __init__(self, trace: Trace, carried_out_at: datetime, *, by: User, at: datetime) -> None:
        self._trace, self._since, self._by, self._at = trace, carried_out_at, by, at
        self._old = [int(pk) for pk in trace["units"]]
        self._new_units = trace["new_units"]
        self._new = trace["new_assignments"]
        self._changed = [int(pk) for pk in trace["assignments"]]
        # Not in what an earlier release wrote
        self._below = {int(pk): above for pk, above in trace.get("below", {}).items()}

    def undo(self) -> None:
        self._lock()
        reason = next(self._obstacles(), None)
        if reason is not None:
            raise Refused(f"Không hoàn tác được: {reason}.")
        self._return_results()
        self._return_assignments()
        self._return_plans()
        self._return_below()
        people = self._return_people()
        self._return_units()
        roles.apply_memberships(on=localdate(self._at), users=people)

    def _lock(self) -> None:
        touched = Assignment.objects.filter(pk__in=[*self._changed, *self._new])
        tasks = Task.objects.filter(pk__in=touched.values("task"))
        kept = [int(pk) for pk in self._trace.get("plans", {})]
        plans = Plan.objects.filter(Q(pk__in=tasks.values("plan")) | Q(pk__in=kept))
        list(plans.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        list(tasks.select_for_update().order_by("pk").values_list("pk"))
        known = [*self._old, *self._new_units, *self._below]
        units = Unit.objects.select_for_update().filter(pk__in=known)
        list(units.order_by("pk").values_list("pk"))

    def _obstacles(self) -> Iterator[str]:
        """What was filed or changed since, in words; the first of it prevents the undoing."""
        touched = [*self._changed, *self._new]
        later = AssignmentEvent.objects.filter(assignment__in=touched, at__gt=self._since)
        for event in later.select_related("task", "unit").order_by("pk")[:1]:
            yield (
                f"phân công nhiệm vụ {event.task.code} của {event.unit.short_name} đã thay đổi sau "
                "đó"
            )
        yield from self._proposals_dropped()
        steps = EntryEvent.objects.filter(assignment__in=touched, at__gt=self._since)
        for step in steps.select_related("assignment__task", "assignment__unit").order_by("pk")[:1]:
            yield _named("kết quả", step.assignment, "đã thay đổi sau đó")
        for model, what in (
            (ProgressEntry, "báo cáo"),
            (Contribution, "nội dung phối hợp"),
            (Extension, "đề nghị gia hạn"),
        ):
            rows = model.objects.filter(assignment__in=self._new)
            for row in rows.select_related("assignment__task", "assignment__unit")[:1]:
                yield _named(what, row.assignment, "đã có sau đó")
        submissions = Submission.objects.filter(unit__in=self._new_units)
        for submission in submissions.select_related("unit").order_by("pk")[:1]:
            yield f"{submission.unit.short_name} đã mở báo cáo"
        units = [*self._old, *self._new_units, *self._below]
        changes = DirectoryEvent.objects.filter(unit__in=units, at__gt=self._since)
        for change in changes.select_related("unit").order_by("pk")[:1]:
            if change.unit is not None:
                yield f"danh bạ của {change.unit.short_name} đã thay đổi sau đó ({change.note})"

    def _proposals_dropped(self) -> Iterator[str]:
        """Of a proposal only the history stays; with its plan, deleted since, that is gone too."""
        if Assignment.objects.filter(pk__in=self._changed).count() == len(self._changed):
            return
        followed = Succession.objects.filter(pk__in=self._trace["successions"])
        known = Q(unit__in=[*self._old, *self._new_units])
        dropped = AssignmentEvent.objects.filter(
            known | Q(unit__in=followed.values("successor")),
            assignment=None,
            kind=AssignmentEventKind.REMOVED,
            at__gt=self._since,
        )
        for event in dropped.select_related("task", "unit").order_by("pk")[:1]:
            yield f"đề xuất {event.unit.short_name} cho nhiệm vụ {event.task.code} đã bị bỏ sau đó"

    def _return_plans(self) -> None:
        """Give plans back to the units that kept them."""
        kept = self._trace.get("plans", {})
        owners = Unit.objects.in_bulk(list(kept.values()))
        for plan in Plan.objects.filter(pk__in=[int(pk) for pk in kept]).order_by("pk"):
            owner = owners[kept[str(plan.pk)]]
            placing.give_plan(plan=plan, to=owner, note=NOTE, by=self._by, at=self._at)

    def _return_below(self) -> None:
        """Let units stand again below the one that ended."""
        units = Unit.objects.in_bulk([*self._below, *self._below.values()])
        for pk, above in self._below.items():
            directory.place_unit(
                unit=units[pk], parent=units[above], note=NOTE, by=self._by, at=self._at
            )

    def _return_results(self) -> None:
        """Take back results that assignments of others took over in this step."""
        carried = EntryEvent.objects.filter(
            assignment__in=[*self._changed, *self._new], at=self._since
        ).exclude(assignment=F("entry__assignment"))
        ids = sorted(set(carried.values_list("assignment", flat=True)))
        carried.delete()
        standings.keep(pk for pk in ids if pk not in self._new)

    def _return_assignments(self) -> None:
        rows = Assignment.objects.in_bulk(self._changed)
        returned = []
        for pk, values in self._trace["assignments"].items():
            row = rows.get(int(pk))
            if row is None:
                continue  # a proposal in a plan that was deleted since
            is_changed = False
            # What an earlier release wrote has fewer columns
            for name, value in zip(KEPT, values, strict=False):
                former = date.fromisoformat(str(value)) if name in DAYS and value else value
                is_changed |= getattr(row, name) != former
                setattr(row, name, former)
            if is_changed:
                returned.append(row)
        new = list(Assignment.objects.filter(pk__in=self._new).order_by("pk"))
        # Let go of the new ones before they are deleted, and of their places before they are taken
        Assignment.objects.filter(pk__in=[row.pk for row in returned]).update(successor=None)
        events = AssignmentEvent.objects.filter(assignment__in=[*self._new, *self._changed])
        events.filter(unit__in=self._new_units).delete()
        staying = [row for row in new if row.unit_id not in self._new_units]
        self._note(staying, AssignmentEventKind.REMOVED)
        _delete(Assignment.objects.filter(pk__in=self._new))
        Assignment.objects.bulk_update(returned, COLUMNS_KEPT, batch_size=50)
        self._note(returned, AssignmentEventKind.RESUMED)

    def _note(self, rows: Iterable[Assignment], kind: AssignmentEventKind) -> None:
        AssignmentEvent.objects.record_many(
            [
                {
                    "assignment": row,
                    "task_id": row.task_id,
                    "unit_id": row.unit_id,
                    "kind": kind,
                    "note": NOTE,
                    "effective_on": localdate(self._at),
                }
                for row in rows
            ],
            by=self._by,
            at=self._at,
        )

    def _return_people(self) -> list[User]:
        made = Membership.objects.filter(pk__in=self._trace["memberships"])
        units = [*self._old, *self._new_units]
        people = User.objects.filter(memberships__unit__in=units).distinct().order_by("pk")
        concerned = list(people)
        made.delete()
        for pk, last_day in self._trace.get("ended_memberships", {}).items():
            former = last_day and date.fromisoformat(last_day)
            Membership.objects.filter(pk=pk).update(last_day=former)
        return concerned

    def _return_units(self) -> None:
        Succession.objects.filter(pk__in=self._trace["successions"]).delete()
        for pk, (last_day, recorded_on) in self._trace["units"].items():
            Unit.objects.filter(pk=pk).update(
                last_day=last_day and date.fromisoformat(last_day),
                end_recorded_on=recorded_on and date.fromisoformat(recorded_on),
            )
        DirectoryEvent.objects.record_many(
            [{"unit_id": pk, "note": NOTE} for pk in self._old], by=self._by, at=self._at
        )
        # The history of a unit that never was goes with it; that of people stays
        events = DirectoryEvent.objects.filter(unit__in=self._new_units)
        events.filter(person__isnull=False).update(unit=None)
        events.delete()
        names = [
            roles.unit_group_name(pk, role)
            for pk in self._new_units
            for role in roles.UNIT_ROLE_PERMISSIONS
        ]
        Group.objects.filter(name__in=names).delete()
        _delete(Unit.objects.filter(pk__in=self._new_units))


def _delete(rows: QuerySet[Assignment] | QuerySet[Unit]) -> None:
    """Delete rows to which nothing that was made since refers. Raises Refused."""
    try:
        rows.delete()
    except ProtectedError as error:
        raise Refused(
            "Không hoàn tác được: đơn vị mới hoặc phân công mới đã được dùng ở nơi khác."
        ) from error


def _named(what: str, assignment: Assignment, happened: str) -> str:
    return f"{what} nhiệm vụ {assignment.task.code} của {assignment.unit.short_name} {happened}"
