"""Two communes that merge into a new one, a department that is divided, and their work."""

from dataclasses import dataclass
from datetime import date

from plans import access
from plans.models import Assignment, AssignmentRole, LegalDocument, Task
from reporting.models import DeclaredState, EntryStatus, Reorganisation
from reporting.reorganisation import carrying_out, preparing
from reporting.reorganisation.preview import ReorganisationPreview, preview_of
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    entry_at,
    person,
)
from units.models import Role, Unit, User

NEW = "Xã Sen Hồng"
TABLE = f"Xã Bắc\t{NEW}\nXã Nam\t{NEW}\nPhòng Tư pháp\t{NEW}; Xã Giữ\nHội đồng cũ\tgiải thể\n"


@dataclass
class Scene:
    """`shared` is led by both communes, each its own part; only `north` has done it."""

    north: Unit
    south: Unit
    divided: Unit
    dissolved: Unit
    stays: Unit
    shared: Task
    administrator: User
    officer: User
    document: LegalDocument

    def work(self, unit: Unit, task: Task | None = None) -> Assignment:
        return Assignment.objects.get(unit=unit, task=task or self.shared, ended_on=None)

    def prepared(self, table: str = TABLE, effective_on: date = TODAY) -> Reorganisation:
        return preparing.prepare(
            document=self.document,
            effective_on=effective_on,
            table=table,
            by=self.administrator,
            at=NOON,
        )

    def carried_out(self, act: Reorganisation | None = None) -> Reorganisation:
        act = act or self.prepared()
        carrying_out.carry_out(act=act, seen=seen(act), by=self.administrator, at=NOON)
        act.refresh_from_db()
        return act


def preview(act: Reorganisation) -> ReorganisationPreview:
    act.refresh_from_db()
    return preview_of(act, today=TODAY)


def seen(act: Reorganisation) -> str:
    return preview(act).digest


def scene() -> Scene:
    shared = TaskFactory(is_fan_out=True)
    units = {
        key: UnitFactory(name=name, short_name=name)
        for key, name in (
            ("north", "Xã Bắc"),
            ("south", "Xã Nam"),
            ("divided", "Phòng Tư pháp"),
            ("dissolved", "Hội đồng cũ"),
            ("stays", "Xã Giữ"),
        )
    }
    for key in ("north", "south", "divided", "dissolved"):
        AssignmentFactory(task=shared, unit=units[key], is_own_part=True)
    access.ensure_grants(plan=shared.group.plan)
    found = Scene(
        **units,
        shared=shared,
        administrator=person(Role.ADMINISTRATOR, units["stays"]),
        officer=person(Role.OFFICER, units["north"]),
        document=LegalDocumentFactory(),
    )
    person(Role.OFFICER, units["divided"])
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=found.work(found.north),
        period=ReportingPeriodFactory(plan=shared.group.plan),
        by=found.officer,
        state=DeclaredState.DONE,
    )
    other = TaskFactory(group=shared.group)
    AssignmentFactory(task=other, unit=found.north)
    AssignmentFactory(task=other, unit=found.south, role=AssignmentRole.COORDINATING)
    return found
