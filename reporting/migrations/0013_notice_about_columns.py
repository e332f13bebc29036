import datetime

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import BigIntegerField, DateField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, StrIndex, Substr

COLON = Value(":")
OF_SUBMISSION_EVENTS = ("confirmation_asked", "given_back", "confirmed")


def part(place):
    """The part of a key at `place`, counted from 0; parts are joined by colons."""
    rest = Concat("key", COLON)
    for _ in range(place):
        rest = Substr(rest, StrIndex(rest, COLON) + 1)
    return Substr(rest, 1, StrIndex(rest, COLON) - 1)


def number(place):
    return Cast(part(place), BigIntegerField())


def day(place):
    digits = part(place)
    return Cast(
        Concat(
            Substr(digits, 1, 4), Value("-"), Substr(digits, 5, 2), Value("-"), Substr(digits, 7, 2)
        ),
        DateField(),
    )


def fill_columns(apps, schema_editor):
    """Each kind of key in one statement."""
    notices = apps.get_model("reporting", "Notice").objects

    def fill(prefix, **columns):
        notices.filter(key__startswith=prefix).update(**columns)

    fill("opened:period:", period_id=number(2))
    fill("reopened:period:", period_id=number(2))
    # The reopenings of a period are counted; those of one moment are the same
    moments = (
        notices.filter(key__startswith="reopened:period:")
        .filter(period_id=OuterRef("period_id"), key__lte=OuterRef("key"))
        .order_by()
        .values("period_id")
        .annotate(num=models.Count("key", distinct=True))
    )
    fill("reopened:period:", turn=Subquery(moments.values("num")))
    fill("returned:entry:", entry_id=number(2), turn=number(3))
    fill("accepted:entry:", entry_id=number(2), turn=number(3))
    fill("accepted:submission:", entry_id=number(3), turn=number(4))
    fill("answer:entry:", entry_id=number(2), day=day(3))
    fill("due:", period_id=number(1), unit_id=number(2), day=day(3))
    notices.filter(key__startswith="due:", key__endswith=":last").update(turn=1)
    fill("overdue:", period_id=number(1), unit_id=number(2), day=day(3), turn=number(4))
    fill("extension:", extension_id=number(1))
    fill("comment:", comment_id=number(1))
    for kind in OF_SUBMISSION_EVENTS:
        fill(f"{kind}:", submission_event_id=number(1))
    # The references are checked now: PostgreSQL alters no table with checks that wait
    schema_editor.connection.check_constraints()


def fill_keys(apps, schema_editor):
    """The keys from the columns; a reopening bears its number in place of its moment."""
    notices = apps.get_model("reporting", "Notice").objects

    def joined(*parts):
        """Texts and names of columns, joined by colons."""
        return Concat(*[part for each in parts for part in (each, COLON)][:-1])

    def text(words):
        return Value(words, output_field=models.CharField())

    def column(name):
        return Cast(name, models.CharField())

    def digits(name):
        written = Cast(name, models.CharField())
        return Concat(Substr(written, 1, 4), Substr(written, 6, 2), Substr(written, 9, 2))

    def fill(kinds, *parts, **conditions):
        notices.filter(kind__in=kinds, **conditions).update(key=joined(*parts))

    period, unit, entry, turn = map(column, ("period_id", "unit_id", "entry_id", "turn"))
    opened = ["period_opened"]
    fill(opened, text("opened"), text("period"), period, turn=0)
    fill(opened, text("reopened"), text("period"), period, turn, turn__gt=0)
    fill(["returned"], text("returned"), text("entry"), entry, turn)
    fill(["accepted"], text("accepted"), text("entry"), entry, turn)
    fill(["due_soon"], text("answer"), text("entry"), entry, digits("day"), unit_id=None)
    for words, place in (("soon", 0), ("last", 1)):
        due = (text("due"), period, unit, digits("day"), text(words))
        fill(["due_soon"], *due, unit_id__isnull=False, turn=place)
    fill(["overdue"], text("overdue"), period, unit, digits("day"), turn)
    extension = (text("extension"), column("extension_id"))
    fill(["extension_asked"], *extension, text("asked"))
    fill(["extension_decided"], *extension, text("decided"))
    fill(["commented"], text("comment"), column("comment_id"))
    for kind in OF_SUBMISSION_EVENTS:
        fill([kind], text(kind), column("submission_event_id"))


def about(model):
    return models.ForeignKey(
        blank=True,
        editable=False,
        null=True,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    """A notice names what it is about in columns; until now it was a key of joined parts."""

    dependencies = [
        ("units", "0004_directory_note_whole"),
        ("reporting", "0012_event_notes_whole"),
    ]

    operations = [
        migrations.AddField("notice", "period", about("reporting.reportingperiod")),
        migrations.AddField("notice", "unit", about("units.unit")),
        migrations.AddField("notice", "entry", about("reporting.progressentry")),
        migrations.AddField("notice", "submission_event", about("reporting.submissionevent")),
        migrations.AddField("notice", "extension", about("reporting.extension")),
        migrations.AddField("notice", "comment", about("reporting.comment")),
        migrations.AddField(
            "notice",
            "day",
            models.DateField(blank=True, editable=False, null=True, verbose_name="ngày đến hạn"),
        ),
        migrations.AddField(
            "notice",
            "turn",
            models.PositiveIntegerField(default=0, editable=False, verbose_name="lần"),
        ),
        migrations.RemoveConstraint("notice", "reporting_notice_told_once"),
        # So that the column comes back empty when this is reversed
        migrations.AlterField(
            "notice", "key", models.CharField(editable=False, max_length=120, null=True)
        ),
        migrations.RunPython(fill_columns, fill_keys),
        migrations.RemoveField("notice", "key"),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                F("recipient"),
                F("kind"),
                Coalesce("period", 0),
                Coalesce("unit", 0),
                Coalesce("entry", 0),
                Coalesce("submission_event", 0),
                Coalesce("extension", 0),
                Coalesce("comment", 0),
                Coalesce("day", Value(datetime.date(1, 1, 1), output_field=DateField())),
                F("turn"),
                name="reporting_notice_told_once",
            ),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(period__isnull=False)
                | Q(entry__isnull=False)
                | Q(submission_event__isnull=False)
                | Q(extension__isnull=False)
                | Q(comment__isnull=False),
                name="reporting_notice_about_something",
            ),
        ),
    ]
