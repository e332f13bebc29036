from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0026_contribution_confirmation")]

    operations = [
        migrations.AddIndex(
            model_name="progressentry",
            index=models.Index(fields=["submission", "status"], name="reporting_entry_progress"),
        ),
    ]
