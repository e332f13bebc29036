"""Forms of evidence: a document by number, day, issuer and subject; files are handled apart."""

from django import forms

from tracker.lib.days.fields import DateField
from tracker.lib.legacy.fields import WordsField


class ReferenceForm(forms.Form):
    """The identification of a document."""

    number = WordsField(
        required=False, max_length=60, error_messages={"max_length": "Số, ký hiệu quá dài."}
    )
    issued_on = DateField(
        required=False, error_messages={"invalid": "Ngày ban hành ghi theo dạng 31/12/2026."}
    )
    issuer = WordsField(
        required=False, max_length=200, error_messages={"max_length": "Tên cơ quan quá dài."}
    )
    subject = WordsField(
        required=False, max_length=300, error_messages={"max_length": "Trích yếu quá dài."}
    )

    def typed(self) -> dict[str, str]:
        """The content of the fields, valid or not, to show it again; in Unicode if asked."""
        names = ("number", "issued_on", "issuer", "subject")
        return {name: self[name].data or "" for name in names}

    @property
    def has_reference(self) -> bool:
        """Whether a field that identifies the document is filled in."""
        return any(value.strip() for value in self.typed().values())


class EvidenceForm(ReferenceForm):
    is_declared_not_secret = forms.BooleanField(
        error_messages={"required": "Cần xác nhận minh chứng không chứa bí mật nhà nước."}
    )


class DescribeForm(ReferenceForm):
    """`seen` is the reference when the form was made."""

    seen = forms.CharField(required=False, strip=False)
