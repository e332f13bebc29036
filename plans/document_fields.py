"""Choices of documents of the catalogue, as forms show them."""

from collections.abc import Iterable

from django import forms

from plans.models import LegalDocument
from tracker.lib.form_fields import ModelChoiceField, ModelMultipleChoiceField


class DocumentChoiceField(ModelChoiceField[LegalDocument]):
    """Choice of a document from the catalogue, by kind, number and day."""

    def label_from_instance(self, document: LegalDocument) -> str:
        return document_name(document)


class DocumentsField(ModelMultipleChoiceField[LegalDocument]):
    """Documents of the catalogue, to be ticked."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, document: LegalDocument) -> str:
        return document_name(document)


def document_name(document: LegalDocument) -> str:
    """How lists of documents to choose from name one."""
    day = f", {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    return f"{document.kind} số {document.number}{day}"


def share_documents(shown: Iterable[forms.BaseForm]) -> None:
    """Let all choices of a document on a page, in one or several forms, share one reading."""
    documents = LegalDocument.objects.order_by("-issued_on", "number", "pk")
    rows = [(str(row.pk), document_name(row)) for row in documents]
    for field in (field for form in shown for field in form.fields.values()):
        if isinstance(field, DocumentChoiceField | DocumentsField):
            empty = [] if field.empty_label is None else [("", field.empty_label)]
            field.choices = [*empty, *rows]


def document_field(label: str, *, required: bool = True) -> DocumentChoiceField:
    return DocumentChoiceField(
        label=label,
        required=required,
        queryset=LegalDocument.objects.order_by("-issued_on", "number", "pk"),
        empty_label="Chọn văn bản",
        error_messages={"required": "Hãy chọn văn bản; nếu chưa có, thêm vào danh mục văn bản."},
    )
