"""The register: read by those who read filings, its terms kept by the office."""

from datetime import date

from reporting.models import Term
from tests.permissions import AccessRule
from tests.permissions.scene import Scene
from tests.reporting.register.scene import issued_paper

READ = {"reviewer": 200, "leader": 200, "administrator": 200}
WORK = {"reviewer": 200}
# Units read what was issued and may not withdraw it
READERS = ("leader", "administrator", "officer", "head", "other_unit")
STEP = {"reviewer": 200, **dict.fromkeys(READERS, 403)}
TYPED = {"name": "2025-2030", "first_day": "01/07/2025", "last_day": "30/06/2030"}


def _term(scene: Scene) -> list[int]:
    term = Term.objects.create(
        issuing_body=scene.plan.issuing_body,
        name="2020-2025",
        first_day=date(2020, 7, 1),
        last_day=date(2025, 6, 30),
    )
    return [term.pk]


def _paper(scene: Scene) -> list[int]:
    return [issued_paper(plan=scene.plan, serial=1).pk]


ACCESS = [
    AccessRule("reporting:check-file", READ, others=403),
    AccessRule(
        "reporting:check-file",
        dict.fromkeys(READ, 422),
        others=403,
        method="post",
    ),
    AccessRule("reporting:withdraw-review", STEP, args=_paper),
    AccessRule("reporting:withdraw-review", {**STEP, "reviewer": 422}, method="post", args=_paper),
    AccessRule("reporting:register", READ, others=403),
    AccessRule("reporting:download-register", READ, others=403),
    AccessRule("reporting:add-term", WORK, others=403),
    AccessRule(
        "reporting:add-term",
        {"reviewer": 302},
        others=403,
        method="post",
        data=lambda scene: {**TYPED, "issuing_body": scene.plan.issuing_body},
    ),
    AccessRule("reporting:edit-term", {**WORK, "leader": 403, "administrator": 403}, args=_term),
    AccessRule(
        "reporting:edit-term",
        {"reviewer": 302, "leader": 403, "administrator": 403},
        method="post",
        args=_term,
        data=lambda scene: TYPED,
    ),
]
