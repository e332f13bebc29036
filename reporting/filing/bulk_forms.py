"""The form of one answer for many tasks."""

from collections.abc import Iterable

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
        return seen_in(self.data.getlist("entry"))  # type: ignore[attr-defined]

    @property
    def is_for_all(self) -> bool:
        """Whether all incomplete entries are chosen."""
        return self.data.get("all") == "incomplete"


def seen_in(values: Iterable[str]) -> dict[int, int]:
    """By entry, the version that `values` name as `<id>-<version>`; -1 where they name none."""
    found = {}
    for value in values:
        pk, seen = map(parse_id, value.partition("-")[::2])
        if pk is not None:
            found[pk] = -1 if seen is None else seen
    return found
