"""Forms of reorganisations: the table with its document, and one decision for many at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms

from plans.document_fields import DocumentChoiceField
from plans.models import LegalDocument
from reporting.models import Reorganisation
from reporting.reorganisation.below import ONLY_HEIR, UP
from reporting.reorganisation.people import STAY
from reporting.reorganisation.preparing import TypedDocument
from reporting.reorganisation.preview import ReorganisationPreview
from reporting.reorganisation.proposals import Fate, PlacedKind, Which
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import set_choices
from tracker.lib.legacy.fields import WordsArea, WordsField

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST_TABLE = 60_000
PROPOSAL = "proposal"


class ReorganisationForm(forms.Form):
    """Document, day and table. A document that is not in the catalogue is typed here."""

    document = DocumentChoiceField(
        label="Văn bản quyết định",
        required=False,
        queryset=LegalDocument.objects.order_by("-issued_on", "number", "pk"),
        empty_label="Chọn trong danh mục, hoặc ghi văn bản mới bên dưới",
    )
    kind = WordsField(label="Loại văn bản mới", max_length=60, required=False)
    number = WordsField(label="Số, ký hiệu", max_length=60, required=False)
    issued_on = DateField(label="Ngày ban hành", required=False)
    issuer = WordsField(label="Cơ quan ban hành", max_length=200, required=False)
    effective_on = DateField(
        label="Có hiệu lực từ ngày",
        help_text="Đơn vị cũ kết thúc hết ngày liền trước; đơn vị kế thừa nhận việc từ ngày này.",
    )
    table = WordsField(
        label="Bảng đơn vị cũ, đơn vị kế thừa",
        max_length=LONGEST_TABLE,
        strip=False,
        widget=WordsArea(attrs={"rows": 12, "wrap": "off", "spellcheck": "false"}),
        error_messages={"required": "Hãy dán bảng, hoặc chọn tệp .xlsx."},
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("document") and not cleaned.get("number"):
            if "document" not in self.errors and "number" not in self.errors:
                self.add_error("document", "Hãy chọn văn bản quyết định, hoặc ghi văn bản mới.")
        elif not cleaned.get("document") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", "Hãy ghi loại văn bản, ví dụ: Nghị quyết.")
        return cleaned

    @property
    def has_new_document(self) -> bool:
        """Whether a document that is not in the catalogue was typed, or is wrong."""
        names = ("kind", "number", "issued_on", "issuer")
        return any(self[name].value() or self[name].errors for name in names)

    def chosen_document(self) -> LegalDocument | TypedDocument:
        typed = self.cleaned_data
        chosen: LegalDocument | None = typed["document"]
        return chosen or TypedDocument(
            kind=typed["kind"],
            number=typed["number"],
            issued_on=typed["issued_on"],
            issuer=typed["issuer"],
        )

    @classmethod
    def of(cls, act: Reorganisation) -> "ReorganisationForm":
        return cls(
            initial={
                "document": act.document_id,
                "effective_on": act.effective_on,
                "table": act.table,
            }
        )


class DecideManyForm(forms.Form):
    """Which assignments, and what becomes of them."""

    unit = forms.ChoiceField(label="Đơn vị cũ", required=False)
    which = forms.ChoiceField(
        label="Phân công", required=False, choices=[("", "Tất cả"), *Which.choices]
    )
    fate = forms.ChoiceField(
        label="Xử lý", choices=[(PROPOSAL, "Theo đề xuất"), *Fate.choices], initial=PROPOSAL
    )
    to = forms.ChoiceField(label="Chuyển cho", required=False)

    def __init__(
        self,
        data: "Mapping[str, object] | QueryDict | None" = None,
        *,
        preview: ReorganisationPreview,
    ) -> None:
        super().__init__(data)
        set_choices(self, "unit", _old_units(preview))
        set_choices(self, "to", [("", "Đơn vị kế thừa duy nhất"), *_heirs(preview)])


class PlaceManyForm(forms.Form):
    """Which units below or own plans, and where they go."""

    prefix = "placed"
    unit = forms.ChoiceField(label="Đơn vị cũ", required=False)
    what = forms.ChoiceField(label="Cho")
    place = forms.ChoiceField(label="Xử lý", initial=PROPOSAL)

    def __init__(
        self,
        data: "Mapping[str, object] | QueryDict | None" = None,
        *,
        preview: ReorganisationPreview,
    ) -> None:
        super().__init__(data)
        set_choices(self, "unit", _old_units(preview))
        set_choices(self, "what", [(what.value, str(what.label)) for what in preview.placed])
        places = [
            (PROPOSAL, "Theo đề xuất"),
            (ONLY_HEIR, "Về đơn vị kế thừa duy nhất"),
            *((reference, f"Về {name}") for reference, name in _heirs(preview)),
            *(
                [(UP, "Trực thuộc cấp trên của đơn vị cũ")]
                if PlacedKind.BELOW in preview.placed
                else []
            ),
            (STAY, "Để lại, chờ quyết định"),
        ]
        set_choices(self, "place", places)


def _old_units(preview: ReorganisationPreview) -> list[tuple[str, str]]:
    units = [(str(unit.pk), unit.row.unit.short_name) for unit in preview.units if unit.row.unit]
    return [("", "Tất cả"), *units]


def _heirs(preview: ReorganisationPreview) -> list[tuple[str, str]]:
    return [(heir.reference, heir.short_name) for heir in preview.recognised.heirs.values()]
