"""Makes a fixture from the demonstration of this checkout and the steps that it lacks."""

import base64
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from django.apps import apps
from django.conf import settings

from plans import loading
from reporting.reviews.papers import pdf
from tests.reporting.evidence import uploads
from tests.upgrades import (
    contribution_steps,
    directory_steps,
    filing_steps,
    log_in_steps,
    machine_steps,
    plan_steps,
    review_steps,
    rows,
    trimming,
)
from tracker.demo.seeding import seed_demo

LENGTH_OF_SHA256 = 64
NUM_UNITS, NUM_PERIODS = 4, 2


def make_fixture(*, at: datetime) -> dict[str, Any]:
    """Fill an empty database and return its rows and its files."""
    with (
        mock.patch.object(pdf, "to_pdf", return_value=uploads.pdf()),
        mock.patch.object(pdf, "num_pages", return_value=1),
    ):
        loading.load_sample(at=at)
        seed_demo(at=at, num_units=NUM_UNITS, num_periods=NUM_PERIODS)
        directory_steps.play(at=at)
        plan_steps.play(at=at)
        filing_steps.play(at=at)
        contribution_steps.play(at=at)
        review_steps.play(at=at)
        log_in_steps.play(at=at)
        machine_steps.play(at=at)
    trimming.trim()
    return {**rows.dump(apps), "files": _files()}


def _files() -> dict[str, str]:
    """Stored files by name, in base64."""
    folder = Path(settings.MEDIA_ROOT)
    return {
        file.name: base64.b64encode(file.read_bytes()).decode()
        for file in sorted(folder.rglob("?" * LENGTH_OF_SHA256))
    }
