"""The filing page as an object: read, overlaid with typed input, refused."""

import pytest

from reporting.filing.filing import Incomplete
from reporting.filing.forms import EntryForm, TakeBackForm
from reporting.filing.page import FilingPage
from reporting.models import EntryStatus
from tests.factories import NOON, person
from tests.reporting.filing.scene import entry_of, form_of
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return entry_of(EntryStatus.DRAFT, NOON)


@pytest.fixture
def page(entry):
    submission = entry.submission
    officer = person(Role.OFFICER, submission.unit)
    return FilingPage.read(submission, reader=officer, may_file=True, at=NOON)


def test_typed_input_is_shown_instead_of_stored_text_without_changing_it(page, entry):
    form = EntryForm(form_of(entry, percent="150", result="Chưa lưu."))

    typed = page.with_typed({entry.pk: form})

    [stored], [shown] = page.sections, typed.sections
    assert (page.status_code, typed.status_code) == (200, 422)
    assert stored.input.values["result"] == entry.result
    assert shown.input.values["result"] == "Chưa lưu."
    assert list(shown.input.errors) == ["percent"]
    assert shown.entry.result == entry.result


def test_input_that_is_brought_back_is_no_refusal(page, entry):
    form = EntryForm(form_of(entry, result="Chưa lưu."))

    [section] = page.with_typed({entry.pk: form}, is_brought_back=True).sections

    assert section.input.is_brought_back
    assert page.with_typed({entry.pk: form}, is_brought_back=True).status_code == 200


def test_a_note_that_was_refused_is_shown_to_be_copied_where_it_cannot_be_sent(page, entry):
    form = TakeBackForm({"note": "x" * 1001})
    assert not form.is_valid()

    [section] = page.with_typed({entry.pk: form}).sections

    assert section.input.take_back_error
    assert section.input.lost_text == ["x" * 1001]


def test_a_refusal_is_shown_and_incomplete_entries_are_listed(page, entry):
    refusal = Refused("Kỳ báo cáo đã đóng.")

    assert page.refused(refusal).context()["refusal"] is refusal
    assert page.refused(refusal).status_code == 422
    assert page.refused(Incomplete([entry])).context()["incomplete"] == [entry]
    assert page.refused(Incomplete([entry])).context()["refusal"] is None
    assert page.refused(None).status_code == 200
