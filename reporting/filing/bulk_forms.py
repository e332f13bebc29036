"""The form of one answer for many tasks."""

from django import forms

from reporting.filing.bulk import BulkAnswer
from tracker.lib.numbers import parse_id


class BulkForm(forms.Form):
    """The answer, and the entries as `entry=<id>` (chosen) or `entry=<id>-<version>` (seen)."""

    answer = forms.ChoiceField(
        choices=BulkAnswer.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Hãy chọn câu trả lời."),
    )

    @property
    def seen(self) -> dict[int, int]:
        """By entry, the version on the preview; -1 where none was sent."""
        found = {}
        for value in self.data.getlist("entry"):  # type: ignore[attr-defined]
            pk, seen = map(parse_id, value.partition("-")[::2])
            if pk is not None:
                found[pk] = -1 if seen is None else seen
        return found

    @property
    def is_for_all(self) -> bool:
        """Whether all incomplete entries are chosen."""
        return self.data.get("all") == "incomplete"
