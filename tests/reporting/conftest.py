"""Fixtures of several features of `reporting`."""

from typing import Any

import pytest

from reporting.papers import word
from reporting.reviews.papers import pdf
from tests.reporting.reviews.scene import FAKE_DOCX, FAKE_PDF


@pytest.fixture
def no_printing(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """Spare a test that is not about the paper the seconds of laying it out."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pdf, "to_pdf", lambda html, **_: FAKE_PDF)
    monkeypatch.setattr(pdf, "num_pages", lambda printed: 1)
    monkeypatch.setattr(word, "to_docx", lambda document, at: FAKE_DOCX)
