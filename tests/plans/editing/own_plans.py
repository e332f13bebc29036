"""A task that a unit leads, and the plan by which the unit carries it out."""

from dataclasses import replace

from plans.editing import groups, heads, tasks
from plans.editing.groups import GroupSpec
from plans.editing.heads import PlanSpec
from plans.editing.placing import PlanPlace
from plans.editing.tasks import TaskSpec
from tests.factories import NOON, TODAY, UserFactory

SPEC = PlanSpec(
    number="07-KH/ĐU",
    short_title="Kế hoạch 07 của xã",
    subject="thực hiện Kế hoạch của Huyện ủy",
    issuer="Đảng ủy xã Thử",
    superior_body="HUYỆN ỦY THỬ",
    issuing_body="ĐẢNG ỦY XÃ THỬ",
    symbol="ĐU",
    place="Thử",
    issued_on=TODAY,
    signer_capacity="T/M ĐẢNG ỦY",
    signer_post="BÍ THƯ",
    signer_name="Người Ký Thử",
)


def begun(assignment, *, by=None, **facts):
    """A draft of the unit of `assignment` that carries out its task."""
    place = PlanPlace(assignment.unit, assignment.task)
    return heads.add_plan(spec=replace(SPEC, **facts), place=place, by=by or UserFactory(), at=NOON)


def with_task(plan, code="1.1"):
    """`plan` with one more task."""
    group = plan.groups.first() or groups.add_group(
        plan=plan, spec=GroupSpec("1", "Việc của xã", "Việc"), by=UserFactory(), at=NOON
    )
    spec = TaskSpec(code, f"Việc {code}", "Thực hiện việc của xã.")
    return tasks.add_task(group=group, spec=spec, by=UserFactory(), at=NOON)


def running(assignment, **facts):
    """The same, put into effect with one task."""
    plan = begun(assignment, **facts)
    with_task(plan)
    heads.activate(plan=plan, by=UserFactory(), at=NOON)
    plan.refresh_from_db()
    return plan
