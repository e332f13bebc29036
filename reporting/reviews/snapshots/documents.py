"""Documents given as evidence for accepted results, in the snapshot of a review."""

from datetime import date

from reporting.counting.facts import end_of
from reporting.models import Evidence
from reporting.reviews.schema import FrozenDocument
from reporting.reviews.snapshots.results import Reported


def documents_of(results: list[Reported], as_of: date) -> list[FrozenDocument]:
    """Documents with a number, by day; one row per number, day and issuer."""
    accepted = [row.entry for row in results if row.is_accepted]
    rows = (
        Evidence.objects.filter(added_at__lt=end_of(as_of))
        .exclude(number="")
        .filter(entry__submission__period__in={row.period for row in results})
        .order_by("issued_on", "number", "pk")
        .values_list("entry_id", "number", "issued_on", "issuer", "subject")
    )
    counted = set(accepted)
    found: dict[tuple[str, date | None, str], FrozenDocument] = {}
    for entry, number, issued_on, issuer, subject in rows:
        if entry not in counted:
            continue
        key = (number.casefold(), issued_on, issuer.casefold())
        document = found.setdefault(
            key,
            {
                "number": number,
                "issued_on": issued_on.isoformat() if issued_on else None,
                "issuer": issuer,
                "subject": subject,
                "entries": [],
            },
        )
        document["subject"] = document["subject"] or subject
        document["entries"].append(entry)
    return list(found.values())
