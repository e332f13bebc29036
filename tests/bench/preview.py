"""Measure how soon words that somebody writes in a review stand on screen as they are printed.

`python -m tests.bench.preview` prints one line. `typed_ms` and `worst_ms`, the median and the
longest of some keys: from the key to the frame that shows its letter, in the paper of `blocks`
blocks. `saved_cpu_ms`: of the processor, for the answer to a save, which holds the block as it
is printed now (median). Where no Chromium is found, the line has no keys.
"""

import os
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

from tests.bench.review import in_new_database, requested

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
KEYS = "tiep tuc don doc cac don vi gui bao cao"
LIMIT_MS = 100
# For some forty pages
UNITS = 12
TYPED_IN, SAVED_IN = "IV.1.blank-1", "IV.2.blank-1"
# From the key to the task after the frame that it changed
WATCH = """() => {
  window.spans = [];
  let began = 0;
  addEventListener("keydown", (event) => { began = event.timeStamp; }, true);
  addEventListener("input", () => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => spans.push(performance.now() - began);
    channel.port2.postMessage(0);
  }), true);
}"""


def measure() -> None:
    django.setup()
    from django.test import Client

    review, writer = _draft()
    client = Client(SERVER_NAME="localhost")
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    num_blocks = client.get(f"/reviews/{review.pk}/paper/").content.count(b"data-block=")
    figures = [f"pages={review.pdf_pages} blocks={num_blocks}", *_typed(client, review)]
    figures.append(_saved(client, review))
    print(*figures, f"limit_ms={LIMIT_MS}", f"load={os.getloadavg()[0]:.1f}")


def _draft() -> tuple[Any, Any]:
    """A draft as the printer leaves it, and somebody of the office."""
    from plans import access
    from reporting.models import Review
    from reporting.reviews import compiling
    from units import roles
    from units.models import Membership, Role, Unit, User

    review = requested(units=UNITS)
    compiling.compile_review(review_id=review.pk)
    review = Review.objects.select_related("plan").get(pk=review.pk)
    writer = User.objects.create_user("van-phong.do-thu", full_name="Người Viết Thử (demo)")
    Membership.objects.create(
        user=writer, unit=Unit.objects.all()[0], role=Role.REVIEWER, first_day=date(2024, 1, 1)
    )
    roles.apply_memberships(on=review.cutoff_on)
    access.ensure_grants(plan=review.plan)
    return review, writer


def _saved(client: Any, review: Any) -> str:
    """Milliseconds of the processor for the answer to a save, after the first one."""
    spans, seen = [], 0
    for number in range(8):
        began = time.process_time()
        answer = client.post(
            f"/reviews/{review.pk}/block/save/",
            {"key": SAVED_IN, "seen": seen, "text": f"Câu thứ {number}."},
            headers={"accept": "application/json"},
        )
        spans.append((time.process_time() - began) * 1000)
        seen = answer.json()["version"]
    return f"saved_cpu_ms={statistics.median(spans[1:]):.0f}"


def _typed(client: Any, review: Any) -> Iterator[str]:
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        return
    from playwright.sync_api import sync_playwright

    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/reviews/{review.pk}/paper/")
        words = page.locator(f'[data-block="{TYPED_IN}"] [data-words]')
        words.click()
        page.evaluate(WATCH)
        for key in KEYS:
            page.keyboard.press("Space" if key == " " else key)
            page.wait_for_timeout(60)
        spans = page.evaluate("spans")
        browser.close()
    yield f"typed_ms={statistics.median(spans):.0f} worst_ms={max(spans):.0f}"


@contextmanager
def served() -> Iterator[str]:
    """The address of this process, which answers in another thread."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application

    class Silent(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Silent
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    if sys.argv[1:] == ["measured"]:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        measure()
    else:
        print(in_new_database("-m", "tests.bench.preview", "measured", DEBUG="True"), end="")
