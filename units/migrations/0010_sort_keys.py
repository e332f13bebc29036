from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

import tracker.lib.alphabet


def write_keys(apps, schema_editor):
    for name in ("Unit", "User"):
        model = apps.get_model("units", name)
        model.objects.filter(folded__contains="ð").update(
            folded=Replace(F("folded"), Value("ð"), Value("d"))
        )
        for row in model.objects.order_by("pk").iterator():
            row.save(update_fields=["sort_key"])


class Migration(migrations.Migration):
    dependencies = [("units", "0009_second_factor")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="sort_key",
            field=tracker.lib.alphabet.SortKeyField("name"),
        ),
        migrations.AddField(
            model_name="user",
            name="sort_key",
            field=tracker.lib.alphabet.SortKeyField("full_name"),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop, elidable=True),
    ]
