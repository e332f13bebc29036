"""Every form that names a document offers to convert what is typed in an old encoding."""

from django import forms
from django.http import QueryDict

from plans.forms import DocumentForm
from reporting.evidence.forms import EvidenceForm
from reporting.extensions.forms import GrantForm
from tracker.lib.legacy.fields import WordsArea, WordsField

OLD = "B¸o c¸o\nkÕt qu¶"


class Form(forms.Form):
    subject = WordsField(widget=WordsArea, required=False)
    other = WordsField(required=False)


def form_with(**fields):
    typed = QueryDict(mutable=True)
    typed.update({name.replace("_", "-"): value for name, value in fields.items()})
    return Form(typed)


def test_a_field_is_converted_where_its_button_was_pressed_only():
    form = form_with(subject=OLD, to_unicode="subject", other="B¸o c¸o")

    assert list(form.errors) == ["other"]
    assert form["subject"].value() == "Báo cáo\nkết quả"
    assert "“Báo cáo”" in form.errors["other"][0]


def test_a_field_stays_as_typed_where_that_was_shown():
    assert form_with(subject=OLD, subject_as_typed=OLD.replace("\n", "\r\n")).is_valid()
    assert not form_with(subject=f"{OLD} thùc hiÖn", subject_as_typed=OLD).is_valid()
    assert form_with(subject="Báo cáo", other="café 30 °C").is_valid()


def test_what_is_typed_cannot_become_a_tag():
    form = form_with(subject=f"<b>{OLD}")

    assert "<b>" not in form.errors["subject"][0]


def test_forms_that_name_a_document_have_such_fields():
    for form in (DocumentForm, EvidenceForm, GrantForm):
        for name in ("number", "issuer", "subject"):
            assert isinstance(form.base_fields[name], WordsField), (form, name)
