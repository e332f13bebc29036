"""Sections that were printed apart make the paper that is printed at once."""

import io
import re
from dataclasses import replace
from unittest.mock import Mock

import pikepdf
import pytest

from reporting.papers import drawing, glyphs
from reporting.papers.blocks import Annex, Heading, ItemList, Paragraph, plain
from reporting.reviews.papers import pdf, writers
from reporting.reviews.papers.printer import Printer, digest
from tests.reporting.papers.elements import pages_of
from tests.reporting.papers.scene import document, head, table

WORDS = "Cấp ủy vào cuộc đồng bộ, quyết liệt, thường xuyên đôn đốc các đơn vị. "
BEGINS_WITH_TABLE = re.compile(r"annex--continued[^>]*>\s*<table")


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("printed")


@pytest.fixture(autouse=True)
def printed_before(settings, shared_folder):
    """What one test has printed is at hand for the next, unless it asks for `folder`."""
    settings.PRINTED_DIR = shared_folder


@pytest.fixture(autouse=True)
def one_core(monkeypatch):
    monkeypatch.setattr(writers, "num_cores", lambda: 1)


@pytest.fixture
def folder(settings, tmp_path, printed_before):
    settings.PRINTED_DIR = tmp_path / "printed"
    return settings.PRINTED_DIR


@pytest.fixture
def paper(monkeypatch):
    """One whose first annex has several pages, printed one or two at a time."""
    monkeypatch.setattr(pdf, "AT_ONCE", 10_000)
    blocks = []
    for number in range(1, 61):
        blocks.append(Heading(f"h{number}", f"{number}.", "Nhiệm vụ", 4))
        blocks.append(Paragraph(f"p{number}", plain(f"{number}. {WORDS * (1 + number % 4)}")))
        blocks.append(ItemList(f"l{number}", (plain(f"Một {number};"), plain(f"hai {number}."))))
    blocks.append(_long_table())
    first, *others = document().annexes
    annexes = (replace(first, blocks=(table(key="begin", caption=""), *blocks)), *others)
    return document(head=head(is_two_sided=True), annexes=annexes)


def _long_table():
    short = table(key="end", caption="Bảng 2. Dài")
    group, row, total = short.rows
    return replace(short, rows=(*[group, *[row] * 9] * 12, total))


@pytest.fixture
def printed(monkeypatch):
    """The sections that were printed and not found among those kept."""
    sections = []
    layout = Printer.layout

    def counted(self, html, **options):
        sections.append(html)
        return layout(self, html, **options)

    monkeypatch.setattr(Printer, "layout", counted)
    return sections


def _letters(page, *, above=15):
    return [
        (one.text, one.size, round(one.left, 1), one.baseline)
        for one in page.letters
        if one.top > above
    ]


def test_every_letter_stands_where_it_stands_in_the_paper_that_is_printed_at_once(
    paper, printed, folder
):
    apart = pages_of(pdf.to_pdf(paper))
    sections = list(printed)
    whole = pages_of(Printer().section(drawing.to_html(paper)).pdf)

    assert len(apart) > len(sections) > 5
    assert any(BEGINS_WITH_TABLE.search(section) for section in sections)
    assert "<span data-" not in "".join(sections)
    assert [_letters(page) for page in apart] == [_letters(page) for page in whole]
    numbers = ["".join(x.text for x in page.letters if x.top < 15) for page in apart]
    assert numbers == ["", *map(str, range(2, len(apart) + 1))]


def test_the_tags_are_one_tree_that_knows_each_page(paper):
    with pikepdf.open(io.BytesIO(pdf.to_pdf(paper))) as file:
        root = file.Root.StructTreeRoot
        numbers = [int(key) for key in list(root.ParentTree.Nums)[::2]]
        listed = dict(zip(numbers, list(root.ParentTree.Nums)[1::2], strict=True))
        tags = _Tags(root)

        assert sorted(set(numbers)) == numbers
        assert len(root.K) == 1
        assert tags.pages <= {page.obj.objgen for page in file.pages}
        for page in file.pages:
            elements = list(listed[int(page.obj.StructParents)])
            assert elements
            assert {one.Pg.objgen for one in elements} == {page.obj.objgen}
            assert {one.objgen for one in elements} <= tags.elements
        assert len(tags.ids) == len(set(tags.ids))
        assert tags.headers <= set(tags.ids)
        assert tags.headers


class _Tags:
    """What a structure tree has; each element names its own parent."""

    def __init__(self, root):
        self.elements, self.pages, self.ids, self.headers = set(), set(), [], set()
        self.kinds, self.alternatives = [], []
        self._walk(root)

    def _walk(self, parent):
        for element in parent.K:
            if isinstance(element, int):
                continue
            assert element.P.objgen == parent.objgen
            self.elements.add(element.objgen)
            self.kinds.append(str(element.S))
            self.alternatives += [str(element.Alt)] if "/Alt" in element else []
            if "/Pg" in element:
                self.pages.add(element.Pg.objgen)
            if "/ID" in element:
                self.ids.append(bytes(element.ID))
            self.headers |= {bytes(one) for one in element.get("/A", {}).get("/Headers", ())}
            self._walk(element)


def test_bookmarks_lead_to_their_pages(paper):
    printed = pdf.to_pdf(paper)
    pages = pages_of(printed)
    with pikepdf.open(io.BytesIO(printed)) as file, file.open_outline() as outline:
        own = [page.obj.objgen for page in file.pages]
        found = [
            (depth, item.title, own.index(item.destination[0].objgen))
            for depth, item in _items(outline.root)
        ]

    titles = [(depth, title) for depth, title, _ in found]
    assert (1, "PHỤ LỤC 1 Danh mục văn bản") in titles
    assert titles[-3:] == [
        (2, "60. Nhiệm vụ"),
        (1, "PHỤ LỤC 2 Kết quả của từng đơn vị"),
        (2, "1.1. Nhiệm vụ"),
    ]
    assert all(pages[page].has(title) for _, title, page in found), found


def test_bookmarks_tables_and_figures_are_told_as_what_they_are():
    printed = pdf.to_pdf(document())
    with pikepdf.open(io.BytesIO(printed)) as file:
        with file.open_outline() as outline:
            titles = [item.title for _, item in _items(outline.root)]
        tags = _Tags(file.Root.StructTreeRoot)

    assert "Phần thứ nhất TÌNH HÌNH, KẾT QUẢ THỰC HIỆN" in titles
    assert tags.kinds.count("/Table") == 2
    assert tags.kinds.count("/THead") == 2
    assert tags.alternatives == ["Việc đã hoàn thành theo kỳ. Quý I: 3/5; Quý II: 1/5"]


def _items(items, depth=0):
    for item in items:
        yield depth, item
        yield from _items(item.children, depth + 1)


def test_only_the_section_that_changed_is_printed_again(paper, printed, folder):
    first = pdf.to_pdf(paper)
    sections = len(printed)

    same = pdf.to_pdf(paper)
    assert len(printed) == sections
    changed = replace(paper, blocks=(*paper.blocks, Paragraph("x", plain("Câu mới."))))
    again = pdf.to_pdf(changed)

    assert len(printed) == sections + 1
    assert same == first
    assert any(page.has("Câu mới.") for page in pages_of(again))


def test_more_cores_print_the_same_file(paper, monkeypatch, folder, shared_folder, settings):
    monkeypatch.setattr(writers, "num_cores", lambda: 3)
    by_copies = pdf.to_pdf(paper)

    settings.PRINTED_DIR = shared_folder
    monkeypatch.setattr(writers, "num_cores", lambda: 1)
    assert pdf.to_pdf(paper) == by_copies


def test_printing_ends_before_the_next_section_where_it_is_not_wanted(paper, printed, folder):
    with pytest.raises(InterruptedError):
        pdf.to_pdf(paper, on_section=Mock(side_effect=[None, InterruptedError]))

    assert len(printed) == 1


def test_a_section_is_printed_again_once_other_letters_stand_for_one_without_a_font(monkeypatch):
    html = "<p>📧 huyenuy@example.vn</p>"
    before = digest(html)

    monkeypatch.setitem(glyphs._SPELT, "📧", "Thư điện tử:")

    assert digest(html) != before


def test_an_element_longer_than_what_is_printed_at_once_is_printed_whole(monkeypatch):
    monkeypatch.setattr(pdf, "AT_ONCE", 1000)
    blocks = (Paragraph("a", plain(WORDS * 150)), Paragraph("b", plain("Hết phụ lục.")))

    pages = pages_of(pdf.to_pdf(document(annexes=(Annex("annex-1", 1, "Dài", blocks),))))

    assert pages[-1].has("Hết phụ lục.")
