"""Use cases that maintain the catalogue of documents."""

from datetime import date

from django.db import transaction

from plans.models import LegalDocument, Plan
from tracker.lib import secrecy
from tracker.lib.refusal import Refused


@transaction.atomic
def save_document(
    *,
    document: LegalDocument | None,
    number: str,
    kind: str,
    issued_on: date | None,
    issuer: str,
    subject: str,
    note: str,
) -> LegalDocument:
    """Add a document to the catalogue (`document` None), or correct an existing one."""
    secrecy.refuse_marks(
        {
            "Số, ký hiệu": number,
            "Loại văn bản": kind,
            "Cơ quan ban hành": issuer,
            "Trích yếu": subject,
            "Ghi chú": note,
        }
    )
    saved = document or LegalDocument()
    same = LegalDocument.objects.filter(number=number, issued_on=issued_on)
    if same.exclude(pk__in=[saved.pk] if saved.pk else []).exists():
        raise Refused("Văn bản này đã có trong danh mục.")
    saved.number, saved.kind, saved.issued_on = number, kind, issued_on
    saved.issuer, saved.subject, saved.note = issuer, subject, note
    saved.save()
    return saved


@transaction.atomic
def document_of(plan: Plan) -> LegalDocument:
    """`plan` as a document of the catalogue, for deadlines that it sets itself."""
    document, _ = LegalDocument.objects.get_or_create(
        number=plan.number,
        issued_on=plan.issued_on,
        defaults={"kind": plan.kind, "issuer": plan.issuer, "subject": plan.subject},
    )
    return document
