"""What units are told of results that the office accepted: one notice a day for each report."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from reporting.models import EntryStatus, Notice, NoticeKind, ProgressEntry
from reporting.notices.announcing import report_url, section_url
from reporting.notices.noticing import Told, reword, tell_each
from units.models import Role
from units.roles import holders_by_unit


def entries_accepted(entries: Iterable[ProgressEntry], *, at: datetime) -> None:
    """Tell each unit of its ENTRIES, of one report in one notice. Call it after their step.

    Whoever has not yet read what was told of the same report today, in the product or by mail,
    finds it told anew with these. Needs `assignment.task` and `submission.period` loaded.
    """
    by_report: dict[int, list[ProgressEntry]] = {}
    for entry in entries:
        by_report.setdefault(entry.submission_id, []).append(entry)
    if not by_report:
        return
    units = {entries[0].submission.unit_id for entries in by_report.values()}
    people = holders_by_unit(units, (Role.OFFICER, Role.HEAD))
    told_anew = _tell_anew(by_report, at=at)
    tell_each(
        [
            Told(recipient_id, NoticeKind.ACCEPTED, _key(group[0]), *_words(group))
            for pk, group in by_report.items()
            for recipient_id in people.get(group[0].submission.unit_id, ())
            if (recipient_id, pk) not in told_anew
        ],
        at=at,
    )


def _tell_anew(reports: Mapping[int, list[ProgressEntry]], *, at: datetime) -> set[tuple[int, int]]:
    """Put all that was accepted since into the notices of today that still wait for a reader.

    Returns whose they are, as (recipient, report). The rows are held, so that neither another
    reviewer nor the digest comes between.
    """
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    about = Q()
    for pk in reports:
        about |= Q(key__startswith=_prefix(pk))
    waiting = list(
        Notice.objects.select_for_update()
        .filter(about, kind=NoticeKind.ACCEPTED, digest__isnull=True, at__gte=midnight)
        # What is never shown in the product was read from the start; the mail may carry it
        .filter(Q(read_at__isnull=True) | Q(read_at=F("at")))
        .order_by("pk")
    )
    if not waiting:
        return set()
    accepted = list(
        ProgressEntry.objects.filter(
            submission__in=reports, status=EntryStatus.ACCEPTED, decided_at__gte=midnight
        )
        .select_related("submission__period", "assignment__task")
        .in_plan_order()
    )
    # A reviewer who waited for another's rows comes after them, though with an earlier time
    just_now = {entry.pk for entries in reports.values() for entry in entries}
    told_anew = set()
    for notice in waiting:
        pk = int(notice.key.split(":")[2])
        group = [
            entry
            for entry in accepted
            if entry.submission_id == pk
            and (entry.pk in just_now or (entry.decided_at and entry.decided_at >= notice.at))
        ]
        reword(notice, *_words(group))
        told_anew.add((notice.recipient_id, pk))
    Notice.objects.bulk_update(waiting, ["text", "url"])
    return told_anew


def _words(group: list[ProgressEntry]) -> tuple[str, str]:
    """The text, and where it leads."""
    first, name = group[0], group[0].submission.period.name
    if len(group) == 1:
        code = first.assignment.task.code
        return f"Văn phòng đã chấp nhận kết quả nhiệm vụ {code}, {name}.", section_url(first)
    codes = ", ".join(entry.assignment.task.code for entry in group)
    text = f"Văn phòng đã chấp nhận {len(group)} kết quả của {name}: {codes}."
    return text, report_url(first.submission_id)


def _prefix(submission_id: int) -> str:
    return f"accepted:submission:{submission_id}:"


def _key(first: ProgressEntry) -> str:
    return f"{_prefix(first.submission_id)}{first.pk}:{first.version}"
