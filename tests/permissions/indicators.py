"""Indicators: people who assign tasks set them up, readers of the plan see their trend."""

from tests.factories import IndicatorFactory
from tests.permissions import AccessRule, everyone
from tests.permissions.plans import _only_assigners, _task
from tests.permissions.scene import Scene

SPEC = {
    "name": "Số cuộc",
    "kind": "value",
    "unit_of_measure": "cuộc",
    "direction": "up",
    "aggregation": "sum",
}


def _indicator(scene: Scene) -> list[int]:
    return [IndicatorFactory(task=scene.task).pk]


def _retired(scene: Scene) -> list[int]:
    return [IndicatorFactory(task=scene.task, is_retired=True).pk]


ACCESS = [
    AccessRule("plans:list-indicators", _only_assigners(200), args=_task),
    AccessRule("plans:add-indicator", _only_assigners(200), args=_task),
    AccessRule(
        "plans:add-indicator",
        _only_assigners(302),
        method="post",
        args=_task,
        data=lambda scene: SPEC,
    ),
    AccessRule("plans:edit-indicator", _only_assigners(200), args=_indicator),
    AccessRule(
        "plans:edit-indicator",
        _only_assigners(302),
        method="post",
        args=_indicator,
        data=lambda scene: SPEC,
    ),
    AccessRule("reporting:indicator", {**everyone(200), "stranger": 404}, args=_indicator),
    AccessRule("plans:retire-indicator", _only_assigners(302), method="post", args=_indicator),
    AccessRule("plans:revive-indicator", _only_assigners(302), method="post", args=_retired),
]
