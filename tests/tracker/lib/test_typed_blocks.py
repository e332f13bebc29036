import pytest

from tracker.lib.typed_blocks import Item, Rows, TypedLine, blocks, text_of


def test_paragraphs_are_the_lines_with_text():
    assert blocks("  một  hai\n\n \nba\u00a0bốn\r\nnăm") == [
        TypedLine("một hai"),
        TypedLine("ba bốn"),
        TypedLine("năm"),
    ]
    assert blocks("") == []


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("\uf0b7\tHọp", "•"),
        ("•Họp", ""),
        ("- Họp", "-"),
        ("–  Họp", "–"),
        ("+\tHọp", "+"),
        ("1. Họp", "1."),
        ("12)\tHọp", "12)"),
        ("(3) Họp", "(3)"),
        ("1.2.3. Họp", "1.2.3."),
        ("đ) Họp", "đ)"),
        ("Ø\tHọp", "➢"),
        ("ü\tHọp", "✓"),
        ("2024. Họp", ""),
        ("o Họp", ""),
        ("1.5 Họp", ""),
    ],
)
def test_a_sign_or_number_begins_an_item(line, sign):
    [found] = blocks(line)

    assert (found.sign if isinstance(found, Item) else "") == sign


def test_a_new_sign_within_a_list_is_a_deeper_level():
    text = "1.\tMột\n-\thai\n+\tba\n-\tbốn\n2.\tNăm\na) sáu\nHết\n- bảy"

    levels = [block.level for block in blocks(text) if isinstance(block, Item)]

    assert levels == [0, 1, 2, 1, 0, 1, 0]


def test_the_bullets_of_word_in_three_levels():
    assert blocks("•\tMột\no\tHai\n§\tBa\n•\tBốn") == [
        Item("•", "Một"),
        Item("◦", "Hai", 1),
        Item("▪", "Ba", 2),
        Item("•", "Bốn"),
    ]


def test_lines_with_tabs_are_a_table_until_a_blank_line():
    text = "Thôn\tSố hộ\t\nĐông\t\t\nTây\t95\tđạt\n\nXã\tHuyện\nA\tB\nHết"

    assert blocks(text) == [
        Rows([["Thôn", "Số hộ", ""], ["Đông", "", ""], ["Tây", "95", "đạt"]]),
        Rows([["Xã", "Huyện"], ["A", "B"]]),
        TypedLine("Hết"),
    ]


def test_a_column_that_is_empty_everywhere_is_left_out():
    assert blocks("\tA\t\tB\n\tC\t\tD") == [Rows([["A", "B"], ["C", "D"]])]


def test_a_single_line_with_a_tab_is_a_line_with_a_gap():
    assert blocks("Người lập:\tTên") == [TypedLine("Người lập:\tTên")]


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả:\n• Một\n◦ Hai\n• Ba\nHết",
        "Thôn\tSố hộ\nĐông\t120\n\nXã\tHuyện\nA\tB",
        "1. Một\na) Hai\nNgười lập:\tTên",
    ],
)
def test_blocks_are_read_from_their_own_text(text):
    assert text_of(blocks(text)) == text
    assert blocks(text_of(blocks(text))) == blocks(text)
