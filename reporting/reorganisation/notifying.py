"""One notice for each person of the units that end and of those that follow them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from plans.document_fields import document_name
from reporting.models import Notice, NoticeKind, Reorganisation
from reporting.notices.noticing import About, Message, notify_each
from reporting.reorganisation.ending_units import EndingUnit
from units import roles
from units.models import Role, Unit

MOST_NAMES = 3


def notify_of(
    act: Reorganisation, units: Iterable[EndingUnit], heirs: dict[str, Unit], *, at: datetime
) -> None:
    """Tell the people of each unit once, however many of its tasks moved."""
    came_from: dict[int, list[str]] = defaultdict(list)
    url_of: dict[int, Unit] = {}
    touched: dict[int, tuple[Unit, str]] = {}
    for ending in units:
        unit = ending.row.unit
        if unit is None:
            continue
        what = "kết thúc hoạt động"
        if ending.row.goes_on:
            names = _listed([heirs[heir.reference].short_name for heir in ending.heirs])
            what = f"chia bớt việc cho {names}, còn hoạt động"
        touched[unit.pk] = (unit, what)
        for heir in ending.heirs:
            came_from[heirs[heir.reference].pk].append(unit.short_name)
            url_of[heirs[heir.reference].pk] = heirs[heir.reference]
    since = f"Từ {act.effective_on:%d/%m/%Y}, theo {document_name(act.document)}: "
    told: dict[int, tuple[Unit, str]] = {}
    for pk, unit in url_of.items():
        text = f"{since}{unit.short_name} kế thừa {_listed(came_from[pk])}."
        told[pk] = (unit, text)
    for unit, what in touched.values():
        told.setdefault(unit.pk, (unit, f"{since}{unit.short_name} {what}."))
    _send(act, told, at=at)


def notify_of_undoing(act: Reorganisation, *, at: datetime) -> None:
    """Replace the notices of `act` by one that says that it is undone."""
    sent = Notice.objects.filter(kind=NoticeKind.REORGANISED, turn=act.pk)
    people = sorted(set(sent.values_list("recipient", flat=True)))
    sent.delete()
    text = f"Việc sắp xếp đơn vị theo {document_name(act.document)} đã được hoàn tác."
    about = About(day=act.effective_on, turn=act.pk)
    url = reverse("units:list-units")
    notify_each([Message(pk, NoticeKind.REORGANISED, about, text, url) for pk in people], at=at)


def _send(act: Reorganisation, told: dict[int, tuple[Unit, str]], *, at: datetime) -> None:
    holders = roles.holders_by_unit(list(told), (Role.OFFICER, Role.HEAD))
    about = About(day=act.effective_on, turn=act.pk)
    messages: dict[int, Message] = {}
    # Successors come first: whoever belongs to both units reads of the one where work goes on
    for pk, (unit, text) in told.items():
        url = reverse("reporting:unit", args=[unit.pk])
        for person in holders.get(pk, []):
            message = Message(person, NoticeKind.REORGANISED, about, text, url)
            messages.setdefault(person, message)
    notify_each(list(messages.values()), at=at)


def _listed(names: list[str]) -> str:
    more = f" và {len(names) - MOST_NAMES} đơn vị khác" if len(names) > MOST_NAMES else ""
    return f"{', '.join(names[:MOST_NAMES])}{more}"
