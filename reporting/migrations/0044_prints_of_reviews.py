"""Each draft of a review keeps its files and its words; what is printed now is kept without words."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_present_papers(apps, schema_editor):
    """Keep the files that reviews have now. A review at work still has those of the draft before."""
    reviews = apps.get_model("reporting", "Review").objects.exclude(pdf_sha256="")
    prints = apps.get_model("reporting", "ReviewPrint").objects
    for review in reviews.defer("snapshot").order_by("pk"):
        is_final = review.status == "issued"
        is_of_former = review.status in ("queued", "compiling", "failed") and not review.number
        prints.create(
            review=review,
            number=max(1, review.draft_number - is_of_former),
            is_final=is_final,
            printed_at=review.compiled_at or review.requested_at,
            printed_by_id=review.issued_by_id if is_final else None,
            snapshot_sha256=review.snapshot_sha256,
            pdf_sha256=review.pdf_sha256,
            pdf_size=review.pdf_size,
            pdf_pages=review.pdf_pages,
            docx_sha256=review.docx_sha256,
            docx_size=review.docx_size,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0043_evidence_of_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewPrint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='dự thảo lần')),
                ('is_final', models.BooleanField(default=False, verbose_name='bản ban hành')),
                ('printed_at', models.DateTimeField(verbose_name='lập lúc')),
                ('snapshot_sha256', models.CharField(blank=True, max_length=64, verbose_name='mã băm số liệu')),
                ('pdf_sha256', models.CharField(max_length=64, verbose_name='mã băm PDF')),
                ('pdf_size', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='kích thước PDF')),
                ('pdf_pages', models.PositiveIntegerField(blank=True, null=True, verbose_name='số trang')),
                ('docx_sha256', models.CharField(blank=True, max_length=64, verbose_name='mã băm Word')),
                ('docx_size', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='kích thước Word')),
                ('blocks', models.JSONField(blank=True, null=True, verbose_name='nội dung')),
                ('printed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người lập')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prints', to='reporting.review')),
            ],
            options={
                'verbose_name': 'bản in của báo cáo',
                'verbose_name_plural': 'bản in của báo cáo',
                'constraints': [models.UniqueConstraint(fields=('review', 'number', 'is_final'), name='reporting_reviewprint_once'), models.CheckConstraint(condition=models.Q(('pdf_sha256', ''), _negated=True), name='reporting_reviewprint_has_a_file')],
            },
        ),
        migrations.RunPython(keep_present_papers, migrations.RunPython.noop),
    ]
