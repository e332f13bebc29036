"""The browser parses numbers like the server."""

import pytest
from django.templatetags.static import static
from django.urls import reverse

from tests.tracker.number_cases import all_cases

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A refusal is NaN in the browser; it travels as a string.
READ = """async ([module, texts]) => {
  const { parseNumber } = await import(module);
  const read = (text) => {
    const number = parseNumber(text);
    return Number.isNaN(number) ? "refused" : number;
  };
  return texts.map(read);
}"""


def _expected(case):
    if "refusal" in case:
        return "refused"
    return None if case["number"] is None else float(case["number"])


def test_the_browser_reads_each_number_as_the_server_does(page, live_server):
    page.goto(live_server.url + reverse("units:log-in"))
    cases = all_cases()

    read = page.evaluate(READ, [static("js/lib/numbers.js"), [case["text"] for case in cases]])

    expected = {case["text"]: _expected(case) for case in cases}
    assert dict(zip(expected, read, strict=True)) == expected
