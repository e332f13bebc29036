"""A page that is open during an update still gets the scripts and styles that it names."""

import os
import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from tracker.lib import previous_static

FIRST, SECOND = "css/app.0123456789ab.css", "css/app.ba9876543210.css"


@pytest.fixture
def folders(tmp_path):
    """The three folders after an update from the first to the second release."""
    current, previous = tmp_path / "static", tmp_path / "previous" / "static"
    for name in (FIRST, SECOND):
        update(current, previous, {name: name, f"{name}.gz": "gz", "css/app.css": name})
    return current, previous


def update(current, previous, files):
    new = current.with_name("static-new")
    for name, text in files.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_text(text)
    previous_static.put_in_place(new, current, previous)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_files_with_a_hash_are_kept(folders):
    current, previous = folders

    assert names(current) == [
        "css/app.ba9876543210.css",
        "css/app.ba9876543210.css.gz",
        "css/app.css",
    ]
    assert names(previous) == [FIRST, f"{FIRST}.gz"]
    assert names(current.parent) == sorted(
        [f"static/{name}" for name in names(current)]
        + [f"previous/static/{name}" for name in names(previous)]
    )


# The end of an answer looks at the connection that another test left
@pytest.mark.django_db
def test_both_releases_are_served(folders, settings):
    current, previous = folders
    settings.WHITENOISE_AUTOREFRESH = False
    settings.STATIC_ROOT, settings.WHITENOISE_ROOT = current, previous.parent

    serve = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))

    for name in (FIRST, SECOND):
        response = serve(RequestFactory().get(f"/static/{name}"))
        assert b"".join(response.streaming_content).decode() == name
        response.close()
    assert serve(RequestFactory().get("/static/css/app.000000000000.css")).status_code == 404


def test_what_was_replaced_long_ago_is_forgotten(folders):
    _, previous = folders
    long_ago = time.time() - previous_static.KEPT_FOR - 1
    os.utime(previous / FIRST, (long_ago, long_ago))

    previous_static.forget(previous)

    assert names(previous) == [f"{FIRST}.gz"]


def test_an_interrupted_update_is_made_again(folders, tmp_path):
    current, previous = folders
    current.rename(tmp_path / "static-old")  # killed between the two renamings

    update(current, previous, {"css/app.111111111111.css": "third"})

    assert names(current) == ["css/app.111111111111.css"]
    assert SECOND in names(previous)
