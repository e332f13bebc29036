"""Forms of the Excel round trip."""

from django import forms


class SheetForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # the use case refuses it in words that name the file
        error_messages=dict.fromkeys(
            ("required", "invalid", "missing"), "Hãy chọn tệp biểu Excel (.xlsx) đã ghi."
        ),
    )


class ConfirmForm(forms.Form):
    """Per conflict a choice, named `row-<entry id>`: `keep` what is saved, or take the `file`."""

    def taken(self) -> set[int]:
        """The entries for which the file's content was chosen."""
        found = set()
        for name, value in self.data.items():
            prefix, _, entry_id = name.partition("-")
            if prefix == "row" and entry_id.isdecimal() and value == "file":
                found.add(int(entry_id))
        return found
