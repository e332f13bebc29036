"""Add and change the terms of issuing bodies."""

from datetime import datetime

from django.db import transaction

from reporting.models import Term
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def save_term(*, term: Term, by: User, at: datetime) -> None:
    """Add or change `term`; its papers keep their numbers, and their days stay in it."""
    secrecy.refuse_marks({"Nhiệm kỳ": term.name})
    if term.first_day > term.last_day:
        raise Refused("Ngày cuối của nhiệm kỳ phải sau ngày đầu.")
    others = Term.objects.filter(issuing_body=term.issuing_body).exclude(pk=term.pk)
    if others.filter(name=term.name).exists():
        raise Refused(f"{term.issuing_body} đã có nhiệm kỳ {term.name}.")
    overlapping = others.filter(first_day__lte=term.last_day, last_day__gte=term.first_day).first()
    if overlapping:
        raise Refused(
            f"Trùng ngày với nhiệm kỳ {overlapping.name} "
            f"({overlapping.first_day:%d/%m/%Y} – {overlapping.last_day:%d/%m/%Y})."
        )
    if term.pk:
        outside = term.reviews.exclude(issued_on__range=(term.first_day, term.last_day)).first()
        if outside:
            raise Refused(
                f"Văn bản số {outside.number} ban hành ngày {outside.issued_on:%d/%m/%Y}, "
                "nằm ngoài những ngày này."
            )
    term.saved_by, term.saved_at = by, at
    term.save()
