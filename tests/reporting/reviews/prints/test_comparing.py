"""Two printings of a paper, sentence by sentence."""

from reporting.reviews.prints.comparing import compare, count


def _block(key, *lines, kind="paragraph"):
    return {"key": key, "kind": kind, "lines": [[{"text": line}] for line in lines]}


def _states(block):
    return [(one.state, str(one.marked)) for one in block.sentences]


HEAD = _block("II", "II. KẾT QUẢ", kind="heading")


def test_papers_with_the_same_words_do_not_differ():
    before = [_block("a", "Một câu."), _block("b", "Hai  câu.")]
    assert compare(before, [_block("a", "Một câu."), _block("b", "Hai  câu.")]) == []


def test_sentences_are_added_removed_and_changed():
    before = [
        HEAD,
        _block("a", "Có 12 việc đã hoàn thành. Không còn gì khác. Đơn vị A <chậm> gửi."),
    ]
    after = [HEAD, _block("a", "Có 15 việc đã hoàn thành. Đơn vị A <chậm> gửi. Sẽ đôn đốc.")]

    [found] = compare(before, after)

    assert (found.section, found.is_moved) == ("II. KẾT QUẢ", False)
    assert _states(found) == [
        ("changed", "Có <del>12</del><ins>15</ins> việc đã hoàn thành."),
        ("removed", "<del>Không còn gì khác.</del>"),
        ("same", "Đơn vị A &lt;chậm&gt; gửi."),
        ("added", "<ins>Sẽ đôn đốc.</ins>"),
    ]
    assert count([found]) == {"changed": 1, "removed": 1, "added": 1, "same": 1, "moved": 0}


def test_blocks_come_and_go_and_what_is_gone_is_told_where_it_stood():
    before = [HEAD, _block("a", "Một."), _block("b", "Hai.")]
    after = [HEAD, _block("b", "Hai."), _block("own-1", "Ba.")]
    found = compare(before, after)
    assert [(block.key, _states(block)[0][0]) for block in found] == [
        ("a", "removed"),
        ("own-1", "added"),
    ]


def test_a_block_that_moved_is_told_even_with_the_same_words():
    a, b, c = (_block(key, f"Đoạn {key}.") for key in "abc")
    [found] = compare([a, b, c], [c, a, b])
    assert (found.key, found.is_moved, _states(found)[0][0]) == ("c", True, "same")


def test_of_a_table_only_the_rows_that_differ_are_told():
    rows = [f"Đơn vị {number} | 3 | 4" for number in range(30)]
    before = _block("t", *rows, kind="table")
    after = _block("t", *rows[:7], "Đơn vị 7 | 4 | 4", *rows[8:], kind="table")
    [found] = compare([before], [after])
    assert [one.state for one in found.told] == ["changed"]
    assert found.num_left_out == 29


def test_a_full_stop_within_a_sentence_does_not_end_it():
    [found] = compare([], [_block("a", "Theo KH 126-KH/HU ngày 1.2.2024 của h. Hải. “Xong.” Hết.")])
    assert [str(one.marked) for one in found.sentences] == [
        "<ins>Theo KH 126-KH/HU ngày 1.2.2024 của h.</ins>",
        "<ins>Hải.</ins>",
        "<ins>“Xong.”</ins>",
        "<ins>Hết.</ins>",
    ]
