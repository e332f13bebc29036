"""The texts of the guide name only what is there, and lead nobody to a closed door."""

import re
from io import BytesIO
from pathlib import Path

from django.urls import get_resolver
from PIL import Image

from reporting.guide.pages import PAGES, page_about
from reporting.guide.pictures import SIZE
from reporting.guide.screens import SCREENS
from tests.pictures import FOLDER, MOST_BYTES, MOST_BYTES_IN_ALL, SHOTS
from tests.test_permission_matrix import RULES
from units.models import Role

TEMPLATES = Path(__file__).parents[3] / "templates"


def named(page, kind):
    source = (TEMPLATES / page.template).read_text(encoding="utf-8")
    return set(re.findall(rf"\{{\{{ {kind}\.(\w+) \}}\}}", source))


def names_of_addresses():
    spaces = get_resolver().namespace_dict.items()
    return {f"{space}:{name}" for space, (_, found) in spaces for name in found.reverse_dict}


def test_every_page_has_its_text_and_links_to_what_there_is():
    for page in PAGES.values():
        assert named(page, "to") <= set(SCREENS), page.key
        assert named(page, "page") <= set(PAGES), page.key
        assert page.opens in {"", *SCREENS}


def test_every_file_is_a_page():
    files = {path.stem for path in (TEMPLATES / "reporting/guide").glob("*/*.html")}

    assert files == set(PAGES)


def test_every_picture_is_there_small_and_taken_by_the_script():
    named_ones = {
        name
        for page in PAGES.values()
        for name in re.findall(r'{% picture "(\w+)" %}', (TEMPLATES / page.template).read_text())
    }
    files = {name: shot.path_of(name).read_bytes() for name, shot in SHOTS.items()}
    sizes = [len(content) for content in files.values()]

    assert named_ones == set(SHOTS) == {path.stem for path in FOLDER.iterdir()}
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_BYTES_IN_ALL
    assert {Image.open(BytesIO(content)).size for content in files.values()} == {SIZE}


def test_every_screen_is_explained_by_one_page():
    explained = [name for page in PAGES.values() for name in page.url_names]

    assert set(explained) <= names_of_addresses()
    assert len(explained) == len(set(explained))
    assert [key for key, screen in SCREENS.items() if not page_about(screen.url_name)] == []


def test_a_screen_is_a_link_only_for_those_who_may_open_it():
    rules = {rule.url_name: rule for rule in reversed(RULES) if rule.method == "get"}
    for key, screen in SCREENS.items():
        linked = {role for role in Role if screen.url_for(roles={role}, plan_id=1)}

        assert [role for role in linked if rules[screen.url_name].status_for(role) != 200] == [], (
            key
        )
        assert not screen.of_plan or not screen.url_for(roles=set(Role), plan_id=None)
