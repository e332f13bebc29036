"""The table as people type and paste it."""

import pytest

from reporting.reorganisation.table import rows_in


@pytest.mark.parametrize(
    "text",
    [
        "Xã A\tXã C\nXã B\tXã C\n",
        "Xã A | Xã C\r\nXã B | Xã C",
        "TT\tĐơn vị cũ\tĐơn vị kế thừa\n1\tXã A\tXã C\n2\tXã B\tXã C",
        "1.\tXã A\tXã C\n2.\tXã B\tXã C",
        "Đơn vị kế thừa\tĐơn vị cũ\nXã C\tXã A; Xã B",
        '"Xã A\nXã B"\tXã C',
    ],
)
def test_one_table_in_many_forms(text):
    assert [(row.old, row.heirs) for row in rows_in(text)] == [
        ("Xã A", ("Xã C",)),
        ("Xã B", ("Xã C",)),
    ]


def test_nobody_follows_only_where_that_is_written():
    dissolved, open_row = rows_in("Xã A\tgiải thể\nXã B")

    assert (dissolved.heirs, dissolved.is_left_open) == ((), False)
    assert (open_row.heirs, open_row.is_left_open) == ((), True)


def test_a_single_quote_does_not_swallow_the_rest():
    assert [row.old for row in rows_in('Xã "A\tXã C\nXã B\tXã C')] == ['Xã "A', "Xã B"]


def test_further_columns_describe_the_new_unit():
    (row,) = rows_in("Đơn vị cũ\tĐơn vị mới\tLoại\tKhối\tTên ngắn\tThành lập mới\nA\tB\tk\tb\tn\tx")

    assert row.cells == {"kind": "k", "bloc": "b", "short_name": "n"}
    assert row.is_new
