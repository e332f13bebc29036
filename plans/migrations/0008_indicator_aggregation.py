"""What several periods of an indicator make: their sum, or the last where it is cumulative."""

from django.db import migrations, models


def take_the_last_of_cumulative_counts(apps, schema_editor):
    apps.get_model('plans', 'Indicator').objects.filter(is_cumulative=True).update(
        aggregation='last'
    )


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_compile_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='aggregation',
            field=models.CharField(
                choices=[('sum', 'Cộng các kỳ'), ('last', 'Lấy số của kỳ cuối')],
                default='sum',
                max_length=10,
                verbose_name='gộp nhiều kỳ',
            ),
        ),
        migrations.RunPython(take_the_last_of_cumulative_counts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(
                condition=models.Q(('aggregation__in', ['sum', 'last'])),
                name='plans_indicator_aggregation_known',
            ),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ('is_cumulative', False), ('aggregation', 'last'), _connector='OR'
                ),
                name='plans_indicator_cumulative_takes_its_last',
                violation_error_message='Số lũy kế không cộng các kỳ: lấy số của kỳ cuối.',
            ),
        ),
    ]
