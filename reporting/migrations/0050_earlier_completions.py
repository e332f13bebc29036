"""Each time that a completion was accepted is kept, from the histories; before, only the last."""

from django.db import migrations, models
from django.utils import timezone

BATCH = 100
COLUMNS = ["complete_in", "complete_from", "complete_until", "complete_earlier"]


def fold_again(apps, schema_editor):
    standings = apps.get_model("reporting", "AssignmentStanding").objects
    events = apps.get_model("reporting", "EntryEvent").objects.order_by("at", "pk")
    ids = list(standings.exclude(complete_from=None).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        rows = {row.pk: row for row in standings.filter(pk__in=ids[start : start + BATCH])}
        histories = {}
        for event in events.filter(assignment__in=rows).defer("content", "note"):
            histories.setdefault(event.assignment_id, []).append(event)
        changed = [row for pk, row in rows.items() if is_changed(row, histories.get(pk, []))]
        standings.bulk_update(changed, COLUMNS)


def is_changed(row, history):
    """Give `row` the completions of its history; whether it had others."""
    *earlier, last = completions(history) or [(None, None, None)]
    found = (*last, " ".join("/".join(map(str, one)) for one in earlier))
    before = tuple(getattr(row, name) for name in COLUMNS)
    for name, value in zip(COLUMNS, found, strict=True):
        setattr(row, name, value)
    return found != before


def completions(history):
    """The period that is complete, from when, and until when; no day has two."""
    current, found = {}, []
    for event in history:
        current[event.entry_id] = event
        day = timezone.localdate(event.at)
        done = [e for e in current.values() if (e.to_status, e.state) == ("accepted", "done")]
        complete_in = min((event.period_data_to for event in done), default=None)
        if found and found[-1][2] is None:
            if found[-1][0] == complete_in:
                continue
            period, since, _ = found.pop()
            if since < day:
                found.append((period, since, day))
        if complete_in is None:
            continue
        if found and (found[-1][0], found[-1][2]) == (complete_in, day):
            found[-1] = (complete_in, found[-1][1], None)
        else:
            found.append((complete_in, day, None))
    return found


class Migration(migrations.Migration):

    dependencies = [
        ("reporting", "0049_monthly_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignmentstanding",
            name="complete_earlier",
            field=models.TextField(blank=True, verbose_name="các lần công nhận hoàn thành trước"),
        ),
        migrations.RunPython(fold_again, migrations.RunPython.noop),
    ]
