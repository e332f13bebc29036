"""Take the pictures of the guide from the demonstration of a fixed day.

`python -m tests.pictures` writes `static/guide/*.webp`; with names it takes only those. It ends
with an error where a screen is not what its picture is about.
"""

import io
import os
import shutil
import sys
from datetime import datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import django
import time_machine
from PIL import Image

from tests.bench.preview import served
from tests.bench.review import in_new_database
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.pictures import FOLDER, SHOTS, Shot
from tests.product import ROOT

DAY = datetime(2025, 5, 12, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
READ = ROOT / "tests/plans/reading/corpus/held_out/dang_uy_xa.txt"
REORGANISED = ROOT / "fixtures/reorganisation_demo.tsv"
QUALITIES = (60, 50, 40, 30)


def main(names: list[str]) -> None:
    if not _chromium():
        sys.exit("The pictures of the guide need Chromium.")
    step = ("-m", "tests.pictures", "taken", *names)
    print(in_new_database(*step, DEBUG="True", DEMO="True", BACKUP_DIR="/backups"), end="")


def _chromium() -> str | None:
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def take(names: list[str]) -> None:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    from django.test import override_settings
    from playwright.sync_api import sync_playwright

    with time_machine.travel(DAY, tick=True):
        # Which quotes the values of each statement on SQLite again, to keep it
        with override_settings(DEBUG=False):
            _demonstration()
        with served() as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=CHROMIUM_FLAGS)
            FOLDER.mkdir(exist_ok=True)
            for name in names or SHOTS:
                _take(name, SHOTS[name], browser, address)
            browser.close()


def _demonstration() -> None:
    """The demonstration, with a report, an imported plan and a reorganisation that are begun."""
    from plans.importing import receiving, recognizing
    from reporting.filing import filing
    from reporting.models import ReportingPeriod
    from reporting.reorganisation import preparing
    from reporting.reorganisation.preparing import TypedDocument
    from tracker.demo import people
    from tracker.demo.seeding import seed_demo
    from units.models import User

    seed_demo(at=DAY, num_periods=4)
    officer = User.objects.get(username="canbo")
    period = ReportingPeriod.objects.newest_first()[0]
    filing.start(period=period, unit=officer.memberships.get().unit, by=officer, at=DAY)
    people.logins_file().unlink()  # the log-in page of an office does not offer them
    read = receiving.paste(
        text=READ.read_text(encoding="utf-8"), by=User.objects.get(username="chuyenvien"), at=DAY
    )
    recognizing.read_import(import_id=read.pk, clock=lambda: DAY)
    preparing.prepare(
        document=TypedDocument("Nghị quyết", "99-NQ/MAU", DAY.date(), "Tỉnh ủy"),
        effective_on=DAY.date(),
        table=REORGANISED.read_text(encoding="utf-8"),
        by=User.objects.get(username="quantri"),
        at=DAY,
    )


def _take(name: str, shot: Shot, browser: Any, address: str) -> None:
    from reporting.guide.pictures import SIZE

    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="light",
        reduced_motion="reduce",
        viewport={"width": shot.width, "height": shot.width * SIZE[1] // SIZE[0]},
    )
    if shot.who:
        cookie = {"name": "sessionid", "value": _session_of(shot.who), "url": address}
        context.add_cookies([cookie])
    page = context.new_page()
    response = page.goto(f"{address}{shot.address()}")
    if response.status != 200 or shot.words not in page.inner_text("body"):
        sys.exit(f"{name}: {page.url} answers {response.status} and has no “{shot.words}”.")
    if shot.at:
        page.locator(shot.at).first.evaluate("place => place.scrollIntoView()")
        page.mouse.wheel(0, -90)
        page.wait_for_timeout(300)
    _keep(name, shot, page.screenshot())
    context.close()


def _session_of(username: str) -> str:
    from django.test import Client

    from units.models import User

    client = Client(SERVER_NAME="localhost")
    person = User.objects.get(username=username)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def _keep(name: str, shot: Shot, screenshot: bytes) -> None:
    """Write the picture as finely as its limit of bytes allows; dense text is softened for it."""
    from reporting.guide.pictures import SIZE

    image = Image.open(io.BytesIO(screenshot)).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    softened = image.resize([side * 3 // 4 for side in SIZE]).resize(SIZE)
    for source, quality in [*product([image], QUALITIES), *product([softened], QUALITIES)]:
        content = io.BytesIO()
        source.save(content, "WEBP", quality=quality, method=6)
        if content.tell() <= shot.most:
            break
    shot.path_of(name).write_bytes(content.getvalue())
    print(f"picture={name} bytes={content.tell()} quality={quality}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["taken"]:
        take(sys.argv[2:])
    else:
        main(sys.argv[1:])
