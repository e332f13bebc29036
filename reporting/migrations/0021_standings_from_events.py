"""Existing histories fill the standings; an assignment begins no later than its first result."""

from django.db import migrations
from django.db.models import Min
from django.utils import timezone

BATCH = 100


def fill(apps, schema_editor):
    histories = {}
    events = apps.get_model("reporting", "EntryEvent").objects.order_by("at", "pk")
    for event in events.defer("content", "note").iterator():
        histories.setdefault(event.assignment_id, []).append(event)
    standing = apps.get_model("reporting", "AssignmentStanding")
    standing.objects.bulk_create(
        (standing(assignment_id=pk, **fold(history)) for pk, history in histories.items()),
        batch_size=BATCH,
    )


def fold(history):
    """The columns of a standing, from the events of an assignment in their order."""
    current = {}
    complete = {"complete_in": None, "complete_from": None, "complete_until": None}
    for event in history:
        current[event.entry_id] = event
        day = timezone.localdate(event.at)
        done = earliest_done(current)
        if done is not None:
            complete["complete_from"] = complete["complete_from"] or day
            complete["complete_in"], complete["complete_until"] = done.period_data_to, None
        elif complete["complete_from"] and not complete["complete_until"]:
            complete["complete_until"] = day
    done = earliest_done(current)
    accepted = latest(event for event in current.values() if event.to_status == "accepted")
    sent = latest(event for event in current.values() if event.to_status != "draft")
    return {
        **complete,
        "done_in": done and done.period_data_to,
        "done_on": reported_on(done),
        "accepted_in": accepted and accepted.period_data_to,
        "accepted_state": accepted.state if accepted else "",
        "sent_in": sent and sent.period_data_to,
        "sent_status": sent.to_status if sent else "",
        "sent_state": sent.state if sent else "",
        "sent_on": reported_on(sent),
    }


def earliest_done(current):
    found = [e for e in current.values() if (e.to_status, e.state) == ("accepted", "done")]
    return min(found, key=place, default=None)


def latest(events):
    return max(events, key=place, default=None)


def place(event):
    return event.period_data_to, event.at, event.pk


def reported_on(event):
    return timezone.localdate(event.reported_at) if event and event.reported_at else None


def begin_with_the_first_result(apps, schema_editor):
    """A period may have been opened, and reported on, before assignments were confirmed."""
    assignment = apps.get_model("plans", "Assignment")
    changed = []
    rows = assignment.objects.filter(first_day__isnull=False)
    rows = rows.annotate(
        first_period=Min("entries__submission__period__data_from"),
        first_due=Min("entries__submission__period__due_on"),
    ).exclude(first_period=None)
    for row in rows:
        if row.first_day > row.first_period or row.confirmed_on > row.first_due:
            row.first_day = min(row.first_day, row.first_period)
            row.confirmed_on = min(row.confirmed_on or row.first_due, row.first_due)
            changed.append(row)
    assignment.objects.bulk_update(changed, ["first_day", "confirmed_on"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0020_assignment_standings")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(begin_with_the_first_result, migrations.RunPython.noop),
    ]
