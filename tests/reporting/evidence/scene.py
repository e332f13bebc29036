"""Evidence attached to an entry, and files posted by the form of its page."""

from django.urls import reverse

from reporting.evidence import attaching
from tests.factories import UserFactory


def attach(entry, now, file=None, **fields):
    return attaching.attach(
        entry=entry, by=UserFactory(), at=now, file=file, is_declared_not_secret=True, **fields
    )


def post(client, entry, *files, headers=None, **fields):
    sent = {"file": list(files), "is_declared_not_secret": "on", **fields}
    return client.post(reverse("reporting:add-evidence", args=[entry.pk]), sent, headers=headers)


def names_of(entry):
    return [row.file_name for row in entry.evidence.order_by("pk")]
