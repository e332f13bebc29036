"""The office's compiled reports are reviews: models, columns and constraints take the name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

CONSTRAINTS = [
    models.CheckConstraint(
        name='reporting_review_kind_known',
        condition=Q(kind__in=['periodic', 'interim', 'final']),
    ),
    models.CheckConstraint(
        name='reporting_review_status_known',
        condition=Q(status__in=['queued', 'compiling', 'draft', 'failed', 'issued']),
    ),
    models.CheckConstraint(
        name='reporting_review_progress_at_most_100', condition=Q(progress__lte=100)
    ),
    models.CheckConstraint(
        name='reporting_review_claimed_while_compiling',
        condition=~Q(status='compiling')
        | (~Q(claim='') & Q(claimed_at__isnull=False, heartbeat_at__isnull=False)),
    ),
    models.CheckConstraint(
        name='reporting_review_paper_when_compiled',
        condition=~Q(status__in=['draft', 'issued'])
        | (Q(snapshot__isnull=False) & ~Q(pdf_sha256='')),
    ),
    models.CheckConstraint(
        name='reporting_review_reason_when_failed',
        condition=~Q(status='failed') | ~Q(error=''),
    ),
    models.CheckConstraint(
        name='reporting_review_number_and_day_when_issued',
        condition=~Q(status='issued')
        | (~Q(number='') & Q(issued_on__isnull=False, issued_by__isnull=False)),
        violation_error_message='Báo cáo ban hành cần có số và ngày.',
    ),
    models.UniqueConstraint(
        fields=['plan', 'kind', 'period_from', 'period_to', 'cutoff_on'],
        condition=Q(status__in=['queued', 'compiling']),
        name='reporting_review_one_under_way',
        violation_error_message='Báo cáo này đang được lập.',
    ),
    models.UniqueConstraint(
        fields=['plan', 'number', 'issued_on'],
        condition=~Q(number=''),
        name='reporting_review_number_once',
        violation_error_message='Đã có báo cáo mang số và ngày này.',
    ),
]


def person(related_name, verbose_name, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        **options,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_compile_reviews'),
        ('reporting', '0014_digest_error_whole'),
    ]

    operations = [
        *(
            migrations.RemoveConstraint('report', row.name.replace('_review_', '_report_'))
            for row in CONSTRAINTS
        ),
        migrations.RemoveConstraint('reportpart', 'reporting_reportpart_once'),
        migrations.RenameModel('Report', 'Review'),
        migrations.RenameModel('ReportPart', 'ReviewPart'),
        migrations.RenameModel('ReportEvent', 'ReviewEvent'),
        migrations.RenameField('reviewpart', 'report', 'review'),
        migrations.RenameField('reviewevent', 'report', 'review'),
        migrations.AlterField(
            'review',
            'plan',
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name='reviews',
                to='plans.plan',
            ),
        ),
        migrations.AlterField(
            'review',
            'requested_by',
            person('requested_reviews', 'người yêu cầu', null=True, blank=True),
        ),
        migrations.AlterField(
            'review',
            'issued_by',
            person('issued_reviews', 'người ghi ban hành', null=True, blank=True),
        ),
        migrations.AlterField('reviewpart', 'saved_by', person('saved_review_parts', 'người lưu')),
        migrations.AlterField(
            'reviewevent', 'by', person('review_events', 'người thực hiện', null=True)
        ),
        *(migrations.AddConstraint('review', row) for row in CONSTRAINTS),
        migrations.AddConstraint(
            'reviewpart',
            models.UniqueConstraint(
                fields=['review', 'key'], name='reporting_reviewpart_once'
            ),
        ),
    ]
