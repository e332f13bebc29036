"""Doors of the pages that read: home, plan, dashboard, lists, task, unit."""

from tests.permissions import Door, everyone

# The plan's text is for all who carry it out or follow it; results for those who may read some.
INSIDERS = {**everyone(200), "stranger": 404}

DOORS = [
    Door("reporting:home", everyone(200)),
    Door("reporting:plan", INSIDERS, args=lambda scene: [scene.plan.pk]),
    Door("reporting:dashboard", INSIDERS, args=lambda scene: [scene.plan.pk]),
    Door("reporting:indicator-totals", INSIDERS, args=lambda scene: [scene.plan.pk]),
    Door("reporting:list-assignments", INSIDERS, args=lambda scene: [scene.plan.pk]),
    Door("reporting:task", INSIDERS, args=lambda scene: [scene.task.pk]),
    Door("reporting:unit", everyone(200), args=lambda scene: [scene.unit.pk]),
]
