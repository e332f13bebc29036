"""Read-only pages: home, plan, dashboard, lists, task, unit."""

from tests.permissions import AccessRule, everyone

# The text of a plan is for units that carry it out or follow it, results for their readers.
INSIDERS = {**everyone(200), "stranger": 404}

ACCESS = [
    AccessRule("reporting:home", everyone(200)),
    AccessRule("reporting:plan", INSIDERS, args=lambda scene: [scene.plan.pk]),
    AccessRule("reporting:dashboard", INSIDERS, args=lambda scene: [scene.plan.pk]),
    AccessRule("reporting:dashboard-matrix", INSIDERS, args=lambda scene: [scene.plan.pk]),
    AccessRule("reporting:dashboard-punctuality", INSIDERS, args=lambda scene: [scene.plan.pk]),
    AccessRule("reporting:indicator-totals", INSIDERS, args=lambda scene: [scene.plan.pk]),
    AccessRule("reporting:list-assignments", INSIDERS, args=lambda scene: [scene.plan.pk]),
    AccessRule("reporting:task", INSIDERS, args=lambda scene: [scene.task.pk]),
    AccessRule("reporting:unit", everyone(200), args=lambda scene: [scene.unit.pk]),
    AccessRule("reporting:list-urgings", everyone(200), args=lambda scene: [scene.unit.pk]),
]
