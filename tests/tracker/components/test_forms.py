"""Forms of one step, fields, answers and filters."""

from django import forms
from django.utils.safestring import SafeString

from tests.tracker.components import BAD, SAFE, render


class SmallForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="A & B", help_text="Help")
    note = forms.CharField(label="Note", required=False)
    is_late = forms.BooleanField(label="Late", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError(BAD)


def test_a_form_of_one_step_brings_its_token():
    source = (
        """{% post_form "/x" query="?a=1&b" confirm=x class="row" %}<button>{% endpost_form %}"""
    )

    html = render(source, x=BAD, csrf_token="T0")

    assert html == (
        f'<form class="row" method="post" action="/x?a=1&amp;b" data-confirm="{SAFE}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="T0"><button></form>'
    )
    assert "data-confirm" not in render('{% post_form "/x" %}{% endpost_form %}', csrf_token="T0")


def test_a_form_shows_errors_then_hidden_fields_then_fields():
    html = render("{% form_fields form %}", form=SmallForm({"seen": "1"}))

    assert html.index(f"<span>{SAFE}</span>") < html.index('name="seen"') < html.index("A &amp; B")
    assert '<p class="field__help" id="id_name_helptext">Help</p>' in html
    assert '<p class="field__error" id="id_name_error">' in html


def test_a_field_says_that_it_is_optional_unless_it_is_needed():
    form = SmallForm()

    assert "(không bắt buộc)" in render("{% field form.note %}", form=form)
    assert "(không bắt buộc)" not in render("{% field form.note is_needed=True %}", form=form)
    assert "(không bắt buộc)" not in render("{% field form.name %}", form=form)


def test_a_choice_is_labelled_as_what_it_is():
    form = SmallForm()

    assert "<legend>Way</legend>" in render("{% field form.way %}", form=form)
    assert '<label class="choice" for="id_is_late">' in render(
        "{% field form.is_late %}", form=form
    )


def test_a_repeated_choice_is_escaped_each_time():
    source = '{% choice "n" "1" x %}'

    as_markup = render(source, x=SafeString(BAD))

    assert BAD in as_markup
    assert f"<span>{SAFE}</span>" in render(source, x=BAD)
    assert render(source, x=SafeString(BAD)) == as_markup


def test_a_choice_is_checked_where_it_was_chosen():
    source = "{% choice name 1 x chosen %}"

    assert render(source, name="n", x=BAD, chosen="1") == (
        f'<label class="choice"><input type="radio" name="n" value="1" checked> '
        f"<span>{SAFE}</span></label>"
    )
    assert "checked" not in render(source, name="n", chosen=None)
    assert "checked" not in render(source, name="n", chosen="")
    assert 'value="">' in render('{% choice "n" "" "None" %}')
    assert 'value="" checked>' in render('{% choice "n" "" "None" x %}', x="")
    assert '<input type="checkbox" name="n" value="on" data-all>' in render(
        '{% choice "n" "on" "All" kind="checkbox" data_all=True %}'
    )


def test_a_row_moves_up_and_down_unless_it_is_at_that_end():
    html = render("{% order_steps whose is_first=True is_last=False %}", whose=BAD)

    up, down = html.split("</button>")[:2]
    assert f'value="up" aria-label="Chuyển lên: {SAFE}" disabled' in " ".join(up.split())
    assert f'value="down" aria-label="Chuyển xuống: {SAFE}"' in " ".join(down.split())
    assert "disabled" not in down


def test_the_filters_of_a_list_can_be_cleared():
    html = render('{% filters form "units:list-people" %}', form=SmallForm())

    assert '<label for="id_note">Note</label>' in html
    assert '<label class="choice"><input type="checkbox"' in html
    assert '<a class="button button--quiet" href="/people/">Bỏ lọc</a>' in html
    assert "Bỏ lọc" not in render('{% filters form label="Xem" icon="" %}', form=SmallForm())


def test_a_file_is_chosen_with_a_button_that_names_the_field():
    html = render("""{% pick_file "f" x accept=".pdf" required=True aria_invalid="" %}""", x=BAD)

    assert html.startswith(
        '<span class="file-pick">'
        '<input id="f" type="file" name="file" accept=".pdf" required>'
        '<label class="button" for="f"><svg'
    )
    assert html.endswith(
        f'<span>{SAFE}</span></label><span class="file-names" role="status"></span></span>'
    )
