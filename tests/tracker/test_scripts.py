"""Scripts: one module per page, whose imports resolve and are joined where they are served."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tracker.lib.modules import imports_of
from tracker.settings import STORAGES

STATIC = Path(settings.BASE_DIR) / "static"
JS = STATIC / "js"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
MODULES = sorted(JS.rglob("*.js"))
STATEMENT = re.compile(r"^(?:import|export)\b", re.M)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
PAGE_SCRIPT = re.compile(r"""<script type="module" src="{% static "(js/\w+\.js)" %}"></script>""")
SCRIPT_BLOCK = re.compile(r"{% block script %}.*?{% endblock\b", re.S)
ANY_SCRIPT = re.compile(r"<script\b[^>]*>")
HTMX = '<script src="{% static "django_htmx/htmx-2.min.js" %}" defer></script>'


def _imports(module: Path) -> list[Path]:
    name = str(module.relative_to(STATIC))
    return [STATIC / imported for imported in imports_of(name, module.read_text())]


def _reached_from(module: Path) -> set[Path]:
    """`module` and all its direct and indirect imports."""
    reached: set[Path] = set()
    waiting = [module]
    while waiting:
        found = waiting.pop()
        if found not in reached:
            reached.add(found)
            waiting += _imports(found)
    return reached


def _page_scripts() -> set[Path]:
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    return {STATIC / name for name in PAGE_SCRIPT.findall(text)}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Scripts as served: collected, joined and hashed."""
    folder = tmp_path_factory.mktemp("static")
    ours = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES, STATICFILES_FINDERS=ours):
        # Stylesheets refer to fonts of another finder
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.css"])
    return folder


def test_every_import_leads_to_a_module():
    broken = [
        (str(module.relative_to(JS)), str(found))
        for module in MODULES
        for found in _imports(module)
        if not found.is_file()
    ]

    assert broken == []


def test_no_import_is_overlooked():
    """What is neither joined nor refused would keep a name that is not served."""
    begun = re.compile(r"^\s*import\b|\bfrom\s*[\"']\.|\bimport\s*\(", re.M)

    for module in MODULES:
        lines = [line for line in module.read_text().splitlines() if begun.search(line)]
        ends = [line for line in lines if line.endswith('";')]
        assert len(ends) == len(_imports(module)), module


def test_a_page_is_served_one_script_that_imports_nothing(collected):
    served = [path for path in (collected / "js").rglob("*.js") if HASHED.search(path.name)]
    pages = {path.name for path in JS.glob("*.js")}

    assert {HASHED.sub(".js", path.name) for path in served} == pages
    for script in served:
        text = script.read_text()
        assert STATEMENT.findall(text) == [], script.name
        source = JS / HASHED.sub(".js", script.name)
        assert text.count("(() => {\n") >= len(_reached_from(source)), script.name


def test_every_page_has_one_module_and_htmx_before_it():
    base = (TEMPLATES / "base.html").read_text()

    assert ANY_SCRIPT.findall(base)[0] + "</script>" == HTMX
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text().replace(HTMX, "")
        in_block = "".join(SCRIPT_BLOCK.findall(text))
        assert ANY_SCRIPT.findall(text) == ANY_SCRIPT.findall(in_block), path
        assert len(ANY_SCRIPT.findall(text)) == len(PAGE_SCRIPT.findall(text)) <= 1, path


def test_every_page_carries_what_all_pages_share():
    assert [path.name for path in _page_scripts() if JS / "app.js" not in _reached_from(path)] == []


def test_no_module_is_left_that_no_page_loads():
    reached = set().union(*(_reached_from(path) for path in _page_scripts()))

    assert set(MODULES) - reached == set()


def test_modules_share_nothing_through_the_window():
    assigned = re.compile(r"\b(?:window|globalThis|self)\.\w+ = ")

    assert [path.name for path in MODULES if assigned.search(path.read_text())] == []
