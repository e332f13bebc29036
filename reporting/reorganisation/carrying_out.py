"""The use case that carries out a reorganisation as one step, and its measurement beforehand."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.timezone import localdate

from plans import access, ending
from plans.forms import document_name
from plans.models import Assignment, Plan, Task
from reporting.entries import succeeding
from reporting.models import (
    Reorganisation,
    ReorganisationEvent,
    ReorganisationEventKind,
    ReorganisationState,
)
from reporting.reorganisation import figures, notifying
from reporting.reorganisation.figures import FiguresKept
from reporting.reorganisation.preparing import locked_draft
from reporting.reorganisation.preview import (
    DecidedWork,
    EndingUnit,
    ReorganisationPreview,
    preview_of,
)
from reporting.reorganisation.proposals import HANDED_OVER, Fate
from reporting.reorganisation.recognising import Heir
from tracker.lib.refusal import Refused
from units import directory, people, roles
from units.importing import names
from units.models import Bloc, Membership, Unit, UnitKind, User

# What an undoing gives back to an assignment
KEPT = (
    *("ended_on", "end_reason", "end_recorded_on", "successor_id", "role", "is_own_part", "state"),
    *("first_day", "confirmed_on"),
)
LONGEST_DOCUMENT = 200


class Trace(TypedDict):
    """What was written: rows that are new, and the former values of those that changed."""

    units: dict[str, list[str | None]]
    new_units: list[int]
    successions: list[int]
    memberships: list[int]
    assignments: dict[str, list[str | int | bool | None]]
    new_assignments: list[int]


class _Rehearsed(Exception):  # noqa: N818 -- it ends a rehearsal and tells of no error
    """Rolls back what was done to be measured."""


@transaction.atomic
def carry_out(*, act: Reorganisation, seen: str, by: User, at: datetime) -> None:
    """Carry out `act` as the preview with the digest `seen` showed it, or nothing of it.

    Locks in the order of all use cases: plans, their tasks, units. Whoever transfers, files,
    closes a plan or records a succession at the same moment comes before or after all of it.
    """
    act = locked_draft(act)
    preview = _checked(act, seen, at=at)
    today = localdate(at)
    before = figures.measure(preview.plan_ids, by=by, today=today)
    trace = _Carrier(act, preview, by=by, at=at).carry_out()
    after = figures.measure(preview.plan_ids, by=by, today=today)
    act.state = ReorganisationState.CARRIED_OUT
    act.carried_out_at, act.carried_out_by = at, by
    act.figures = FiguresKept(digest=seen, before=before, after=after)
    act.trace = trace
    act.save(update_fields=["state", "carried_out_at", "carried_out_by", "figures", "trace"])
    note = f"{len(preview.units)} đơn vị, {len(preview.work)} phân công"
    ReorganisationEvent.objects.record(
        reorganisation=act, kind=ReorganisationEventKind.CARRIED_OUT, note=note, by=by, at=at
    )


def rehearse(*, act: Reorganisation, by: User, at: datetime) -> None:
    """Carry out `act`, count, undo all of it in the database, and keep only the figures."""
    today = localdate(at)
    _refuse_early(act, today)
    preview = preview_of(act, today=today)
    kept: FiguresKept | None = None
    try:
        with transaction.atomic():
            rehearsed = locked_draft(act)
            _refuse_unclear(preview)
            before = figures.measure(preview.plan_ids, by=by, today=today)
            _Carrier(rehearsed, preview, by=by, at=at).carry_out()
            after = figures.measure(preview.plan_ids, by=by, today=today)
            kept = FiguresKept(digest=preview.digest, before=before, after=after)
            raise _Rehearsed
    except _Rehearsed:
        Reorganisation.objects.filter(pk=act.pk, state=ReorganisationState.DRAFT).update(
            figures=kept
        )


def _checked(act: Reorganisation, seen: str, *, at: datetime) -> ReorganisationPreview:
    """The preview that was seen, with everything that it is about locked."""
    today = localdate(at)
    _refuse_early(act, today)
    _lock(preview_of(act, today=today))
    preview = preview_of(act, today=today)
    _refuse_unclear(preview)
    if preview.digest != seen:
        raise Refused(
            "Danh bạ hoặc phân công vừa thay đổi sau khi bạn xem, nên chưa có gì được ghi. Hãy xem "
            "lại rồi thực hiện."
        )
    return preview


def _lock(preview: ReorganisationPreview) -> None:
    plans = Plan.objects.select_for_update(no_key=True).filter(pk__in=preview.plan_ids)
    list(plans.order_by("pk").values_list("pk"))
    task_ids = {one.work.task_id for one in preview.work}
    tasks = Task.objects.select_for_update().filter(pk__in=task_ids)
    list(tasks.order_by("pk").values_list("pk"))
    old = [unit.pk for unit in preview.units]
    new = [heir.unit.pk for heir in preview.recognised.heirs.values() if heir.unit is not None]
    units = Unit.objects.select_for_update().filter(pk__in=[*old, *new])
    list(units.order_by("pk").values_list("pk"))


def _refuse_early(act: Reorganisation, today: date) -> None:
    if act.effective_on > today:
        raise Refused(
            f"Chưa đến ngày {act.effective_on:%d/%m/%Y}. Bản sắp xếp được giữ lại; hãy tính số "
            "liệu và thực hiện từ ngày đó."
        )


def _refuse_unclear(preview: ReorganisationPreview) -> None:
    recognised = preview.recognised
    if not recognised.rows:
        raise Refused("Bảng chưa có dòng nào.")
    unclear = [str(row.number) for row in recognised.rows if not row.is_clear]
    if unclear:
        more = ", …" if len(unclear) > 5 else ""
        raise Refused(f"Còn dòng chưa rõ trong bảng: dòng {', '.join(unclear[:5])}{more}.")


class _Carrier:
    """Writes one reorganisation, in the transaction of its caller."""

    def __init__(
        self, act: Reorganisation, preview: ReorganisationPreview, *, by: User, at: datetime
    ) -> None:
        self._act, self._preview, self._by, self._at = act, preview, by, at
        self._document = document_name(act.document)[:LONGEST_DOCUMENT]
        self._heirs: dict[str, Unit] = {}
        self._trace = Trace(
            units={},
            new_units=[],
            successions=[],
            memberships=[],
            assignments={},
            new_assignments=[],
        )

    def carry_out(self) -> Trace:
        self._remember()
        self._add_units()
        for unit in self._preview.units:
            self._end(unit)
        self._move_people()
        self._settle_work()
        notifying.notify_of(self._act, self._preview.units, self._heirs, at=self._at)
        return self._trace

    def _remember(self) -> None:
        """Former values of all that may change."""
        units = [unit.row.unit for unit in self._preview.units if unit.row.unit is not None]
        self._trace["units"] = {
            str(unit.pk): [_iso(unit.last_day), _iso(unit.end_recorded_on)] for unit in units
        }
        known = [heir.unit.pk for heir in self._preview.recognised.heirs.values() if heir.unit]
        tasks = {one.work.task_id for one in self._preview.work}
        rows = Assignment.objects.current().filter(
            task__in=tasks, unit__in=[*(unit.pk for unit in units), *known]
        )
        for pk, *values in rows.order_by("pk").values_list("pk", *KEPT):
            self._trace["assignments"][str(pk)] = [
                _iso(value) if isinstance(value, date) else value for value in values
            ]

    def _add_units(self) -> None:
        heirs = self._preview.recognised.heirs.values()
        codes = set(Unit.objects.values_list("code", flat=True))
        position = max((unit.position for unit in self._predecessors()), default=0)
        for heir in heirs:
            unit = heir.unit
            if unit is None:
                position += 1
                unit = self._added(heir, codes, position)
            self._heirs[heir.reference] = unit
        if self._trace["new_units"]:
            roles.ensure_groups()

    def _added(self, heir: Heir, codes: set[str], position: int) -> Unit:
        code = next((one for one in names.codes(heir.short_name) if one not in codes), "")
        if not code:
            raise Refused(f"Không đặt được mã cho “{heir.name}”; hãy thêm đơn vị này trước.")
        codes.add(code)
        unit = directory.insert_unit(
            name=heir.name,
            short_name=heir.short_name,
            code=code,
            aliases=[],
            kind=UnitKind.objects.get(pk=heir.kind),
            bloc=Bloc.objects.get(pk=heir.bloc),
            parent=heir.parent,
            position=position,
            first_day=self._act.effective_on,
            by=self._by,
            at=self._at,
        )
        self._trace["new_units"].append(unit.pk)
        return unit

    def _predecessors(self) -> Iterable[Unit]:
        return (unit.row.unit for unit in self._preview.units if unit.row.unit is not None)

    def _end(self, ending_unit: EndingUnit) -> None:
        """Record who follows a unit, which ends."""
        unit = ending_unit.row.unit
        if unit is None:
            return
        heirs: list[Unit | None] = [self._heirs[heir.reference] for heir in ending_unit.heirs]
        for successor in heirs or [None]:
            try:
                succession = directory.record_succession(
                    predecessor=unit,
                    successor=successor,
                    kind=ending_unit.row.kind,
                    effective_on=self._act.effective_on,
                    document=self._document,
                    by=self._by,
                    at=self._at,
                )
            except Refused as refusal:
                raise Refused(f"Dòng {ending_unit.row.number}: {refusal}") from refusal
            self._trace["successions"].append(succession.pk)

    def _move_people(self) -> None:
        moved: dict[int, User] = {}
        day = self._act.effective_on
        known = set(
            Membership.objects.filter(
                unit__in=[unit.pk for unit in self._heirs.values()], last_day__isnull=True
            ).values_list("user", "unit", "role")
        )
        for unit in self._preview.units:
            for move in unit.moves:
                if move.to is None:
                    continue
                old, to = move.membership, self._heirs[move.to.reference]
                if (old.user_id, to.pk, old.role) in known:
                    continue
                known.add((old.user_id, to.pk, old.role))
                membership = people.insert_membership(
                    person=old.user,
                    unit=to,
                    role=old.role,
                    position=old.position,
                    first_day=max(day, old.first_day),
                    by=self._by,
                    at=self._at,
                )
                self._trace["memberships"].append(membership.pk)
                moved[old.user_id] = old.user
        if moved:
            roles.apply_memberships(on=localdate(self._at), users=list(moved.values()))

    def _settle_work(self) -> None:
        """Transfer and close. Leads come first, and of one task what was done last."""
        work = [one for one in self._preview.work if one.decision.fate != Fate.KEEP]
        rows = Assignment.objects.select_related("task__plan", "unit", "standing").in_bulk(
            [one.work.pk for one in work]
        )

        def place(one: DecidedWork) -> tuple[object, ...]:
            standing = getattr(rows[one.work.pk], "standing", None)
            done_on = standing.done_on if standing is not None else None
            is_without = one.decision.fate == Fate.WITHOUT_RESULT
            days = -done_on.toordinal() if done_on else 0
            return (one.work.task_id, not one.work.is_lead, is_without, days, one.work.pk)

        for one in sorted(work, key=place):
            self._settle(rows[one.work.pk], one)
        for plan in Plan.objects.filter(pk__in=self._preview.plan_ids).order_by("pk"):
            access.ensure_grants(plan=plan)

    def _settle(self, row: Assignment, one: DecidedWork) -> None:
        day = max(self._act.effective_on, row.first_day or self._act.effective_on)
        try:
            if one.decision.fate in HANDED_OVER:
                done = succeeding.hand_over(
                    assignment=row,
                    to=self._heirs[one.decision.to],
                    on=day,
                    document=self._act.document,
                    takes_result=one.decision.fate == Fate.WITH_RESULT,
                    by=self._by,
                    at=self._at,
                )
                made = done.successor.pk
                is_new = str(made) not in self._trace["assignments"]
                if is_new and made not in self._trace["new_assignments"]:
                    self._trace["new_assignments"].append(made)
            else:
                ending.drop(
                    assignment=row,
                    on=day,
                    document=self._act.document,
                    reason=f"{row.unit.short_name} kết thúc hoạt động",
                    by=self._by,
                    at=self._at,
                )
        except Refused as refusal:
            named = f"Nhiệm vụ {one.work.code} ({one.work.plan}) của {row.unit.short_name}"
            raise Refused(f"{named}: {refusal}") from refusal


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
