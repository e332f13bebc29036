from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace


def fold_eth(apps, schema_editor):
    tasks = apps.get_model("plans", "Task").objects.filter(folded__contains="ð")
    tasks.update(folded=Replace(F("folded"), Value("ð"), Value("d")))


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_contribution_rules")]

    operations = [migrations.RunPython(fold_eth, migrations.RunPython.noop, elidable=True)]
