"""Writes a reorganisation: units, people, plans of units and assignments."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from plans import access, ending
from plans.document_fields import document_name
from plans.editing import placing
from plans.models import Assignment, Plan
from reporting.entries import carrying
from reporting.models import Reorganisation
from reporting.reorganisation import notifying
from reporting.reorganisation.ending_units import DecidedWork, EndingUnit
from reporting.reorganisation.preview import ReorganisationPreview
from reporting.reorganisation.proposals import HANDED_OVER, LEFT, Fate
from reporting.reorganisation.recognising import Heir
from reporting.reorganisation.trace import KEPT, Trace
from tracker.lib.refusal import Refused
from units import directory, people, roles
from units.importing import names
from units.models import Bloc, Membership, Unit, UnitKind, User

LONGEST_DOCUMENT = 200


class ReorganisationCarrier:
    """Writes one reorganisation, in the transaction of its caller."""

    def __init__(
        self, act: Reorganisation, preview: ReorganisationPreview, *, by: User, at: datetime
    ) -> None:
        self._act, self._preview, self._by, self._at = act, preview, by, at
        self._document = document_name(act.document)[:LONGEST_DOCUMENT]
        self._heirs: dict[str, Unit] = {}
        self._with_results: list[tuple[Assignment, Assignment]] = []
        self._trace = Trace(
            units={},
            new_units=[],
            successions=[],
            memberships=[],
            ended_memberships={},
            plans={},
            below={},
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
        self._move_plans()
        self._place_below()
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
                    predecessor_goes_on=ending_unit.row.goes_on,
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
                if unit.row.goes_on:
                    self._end_role(old)
                    moved[old.user_id] = old.user
                role = move.decision.role
                if (old.user_id, to.pk, role) in known:
                    continue
                known.add((old.user_id, to.pk, role))
                membership = people.insert_membership(
                    person=old.user,
                    unit=to,
                    role=role,
                    position=old.position,
                    first_day=max(day, old.first_day),
                    by=self._by,
                    at=self._at,
                )
                self._trace["memberships"].append(membership.pk)
                moved[old.user_id] = old.user
        if moved:
            roles.apply_memberships(on=localdate(self._at), users=list(moved.values()))

    def _end_role(self, membership: Membership) -> None:
        """End a role at a unit that goes on; elsewhere roles end with their unit."""
        last_day = max(self._act.effective_on - timedelta(days=1), membership.first_day)
        self._trace["ended_memberships"][str(membership.pk)] = _iso(membership.last_day)
        people.write_end(membership=membership, last_day=last_day, by=self._by, at=self._at)

    def _settle_work(self) -> None:
        """Transfer and close. Leads come first, and of one task what was done last."""
        work = [one for one in self._preview.work if one.decision.fate not in LEFT]
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
        carrying.take_over(self._with_results, by=self._by, at=self._at)
        for plan in Plan.objects.filter(pk__in=self._preview.plan_ids).order_by("pk"):
            access.ensure_grants(plan=plan)

    def _settle(self, row: Assignment, one: DecidedWork) -> None:
        day = max(self._act.effective_on, row.first_day or self._act.effective_on)
        to = self._heirs[one.decision.to] if one.decision.fate in HANDED_OVER else None
        try:
            if to is not None and not row.is_confirmed:
                ending.pass_on_proposal(
                    proposal=row,
                    to=to,
                    on=day,
                    document=self._act.document,
                    by=self._by,
                    at=self._at,
                )
            elif to is not None:
                self._hand_over(row, to, one, on=day)
            else:
                ending.drop(
                    assignment=row,
                    on=day,
                    document=self._act.document,
                    reason=self._reason_to_close(row),
                    by=self._by,
                    at=self._at,
                )
        except Refused as refusal:
            named = f"Nhiệm vụ {one.work.code} ({one.work.plan}) của {row.unit.short_name}"
            raise Refused(f"{named}: {refusal}") from refusal

    def _hand_over(self, row: Assignment, to: Unit, one: DecidedWork, *, on: date) -> None:
        # What a unit that goes on has may have changed since: it may succeed others itself
        ended = row.unit.last_day is not None
        hand_over = ending.hand_over_locked if ended else ending.hand_over
        successor = hand_over(
            assignment=row, to=to, on=on, document=self._act.document, by=self._by, at=self._at
        )
        if one.decision.fate == Fate.WITH_RESULT:
            self._with_results.append((row, successor))
        is_new = str(successor.pk) not in self._trace["assignments"]
        if is_new and successor.pk not in self._trace["new_assignments"]:
            self._trace["new_assignments"].append(successor.pk)

    def _move_plans(self) -> None:
        """After the work, since a unit carries out by its plan only tasks that it leads."""
        for unit in self._preview.units:
            for move in unit.plans:
                if move.to is None:
                    continue
                self._trace["plans"][str(move.plan.pk)] = unit.pk
                try:
                    placing.hand_over_plan(
                        plan=move.plan,
                        to=self._heirs[move.to.reference],
                        note=self._document,
                        by=self._by,
                        at=self._at,
                    )
                except Refused as refusal:
                    raise Refused(f"Kế hoạch số {move.plan.number}: {refusal}") from refusal

    def _place_below(self) -> None:
        for ended in self._preview.units:
            for place in ended.below:
                if not place.is_moved:
                    continue
                parent = self._heirs[place.to.reference] if place.to else place.above
                self._trace["below"][str(place.unit.pk)] = ended.pk
                try:
                    directory.place_unit(
                        unit=place.unit,
                        parent=parent,
                        note=f"Sắp xếp theo {self._document}",
                        by=self._by,
                        at=self._at,
                    )
                except Refused as refusal:
                    raise Refused(f"{place.unit.short_name}: {refusal}") from refusal

    def _reason_to_close(self, row: Assignment) -> str:
        ended = self._preview.unit(row.unit_id)
        goes_on = ended is not None and ended.row.goes_on
        return f"{row.unit.short_name} {'chia bớt việc' if goes_on else 'kết thúc hoạt động'}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
