from django.conf import settings
from django.db import migrations

RECIPIENTS = "recipients"


def lines_of(text):
    """The lines with words, single spaces between them; tabs keep columns apart."""
    lines = (
        "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip()
        for line in text.splitlines()
    )
    return [line for line in lines if line]


def rows_of(part, Block):
    """The text of a part as paragraphs at the end of its section; recipients as one list."""
    lines = lines_of(part.text)
    facts = {"review_id": part.review_id, "saved_at": part.saved_at, "saved_by_id": part.saved_by_id}
    if part.key == RECIPIENTS:
        if lines:
            words = [{"text": "\n".join(lines)}]
            yield Block(key=RECIPIENTS, kind="list", runs=words, **facts)
        return
    for number, line in enumerate(lines):
        yield Block(
            key=f"own-part-{part.pk}-{number}",
            kind="paragraph",
            runs=[{"text": line}],
            after=f"end:{part.key}",
            position=number,
            **facts,
        )


def forwards(apps, schema_editor):
    Part = apps.get_model("reporting", "ReviewPart")
    Block = apps.get_model("reporting", "ReviewBlock")
    Version = apps.get_model("reporting", "ReviewBlockVersion")
    for part in Part.objects.order_by("pk").iterator():
        for block in rows_of(part, Block):
            block.save()
            Version.objects.create(
                block=block,
                version=1,
                runs=block.runs,
                after=block.after,
                position=block.position,
                saved_at=block.saved_at,
                saved_by_id=block.saved_by_id,
            )


class Migration(migrations.Migration):

    dependencies = [
        ("reporting", "0035_examples_of_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forwards, elidable=False),
    ]
