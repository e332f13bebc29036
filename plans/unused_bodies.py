"""Bodies that came with a plan and go with it."""

from django.db import transaction
from django.db.models import ProtectedError

from plans.models import IssuingBody


def remove_unused_body(body: IssuingBody | None) -> None:
    """Delete the body of a deleted plan, unless people have named it or other rows need it."""
    if body is None or body.own or body.events.exists():
        return
    try:
        with transaction.atomic():
            body.delete()
    except ProtectedError:
        return
