"""Forms of the Excel round trip."""

from django import forms

from tracker.lib.numbers import parse_id


class SheetForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # the use case refuses it in words that name the file
        error_messages=dict.fromkeys(
            ("required", "invalid", "missing"), "Hãy chọn tệp biểu Excel (.xlsx) đã ghi."
        ),
    )


class ConfirmForm(forms.Form):
    """A choice per conflict: `keep` the saved content, or `file`.

    Named `row-<entry id>`, or `part-<assignment id>` for a contribution. `row-<entry id>-unicode`
    asks to convert the row from an old encoding.
    """

    def taken(self) -> set[int]:
        """The ids of entries for which the file's content was chosen."""
        return self._taken("row")

    def taken_parts(self) -> set[int]:
        """The same for contributions: the ids of their assignments."""
        return self._taken("part")

    def converted(self) -> set[str]:
        """The names of the rows to convert."""
        suffix = "-unicode"
        return {name.removesuffix(suffix) for name in self.data if name.endswith(suffix)}

    def _taken(self, kind: str) -> set[int]:
        found = set()
        for name, value in self.data.items():
            prefix, _, typed = name.partition("-")
            pk = parse_id(typed) if prefix == kind else None
            if pk is not None and value == "file":
                found.add(pk)
        return found
