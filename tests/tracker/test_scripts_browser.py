"""Scripts as the product serves them, in a real browser."""

import base64
from pathlib import Path

import pytest
from django.conf import settings

from tracker.lib.modules import join

pytestmark = pytest.mark.browser

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize("name", sorted(path.name for path in (STATIC / "js").glob("*.js")))
def test_the_joined_modules_of_a_page_run(page, name):
    script = join(f"js/{name}", lambda module: (STATIC / module).read_text(encoding="utf-8"))
    address = f"data:text/javascript;base64,{base64.b64encode(script.encode()).decode()}"

    assert page.evaluate("async (address) => Boolean(await import(address))", address)
