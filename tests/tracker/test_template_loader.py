"""Pages are served without the indentation of their source."""

from django.template import engines

from tracker.lib.template_loader import Loader


def contents(folder, name, source):
    (folder / name).write_text(source, encoding="utf-8")
    loader = Loader(engines["django"].engine, dirs=[folder])
    (origin,) = loader.get_template_sources(name)
    return loader.get_contents(origin)


def test_a_line_of_a_page_begins_at_its_first_letter(tmp_path):
    source = "<p>\n    Một dòng\n\t<b>khác</b>\n</p>\n"

    assert contents(tmp_path, "page.html", source) == "<p>\nMột dòng\n<b>khác</b>\n</p>\n"


def test_a_button_ends_with_its_last_word(tmp_path):
    source = '<a href="/">\n  Sửa<span class="visually-hidden"> đơn vị</span>\n</a>\n'

    assert contents(tmp_path, "page.html", source) == (
        '<a href="/">\nSửa<span class="visually-hidden"> đơn vị</span></a>\n'
    )


def test_the_text_of_a_mail_stays_as_it_is_written(tmp_path):
    source = "Kính gửi,\n  - việc thứ nhất\n"

    assert contents(tmp_path, "mail.txt", source) == source


def test_pages_are_loaded_without_indentation():
    page = engines["django"].engine.get_template("base.html")

    assert "\n " not in page.source
