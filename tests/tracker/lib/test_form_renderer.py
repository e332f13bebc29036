"""Fields drawn in one pass have the HTML of Django's templates."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import lazystr
from django.utils.safestring import SafeString

from tracker.lib.form_renderer import DRAWN, WIDGETS, FlatRenderer, FlatSelect

CHOICES = [
    ("", "Tất cả"),
    (1, "Đảng ủy <xã> & phường"),
    ("b&c", lazystr("Khối 'ba'")),
    ('Nhóm "hai" <b>', [("d", SafeString("<i>đã thoát</i>")), (None, "không")]),
]
ATTRS = {"id": "id_<x>", "required": True, "disabled": False, "data-n": 3, "title": 'a "b"'}


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.Select(choices=CHOICES), "b&c"),
        (forms.Select(choices=CHOICES), 1),
        (forms.Select(), None),
        (forms.SelectMultiple(choices=CHOICES), ["d", 1]),
        (forms.TextInput(), None),
        (forms.TextInput(), "<\"Nguyễn\" & 'Trần'>"),
        (forms.TextInput(), SafeString("a&amp;b")),
        (forms.NumberInput(), 1234567),
        (forms.EmailInput(), "a@b.vn"),
        (forms.PasswordInput(render_value=True), "x"),
        (forms.HiddenInput(), lazystr("lười")),
        (forms.DateInput(), date(2026, 11, 29)),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.Textarea(), "giữ <nguyên>"),
        (forms.ClearableFileInput(), None),
        (forms.RadioSelect(choices=CHOICES), "d"),
    ],
)
@pytest.mark.parametrize("attrs", [{}, ATTRS])
def test_html_is_that_of_django(widget, value, attrs):
    drawn, expected = (
        widget.render('tên<"1">', value, attrs, renderer=renderer)
        for renderer in (FlatRenderer(), DjangoTemplates())
    )

    assert drawn == expected
    assert isinstance(drawn, SafeString)


@pytest.mark.parametrize("attrs", [{}, ATTRS])
@pytest.mark.parametrize("value", [None, "", 1, "b&c", "khác"])
def test_a_flat_select_is_that_of_django(value, attrs):
    choices = [*CHOICES[:3], (1, "Trùng mã"), (None, "Không")]
    drawn, expected = (
        kind(choices=choices).render("tên", value, attrs, renderer=DjangoTemplates())
        for kind in (FlatSelect, forms.Select)
    )

    assert drawn == expected
    assert isinstance(drawn, SafeString)


def test_all_forms_use_it():
    assert forms.renderers.get_default_renderer().__class__ is FlatRenderer


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_is_a_template_of_django(name):
    assert name.startswith(WIDGETS)
    assert DjangoTemplates().get_template(name)
