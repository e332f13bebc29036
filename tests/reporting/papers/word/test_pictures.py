"""Charts as pictures."""

import io
from dataclasses import replace

from docx.oxml.ns import qn
from PIL import Image

from reporting.papers.blocks import Bar
from reporting.papers.word.pictures import png_files
from tests.reporting.papers import scene
from tests.reporting.papers.word.reading import drawn


def chart():
    return next(block for block in scene.document().blocks if block.key == "chart")


def test_the_picture_has_200_dots_an_inch_and_shows_the_done_parts():
    (stored,) = png_files(chart())
    picture = Image.open(io.BytesIO(stored))

    assert round(picture.info["dpi"][0]) == 200
    assert picture.width == 600 * 200 // 96
    shades = picture.getcolors()
    assert {0x77, 0xDD, 0xFF, 0} <= {shade for _count, shade in shades}


def test_those_who_do_not_see_it_read_its_title_and_its_figures():
    (picture,) = drawn().element.body.iter(qn("wp:docPr"))

    assert picture.get("title") == "Việc đã hoàn thành theo kỳ"
    assert picture.get("descr") == "Quý I: 3/5; Quý II: 1/5"


def test_each_picture_has_its_own_number():
    pictures = drawn(blocks=(chart(), chart())).element.body.iter(qn("wp:docPr"))

    assert [picture.get("id") for picture in pictures] == ["1", "2"]


def test_a_chart_of_many_bars_is_several_pictures_that_tell_the_same():
    bars = tuple(Bar(f"Tháng {n}/2026 (NĐ 09/2019)", n, 90, ("a", "b")) for n in range(1, 90))

    word = drawn(blocks=(replace(chart(), bars=bars),))

    pictures = list(word.element.body.iter(qn("wp:docPr")))
    assert len(pictures) > 1
    assert len({picture.get("descr") for picture in pictures}) == 1
