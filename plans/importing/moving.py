"""Move a task or a group by one step, before anything is written."""

from datetime import datetime

from plans.importing.findings import GroupFinding, tasks_of
from plans.importing.work import changing_findings, part_to_change
from plans.models import PlanImport
from tracker.lib.refusal import Refused
from units.models import User


def move(*, plan_import: PlanImport, name: str, is_up: bool, by: User, at: datetime) -> None:
    """Change places with the neighbour; past the edge of its group a task goes into the next one.

    "Next" are groups that will be written.
    """
    with changing_findings(plan_import, f"chuyển {name}", by=by, at=at) as work:
        part_to_change(work, name, seen=None, by=by)
        groups = work.found["groups"]
        places = {group["id"]: place for place, group in enumerate(groups)}
        if name in places:
            other = _step(places[name], is_up=is_up, num=len(groups))
            groups[places[name]], groups[other] = groups[other], groups[places[name]]
            return
        holder = next((group for group, task in tasks_of(work.found) if task["id"] == name), None)
        if holder is None:
            raise Refused("Chỉ chuyển được nhóm và nhiệm vụ.")
        _move_task(groups, holder, name, is_up=is_up)


def _move_task(groups: list[GroupFinding], group: GroupFinding, name: str, *, is_up: bool) -> None:
    tasks = group["tasks"]
    place = [task["id"] for task in tasks].index(name)
    at_edge = place == (0 if is_up else len(tasks) - 1)
    if not at_edge:
        other = place + (-1 if is_up else 1)
        tasks[place], tasks[other] = tasks[other], tasks[place]
        return
    kept = [each for each in groups if each is group or not each["is_dropped"]]
    own = next(index for index, each in enumerate(kept) if each is group)
    into = kept[_step(own, is_up=is_up, num=len(kept))]["tasks"]
    into.insert(len(into) if is_up else 0, tasks.pop(place))


def _step(place: int, *, is_up: bool, num: int) -> int:
    other = place + (-1 if is_up else 1)
    if not 0 <= other < num:
        raise Refused(f"Phần này đã ở {'đầu' if is_up else 'cuối'} kế hoạch.")
    return other
