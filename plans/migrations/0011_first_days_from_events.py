"""Existing assignments begin on the day on which they were confirmed; kept columns are filled."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    assignments = apps.get_model("plans", "Assignment").objects.in_bulk()
    changed = {}
    pauses = apps.get_model("plans", "AssignmentPause").objects.filter(last_day__isnull=True)
    for pause in pauses:
        changed[pause.assignment_id] = row = assignments[pause.assignment_id]
        row.paused_from = pause.first_day
    events = apps.get_model("plans", "AssignmentEvent").objects.filter(assignment__isnull=False)
    for event in events.filter(is_extension=True).order_by("-effective_on", "-pk"):
        changed[event.assignment_id] = row = assignments[event.assignment_id]
        row.deadline_unextended = event.deadline_from
    for event in events.filter(kind__in=["confirmed", "ended"]).order_by("-at", "-pk"):
        row = assignments[event.assignment_id]
        day = timezone.localdate(event.at)
        if event.kind == "confirmed" and row.state == "confirmed":
            row.confirmed_on = day
            row.first_day = event.effective_on or day
            changed[row.pk] = row
        elif event.kind == "ended" and row.ended_on is not None:
            row.end_recorded_on = day
            changed[row.pk] = row
    apps.get_model("plans", "Assignment").objects.bulk_update(
        changed.values(),
        ["confirmed_on", "first_day", "end_recorded_on", "paused_from", "deadline_unextended"],
        batch_size=100,
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_first_days")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
