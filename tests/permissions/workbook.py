"""The Excel round trip: readers of a report download, its unit's officers hand in."""

from reporting.workbook import importing
from tests.factories import NOON
from tests.permissions import AccessRule
from tests.permissions.filing import READERS, _draft_submission, _submission, only_officer
from tests.permissions.scene import Scene
from tests.reporting.workbook.scene import as_file, entries_of, fill, workbook


def _filled(scene: Scene):
    _draft_submission(scene)
    book = workbook(scene.submission)
    fill(book, entries_of(scene.submission)[0], percent=95)
    return as_file(book)


def _import(scene: Scene) -> list[int]:
    found = importing.upload(
        submission=scene.submission, file=_filled(scene), by=scene.people["officer"], at=NOON
    )
    return [found.pk]


ACCESS = [
    AccessRule(
        "reporting:download-sheet",
        {"officer": 200, **dict.fromkeys(READERS, 200)},
        args=_submission,
    ),
    AccessRule("reporting:upload-sheet", only_officer(200, insiders=READERS), args=_submission),
    AccessRule(
        "reporting:upload-sheet",
        only_officer(422, insiders=READERS),
        method="post",
        args=_submission,
    ),
    AccessRule("reporting:sheet-import", only_officer(200, insiders=READERS), args=_import),
    AccessRule(
        "reporting:confirm-sheet",
        only_officer(insiders=READERS),
        method="post",
        args=_import,
    ),
    AccessRule(
        "reporting:discard-sheet",
        only_officer(insiders=READERS),
        method="post",
        args=_import,
    ),
]
