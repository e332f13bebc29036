from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("reporting", "0036_parts_become_blocks"),
    ]

    operations = [
        migrations.DeleteModel(name="ReviewPart"),
    ]
