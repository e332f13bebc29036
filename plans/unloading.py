"""Takes the sample plan away again, as long as nothing was filed in it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from plans.loading import Sample, note_of_units, sample
from plans.models import Plan
from plans.protected import has_protected_rows
from plans.unused_bodies import remove_unused_body
from tracker.lib.refusal import Refused
from units.models import DirectoryEvent, Unit, User
from units.unused import remove_unused

IN_USE = (
    "Kế hoạch mẫu đã được dùng: có kỳ báo cáo, báo cáo, gia hạn hoặc kế hoạch của đơn vị, nên "
    "không gỡ được nữa. Có thể kết thúc kế hoạch."
)


def removable() -> Plan:
    """The sample plan. Raises Refused where it is not there, or something was filed in it."""
    given = sample()
    plan = given.loaded()
    if plan is None or plan.source_sha256 != given.source_sha256:
        raise Refused("Kế hoạch mẫu không có trong hệ thống.")
    if has_protected_rows(plan):
        raise Refused(IN_USE)
    return plan


@transaction.atomic
def unload_sample(*, by: User, at: datetime) -> int:
    """Delete the sample plan with all that hangs on it; returns the number of units that go too.

    Units that somebody has used since stay, and so do documents: others may cite them.
    """
    # Whoever opens a period locks the plan too
    list(Plan.objects.select_for_update().filter(number=sample().number).order_by("pk"))
    plan = removable()
    words, body = str(plan), plan.body
    plan.delete()
    remove_unused_body(body)
    given = sample()
    num_units = remove_unused(_units_of(given), note=note_of_units(given))
    note = f"Gỡ kế hoạch mẫu: {words}, cùng {num_units} đơn vị đi kèm"
    DirectoryEvent.objects.record(person=by, note=note, by=by, at=at)
    return num_units


def _units_of(given: Sample) -> list[Unit]:
    """Those that came with the sample: noted so, or as it brings them where a command did."""
    events = DirectoryEvent.objects.filter(note=note_of_units(given), unit__isnull=False)
    noted = set(events.values_list("unit", flat=True))
    units = Unit.objects.filter(Q(code__in=given.units) | Q(pk__in=noted)).order_by("pk")
    return [unit for unit in units if unit.pk in noted or given.units[unit.code] == unit.name]
