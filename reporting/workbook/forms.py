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
    """A choice per conflict, named `row-<entry id>`: `keep` the saved content, or `file`."""

    def taken(self) -> set[int]:
        """The ids of entries for which the file's content was chosen."""
        found = set()
        for name, value in self.data.items():
            prefix, _, entry_id = name.partition("-")
            pk = parse_id(entry_id) if prefix == "row" else None
            if pk is not None and value == "file":
                found.add(pk)
        return found
