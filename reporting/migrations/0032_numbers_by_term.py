"""Numbers of issued papers become unique by issuing body, kind and term, no longer by day."""

from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def usual_days(day):
    year = day.year if day.month > 6 else day.year - 1
    first = year - year % 5
    return date(first, 7, 1), date(first + 5, 6, 30)


def give_terms(apps, schema_editor):
    """Number the papers in the usual terms; a number that was used before in one stays as printed.

    The first paper of the day keeps the place of its number.
    """
    terms = apps.get_model("reporting", "Term").objects
    reviews = apps.get_model("reporting", "Review").objects.exclude(number="")
    taken = set()
    for review in reviews.select_related("plan").order_by("issued_on", "pk"):
        first, last = usual_days(review.issued_on)
        term, _ = terms.get_or_create(
            issuing_body=review.plan.issuing_body,
            name=f"{first.year}-{last.year}",
            defaults={"first_day": first, "last_day": last},
        )
        digits, _, series = review.number.partition("-")
        place = (term.pk, series[:25], int(digits) if digits.isdigit() else None)
        is_free = place[2] is not None and series != "" and place not in taken
        taken.add(place)
        reviews.filter(pk=review.pk).update(
            term=term, series=place[1], serial=place[2] if is_free else None
        )


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0031_blocks_of_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuing_body", models.CharField(max_length=120, verbose_name="cơ quan ban hành")),
                (
                    "name",
                    models.CharField(
                        help_text="Ví dụ: 2025-2030", max_length=20, verbose_name="nhiệm kỳ"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="từ ngày")),
                ("last_day", models.DateField(verbose_name="đến hết ngày")),
                ("saved_at", models.DateTimeField(null=True, verbose_name="lưu lúc")),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_terms",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
            ],
            options={"verbose_name": "nhiệm kỳ", "verbose_name_plural": "nhiệm kỳ"},
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("issuing_body", "name"),
                name="reporting_term_name_once",
                violation_error_message="Cơ quan này đã có nhiệm kỳ mang tên này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_day__lte", models.F("last_day"))),
                name="reporting_term_days_in_order",
                violation_error_message="Ngày cuối phải sau ngày đầu.",
            ),
        ),
        migrations.RemoveConstraint(model_name="review", name="reporting_review_number_once"),
        migrations.AddField(
            model_name="review",
            name="term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="reporting.term",
                verbose_name="nhiệm kỳ",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="series",
            field=models.CharField(
                blank=True, default="", max_length=25, verbose_name="dãy số"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="review",
            name="serial",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="số thứ tự"),
        ),
        migrations.RunPython(give_terms, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("serial__isnull", True),
                    models.Q(("term__isnull", False), models.Q(("series", ""), _negated=True)),
                    _connector="OR",
                ),
                name="reporting_review_serial_in_a_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("serial__isnull", False)),
                fields=("term", "series", "serial"),
                name="reporting_review_number_once",
                violation_error_message="Số này đã dùng trong nhiệm kỳ.",
            ),
        ),
    ]
