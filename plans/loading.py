"""Loads the sample plan of `fixtures/`: a plan as it was issued, with the units that it names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from plans import access, bodies
from plans.fixture_rows import FixtureRows
from plans.models import LegalDocument, Plan, PlanQuerySet
from tracker.lib.refusal import Refused
from units import roles
from units.models import DirectoryEvent, Unit, User

# In the order of loading: plans name units
FILES = ("units_*.json", "plan_*.json")


@dataclass(frozen=True)
class Sample:
    """What the sample brings."""

    kind: str
    number: str
    issued_on: date
    subject: str
    source_sha256: str
    num_tasks: int
    # Names by code, in list order
    units: dict[str, str]
    files: tuple[Path, ...]

    def plans(self) -> PlanQuerySet:
        """The plan of its number, or none; units number their own plans."""
        plans = Plan.objects.of_the_office()
        return plans.filter(number=self.number, issued_on=self.issued_on)

    def loaded(self) -> Plan | None:
        return self.plans().first()


def sample() -> Sample:
    return _read(Path(settings.FIXTURE_DIRS[0]))


@cache
def _read(folder: Path) -> Sample:
    files = tuple(file for pattern in FILES for file in sorted(folder.glob(pattern)))
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    plan = next(row["fields"] for row in rows if row["model"] == "plans.plan")
    units = [row["fields"] for row in rows if row["model"] == "units.unit"]
    return Sample(
        kind=plan["kind"],
        number=plan["number"],
        issued_on=date.fromisoformat(plan["issued_on"]),
        subject=plan["subject"],
        source_sha256=plan["source_sha256"],
        num_tasks=sum(row["model"] == "plans.task" for row in rows),
        units={unit["code"]: unit["name"] for unit in units},
        files=files,
    )


def load_sample(*, by: User | None = None, at: datetime) -> Plan:
    """Load the sample plan with its units, unless it is there: people may have changed it.

    Documents that the office has entered already stay as they are, and so do its units: where one
    has the code of a unit of the sample, that of the sample takes another. Refused where another
    plan has its number. `by` is None where a command loads it.
    """
    try:
        return _load(by, at)
    except IntegrityError:  # somebody loaded it at the same moment
        return _load(by, at)


@transaction.atomic
def _load(by: User | None, at: datetime) -> Plan:
    given = sample()
    plan = given.loaded()
    if plan is not None and plan.source_sha256 != given.source_sha256:
        raise Refused(
            f"Đã có một {given.kind.lower()} khác số {given.number} ngày "
            f"{given.issued_on:%d/%m/%Y}, nên không nạp kế hoạch mẫu."
        )
    if plan is None:
        codes = insert_rows(given)
        plan = given.plans().get()
        if by is not None:
            _note_units(given, codes, by=by, at=at)
    bodies.ensure_body(plan=plan)
    access.ensure_grants(plan=plan)
    roles.apply_memberships(on=timezone.localdate(at))
    return plan


def insert_rows(given: Sample) -> Mapping[str, str]:
    """Insert what the sample brings. Returns the codes that its units took, by their own."""
    codes = _free_codes(given)
    rows = FixtureRows(kept=LegalDocument.objects.all(), unit_codes=codes)
    for file in given.files:
        rows.insert(json.loads(file.read_text(encoding="utf-8")))
    return codes


def _free_codes(given: Sample) -> dict[str, str]:
    """The code that each unit of the sample takes: its own, or a free one, by its own."""
    existing = set(Unit.objects.values_list("code", flat=True))
    taken = existing | set(given.units)
    codes = {code: code for code in given.units}
    for code in existing.intersection(codes):
        codes[code] = next(free for number in count(2) if (free := f"{code}-{number}") not in taken)
        taken.add(codes[code])
    return codes


def _note_units(given: Sample, codes: Mapping[str, str], *, by: User, at: datetime) -> None:
    units = Unit.objects.filter(code__in=codes.values()).order_by("pk")
    note = note_of_units(given)
    DirectoryEvent.objects.record_many(
        [{"unit": unit, "note": note} for unit in units], by=by, at=at
    )


def note_of_units(given: Sample) -> str:
    """What the history of a unit says that came with the sample."""
    return f"Nạp cùng kế hoạch mẫu số {given.number}"
