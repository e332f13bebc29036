"""Two people change the same words."""

import pytest

from reporting.papers.blocks import Run, plain
from reporting.reviews.editing.merging import merged

BASE = "Các xã đã triển khai kịp thời, đúng quy định của Tỉnh."


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        (
            "Các xã, phường đã triển khai kịp thời, đúng quy định của Tỉnh.",
            "Các xã đã triển khai kịp thời, đúng quy định của Tỉnh và Huyện.",
            "Các xã, phường đã triển khai kịp thời, đúng quy định của Tỉnh và Huyện.",
        ),
        (BASE, "Viết lại hết.", "Viết lại hết."),
        ("Viết lại hết.", BASE, "Viết lại hết."),
        (f"{BASE} Thêm.", f"{BASE} Thêm.", f"{BASE} Thêm."),
        (
            "Các xã đã triển khai đúng quy định của Tỉnh.",
            "Các đơn vị đã triển khai kịp thời, đúng quy định của Tỉnh.",
            "Các đơn vị đã triển khai đúng quy định của Tỉnh.",
        ),
    ],
)
def test_changes_apart_from_each_other_are_joined(mine, theirs, both):
    assert merged(base=plain(BASE), mine=plain(mine), theirs=plain(theirs)) == plain(both)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("kịp thời", "chậm"), BASE.replace("kịp thời", "nhanh")),
        (f"{BASE} Của tôi.", f"{BASE} Của bạn."),
        (BASE.replace(" kịp thời", ""), BASE.replace("triển khai kịp", "làm kịp")),
    ],
)
def test_changes_that_touch_each_other_are_for_a_person(mine, theirs):
    assert merged(base=plain(BASE), mine=plain(mine), theirs=plain(theirs)) is None


def test_a_figure_is_one_word_and_keeps_its_place():
    figure = Run("1.294", figure="figures.done")
    base = (Run("Đã xong "), figure, Run(" việc trong kỳ này."))
    mine = (Run("Toàn huyện xong "), figure, Run(" việc trong kỳ này."))
    theirs = (Run("Đã xong "), figure, Run(" việc trong năm nay."))
    assert merged(base=base, mine=mine, theirs=theirs) == (
        Run("Toàn huyện xong "),
        figure,
        Run(" việc trong năm nay."),
    )


def test_looks_of_words_are_kept():
    base = plain("Một hai ba bốn năm.")
    mine = (Run("Một ", is_bold=False), Run("hai", is_bold=True), Run(" ba bốn năm."))
    theirs = plain("Một hai ba bốn sáu.")
    assert merged(base=base, mine=mine, theirs=theirs) == (
        Run("Một "),
        Run("hai", is_bold=True),
        Run(" ba bốn sáu."),
    )
