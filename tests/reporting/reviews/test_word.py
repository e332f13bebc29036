"""A whole review as a Word file."""

import docx
import pytest

from reporting.papers.blocks import Table
from reporting.papers.word import to_docx
from reporting.reviews.composing import compose
from tests.factories import NOON
from tests.reporting.papers.word.reading import words_of
from tests.reporting.reviews.scene import (
    SHARED_RESULT,
    SOLO_RESULT,
    UNVERIFIED,
    compiled,
    plan_at_work,
    request_review,
)
from tracker.lib import filestore


@pytest.mark.django_db
@pytest.mark.usefixtures("no_printing")
def test_a_review_is_the_same_paper_in_word(monkeypatch):
    monkeypatch.setattr("reporting.papers.word.to_docx", to_docx)
    work = plan_at_work()
    review = compiled(request_review(work), at=NOON)
    document = compose(review).document

    with filestore.open_stored(review.docx_sha256) as stored:
        content = stored.read()
        stored.seek(0)
        word = docx.Document(stored)

    assert content == to_docx(document, NOON)
    text = words_of(word.element.body)
    assert SOLO_RESULT in text
    assert SHARED_RESULT in text
    assert UNVERIFIED not in text
    tables = [block for block in document.all_blocks() if isinstance(block, Table)]
    assert len(word.tables) == 2 + len(tables)
    assert [section.orientation for section in word.sections][:2] == [0, 1]
    titles = [row.text for row in word.paragraphs if row.style.style_id == "AnnexTitle"]
    assert len(titles) == len(document.annexes)
