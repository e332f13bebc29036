"""Scripts: one module per page, and imports that resolve to hashed file names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from tracker.settings import STORAGES

JS = Path(settings.BASE_DIR) / "static" / "js"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
MODULES = sorted(JS.rglob("*.js"))
IMPORT = re.compile(r"""^(?:import|export)\b(?:[^;"]* from)? "(\.[^"]+)";""", re.M)
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")
PAGE_SCRIPT = re.compile(r"""<script type="module" src="{% static "(js/\w+\.js)" %}"></script>""")
SCRIPT_BLOCK = re.compile(r"{% block script %}.*?{% endblock\b", re.S)
ANY_SCRIPT = re.compile(r"<script\b[^>]*>")
HTMX = '<script src="{% static "django_htmx/htmx-2.min.js" %}" defer></script>'


def _imports(module: Path) -> list[Path]:
    return [module.parent.joinpath(name).resolve() for name in IMPORT.findall(module.read_text())]


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
    return {JS.parent / name for name in PAGE_SCRIPT.findall(text)}


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Scripts as served: collected, hashed, with rewritten imports."""
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


def test_imports_are_written_as_the_storage_reads_them():
    """The rewriter finds an import by its semicolon and would skip one without."""
    begun = re.compile(r"^\s*(?:import\b|export\b.*\bfrom\b)|\bimport\s*\(", re.M)

    assert [
        module.name
        for module in MODULES
        if len(begun.findall(module.read_text())) != len(_imports(module))
    ] == []


def test_every_import_names_a_hashed_file_where_static_files_are_collected(collected):
    modules = [path for path in (collected / "js").rglob("*.js") if HASHED.search(path.name)]

    for module in modules:
        for name in IMPORT.findall(module.read_text()):
            assert HASHED.search(name), (module, name)
            assert (module.parent / name).is_file(), (module, name)
    assert len({HASHED.sub(".js", str(path)) for path in modules}) == len(MODULES)


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
