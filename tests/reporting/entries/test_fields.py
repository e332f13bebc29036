"""The catalogue of an entry's fields agrees with everything that cannot read it."""

import pytest

from reporting.entries.content import content_of
from reporting.entries.fields import ENTRY_FIELDS, OWN_NAMES, TEXT_NAMES, OwnContent
from reporting.filing.forms import EntryForm
from reporting.models import EntryStatus, ProgressEntry, RemarkField
from tests.factories import NOON
from tests.house.modules import ROOT
from tests.reporting.filing.scene import entry_of


def test_own_fields_are_columns_of_the_model_and_typed():
    columns = {field.name for field in ProgressEntry._meta.fields}

    assert set(OWN_NAMES) <= columns
    assert tuple(OwnContent.__annotations__) == OWN_NAMES


def test_each_own_field_can_have_a_remark():
    assert set(OWN_NAMES) <= set(RemarkField.values)


def test_the_form_takes_each_own_field():
    assert set(OWN_NAMES) <= set(EntryForm({}).fields)


@pytest.mark.django_db
def test_a_sending_keeps_each_field():
    content = content_of(entry_of(EntryStatus.DRAFT, NOON))

    assert set(content) == {field.name for field in ENTRY_FIELDS}


def test_templates_of_a_section_name_no_further_text():
    """A further text field appears on the page without a change to its templates."""
    folder = ROOT / "templates" / "reporting" / "filing" / "section"
    named = [
        (path.name, name)
        for path in sorted(folder.rglob("*.html"))
        for name in TEXT_NAMES[1:]
        if name in path.read_text(encoding="utf-8")
    ]

    assert named == []
