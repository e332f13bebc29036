"""The mark that ends the text of a paper of a state body."""

import pytest

from reporting.papers.blocks import ItemList, Paragraph, Run, plain, text_of
from reporting.papers.ending import ended, missing
from tests.reporting.papers import scene


def _paragraph(text, **look):
    return Paragraph("a", plain(text), **look)


@pytest.mark.parametrize(
    ("last", "lacking"),
    [
        (_paragraph("Hết."), "/."),
        (_paragraph("Đề nghị xem xét;  "), "./."),
        (_paragraph("Đã ghi./."), ""),
        (ItemList("a", (plain("Một;"), plain("Hai."))), "/."),
        (_paragraph("(Văn phòng bổ sung)", style="blank"), ""),
        (_paragraph("Bảng:\nThôn\tSố hộ"), ""),
        (scene.table(), ""),
    ],
)
def test_only_what_lacks_of_the_mark_is_added(last, lacking):
    assert missing(last) == lacking


def test_the_last_words_of_the_body_get_it_where_the_paper_has_one():
    blocks = (Paragraph("a", (Run("Đã xong "), Run("3 ", figure="x"))),)

    marked = ended(scene.document(head=scene.head(has_end_mark=True), blocks=blocks))
    plain_one = scene.document(blocks=blocks)

    assert text_of(marked.blocks[-1].runs) == "Đã xong 3./."
    assert ended(plain_one) is plain_one
    items = ItemList("b", (plain("Một;"), plain("Hai.")))
    listed = ended(scene.document(head=scene.head(has_end_mark=True), blocks=(items,)))
    assert [text_of(one) for one in listed.blocks[-1].items] == ["Một;", "Hai./."]
