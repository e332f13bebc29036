"""Charts as pictures: Word draws none of SVG in all its versions."""

import io

from PIL import Image, ImageDraw, ImageFont

from reporting.papers import chart
from reporting.papers.blocks import Chart
from reporting.papers.word.texts import valid
from tracker.lib.fonts import print_font_files

DPI = 200
# Lengths of a chart are in CSS pixels, 96 to the inch
SCALE = DPI / 96
WIDTH_MM = chart.WIDTH * 25.4 / 96
LINE_WIDTH = 2
DASH, DASH_GAP = 4, 3
# Where words stand at their place, as Pillow names it: on the baseline
START, MIDDLE, END = "ls", "ms", "rs"
BLACK, WHITE, GREY, PALE = "#000", "#fff", "#777", "#ddd"


def png_files(block: Chart) -> list[bytes]:
    """The drawings of the chart as PNG, as `templates/reporting/papers/_chart.html` shows them."""
    drawn = chart.drawn(block)
    return [_png(drawn, drawing) for drawing in drawn.drawings]


def _png(drawn: chart.Drawn, drawing: chart.Drawing) -> bytes:
    size = (round(drawing.width * SCALE), round(drawing.height * SCALE))
    picture = Image.new("L", size, WHITE)
    draw = ImageDraw.Draw(picture)
    draw.line([length * SCALE for length in drawing.axis], BLACK, LINE_WIDTH)
    of_figures, of_names = (START, END) if drawn.is_lying else (MIDDLE, MIDDLE)
    for bar in drawing.bars:
        _draw_bar(draw, bar)
        _draw_words(draw, bar.figures, chart.figures_of(bar.bar), chart.FIGURES_SIZE, of_figures)
        for line in bar.name_lines:
            _draw_words(draw, line, line.text, drawn.label_size, of_names)
    stored = io.BytesIO()
    picture.save(stored, "PNG", dpi=(DPI, DPI))
    return stored.getvalue()


def _draw_bar(draw: ImageDraw.ImageDraw, bar: chart.DrawnBar) -> None:
    fill = GREY if bar.bar.is_finished else PALE
    for part, shade in ((bar.whole, WHITE), (bar.done, fill)):
        left, top = float(part.x) * SCALE, float(part.y) * SCALE
        right, bottom = left + float(part.width) * SCALE, top + float(part.height) * SCALE
        draw.rectangle((left, top, right, bottom), shade)
        _draw_frame(draw, (left, top, right, bottom), is_dashed=not bar.bar.is_finished)


def _draw_frame(
    draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], *, is_dashed: bool
) -> None:
    if not is_dashed:
        draw.rectangle(box, outline=BLACK, width=LINE_WIDTH)
        return
    left, top, right, bottom = box
    for y in (top, bottom):
        for x, end in _dashes(left, right):
            draw.line((x, y, end, y), BLACK, LINE_WIDTH)
    for x in (left, right):
        for y, end in _dashes(top, bottom):
            draw.line((x, y, x, end), BLACK, LINE_WIDTH)


def _dashes(start: float, end: float) -> list[tuple[float, float]]:
    step = (DASH + DASH_GAP) * SCALE
    starts = [start + index * step for index in range(int((end - start) / step) + 1)]
    return [(at, min(at + DASH * SCALE, end)) for at in starts]


def _draw_words(
    draw: ImageDraw.ImageDraw, place: chart.Words, words: str, size: int, anchor: str
) -> None:
    file = print_font_files()["normal", "normal"]
    font = ImageFont.truetype(file, size * SCALE)
    at = (float(place.x) * SCALE, float(place.y) * SCALE)
    draw.text(at, valid(words), BLACK, font, anchor=anchor)
