"""Forms that close a plan and open it again."""

from collections.abc import Iterable, Mapping

from django import forms

from reporting.closing.open_work import OpenAssignment, by_label
from reporting.counting.labels import Label
from tracker.lib.legacy.fields import WordsField, WordsInput

# More fields than that are no help
MOST_OWN = 300
USUAL = "usual-reasons"


class CloseForm(forms.Form):
    """The reason to close the plan, one for all assignments of a status, and one for some."""

    reason = WordsField(
        label="Lý do kết thúc kế hoạch",
        max_length=300,
        help_text="Ví dụ: Hết thời gian thực hiện, đã tổng kết theo Báo cáo số …",
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        rows: Iterable[OpenAssignment],
    ) -> None:
        super().__init__(data)
        self.groups = by_label(rows)
        self.has_own = sum(map(len, self.groups.values())) <= MOST_OWN
        for label, members in self.groups.items():
            self.fields[f"all-{label.value}"] = _reason(f"Lý do chung cho {len(members)} phân công")
            for row in members if self.has_own else ():
                self.fields[f"own-{row.pk}"] = _reason(f"Lý do riêng, {row.code}, {row.unit}")

    @property
    def own_words(self) -> str:
        return "Ghi lý do riêng cho từng phân công" if self.has_own else "Xem từng phân công"

    def reasons(self) -> dict[int, str]:
        """The reason of each assignment: its own, or that of its status."""
        typed = self.cleaned_data
        return {
            row.pk: typed.get(f"own-{row.pk}") or typed[f"all-{label.value}"]
            for label, members in self.groups.items()
            for row in members
        }

    def sections(self) -> list[tuple[Label, forms.BoundField, list[tuple[OpenAssignment, object]]]]:
        """For the page: each status with its field, and its assignments with theirs."""
        return [
            (
                label,
                self[f"all-{label.value}"],
                [(row, self[f"own-{row.pk}"] if self.has_own else None) for row in members],
            )
            for label, members in self.groups.items()
        ]


class ReopenPlanForm(forms.Form):
    reason = WordsField(label="Lý do mở lại", max_length=300)


def _reason(label: str) -> WordsField:
    return WordsField(
        label=label, max_length=300, required=False, widget=WordsInput(attrs={"list": USUAL})
    )
