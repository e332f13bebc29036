"""Transfer size of the fullest filing page, from the web server of the product."""

import json
import subprocess
import sys

import pytest

from tests.product import ROOT, running_product

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("the fullest filing")]

FIRST_LOAD = 150 * 1024
ONE_SAVE = 20 * 1024
PHONE = {"width": 360, "height": 800}


class Line:
    """Counts the bytes a page sends and receives, headers and bodies."""

    def __init__(self, page):
        self.requests, self.sent, self.received = {}, {}, {}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.requestWillBeSent", self._note_request)
        network.on("Network.requestWillBeSentExtraInfo", self._note_headers)
        network.on("Network.loadingFinished", self._note_answer)

    def _note_request(self, event):
        request = event["request"]
        self.requests[event["requestId"]] = request["url"]
        body = len(request.get("postData", "").encode())
        self.sent[event["requestId"]] = self.sent.get(event["requestId"], 0) + body

    def _note_headers(self, event):
        size = sum(len(name) + len(value) + 4 for name, value in event["headers"].items())
        self.sent[event["requestId"]] = self.sent.get(event["requestId"], 0) + size

    def _note_answer(self, event):
        self.received[event["requestId"]] = event["encodedDataLength"]

    def cost(self, part=""):
        """Bytes both ways of the requests whose URL contains `part`."""
        return sum(
            self.sent.get(key, 0) + self.received.get(key, 0)
            for key, url in self.requests.items()
            if part in url
        )


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running_product(tmp_path_factory.mktemp("fullest") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def fullest(product):
    done = subprocess.run(
        [sys.executable, "-m", "tests.reporting.filing.fullest_filing"],
        cwd=ROOT,
        env=product.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def page(chromium, product, fullest):
    context = chromium.new_context(locale="vi-VN", viewport=PHONE, has_touch=True)
    cookie = {"name": "sessionid", "value": fullest["session"], "url": product.url}
    context.add_cookies([cookie])
    yield context.new_page()
    context.close()


def test_the_fullest_page_and_a_save_on_it_are_light(page, product, fullest):
    assert fullest["num_entries"] == 52
    line = Line(page)

    page.goto(f"{product.url}/submissions/{fullest['submission']}/", wait_until="networkidle")
    first_load = line.cost()
    field = page.locator(f"#result-{fullest['entry']}")
    with page.expect_response("**/save/") as answer:
        field.press_sequentially(" Thêm một câu.")
    page.locator(f"#saved-{fullest['entry']}").get_by_text("Đã lưu lúc").wait_for()
    answer.value.finished()

    assert page.locator("article.entry").count() == 52
    assert 20 * 1024 < first_load < FIRST_LOAD
    assert 500 < line.cost("/save/") < ONE_SAVE


OPEN_ALL = "document.querySelectorAll('main details').forEach((part) => { part.open = true; })"
# A choice and a field for files are clicked through their labels
TOO_SMALL = """[...document.querySelectorAll(
  'main :is(a, button, summary, textarea, select, .choice, label.button, input:not([type=hidden]))'
)].filter((part) => !part.matches('.choice input, [type=file]'))
  .map((part) => [part.outerHTML.slice(0, 90), part.getBoundingClientRect()])
  .filter(([, box]) => box.height && (box.height < 43.5 || box.width < 43.5))
  .map(([html, box]) => `${box.width}x${box.height} ${html}`)"""


def test_the_fullest_page_fits_a_phone_and_has_large_targets(page, product, fullest):
    page.goto(f"{product.url}/submissions/{fullest['submission']}/")

    page.evaluate(OPEN_ALL)

    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0
    assert page.evaluate(TOO_SMALL) == []


def test_polling_for_changes_is_light(page, product, fullest):
    line = Line(page)
    page.goto(f"{product.url}/submissions/{fullest['submission']}/")

    with page.expect_response("**/changes/*") as answer:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    answer.value.finished()

    assert 100 < line.cost("/changes/") < 4 * 1024
