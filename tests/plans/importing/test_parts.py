"""Long imports are shown in parts: every task and passage on one of them, and found again."""

import copy

import pytest

from plans.importing import parts
from plans.importing.findings import prepared, tasks_of
from plans.importing.parts import part_with, parts_of
from tests.plans.importing.scene import RECOGNISED


@pytest.fixture
def found():
    """Two groups with two tasks and one, in a text of eleven passages."""
    recognised = copy.deepcopy(RECOGNISED)
    first, second = recognised["groups"]
    second["tasks"] = [{**first["tasks"][0], "code": "2.1", "passages": [7, 1]}]
    last = recognised["passages"][-1]
    recognised["passages"] += [{**last, "index": index} for index in range(8, 11)]
    return prepared(recognised)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(parts, "MOST_TASKS", 2)
    monkeypatch.setattr(parts, "TASKS_OF_PART", 2)


def test_a_short_import_has_no_parts(found, monkeypatch):
    monkeypatch.setattr(parts, "MOST_TASKS", 3)

    assert parts_of(found) == []
    assert part_with([], "t3") is None


def test_groups_stand_with_their_text_and_with_passages_of_their_tasks(found):
    shown = [(part.name, part.label, part.passages) for part in parts_of(found)]

    assert shown == [
        ("head", "Phần đầu, đơn vị, văn bản viện dẫn", [0, 1, 2]),
        ("g2", "1. Hạ tầng số", [3, 4, 5]),
        ("g5", "2. Tổ chức thực hiện", [1, 6, 7, 8, 9, 10]),
    ]


def test_small_groups_share_a_part_and_a_long_one_has_several(found, monkeypatch):
    monkeypatch.setattr(parts, "TASKS_OF_PART", 3)
    assert [part.label for part in parts_of(found)][1:] == ["Nhóm 1, 2"]

    monkeypatch.setattr(parts, "TASKS_OF_PART", 1)
    assert [(part.name, part.label) for part in parts_of(found)][1:3] == [
        ("g2", "1. Hạ tầng số, nhiệm vụ thứ 1–1"),
        ("t4", "1. Hạ tầng số, nhiệm vụ thứ 2–2"),
    ]


def test_a_long_text_goes_on_on_parts_of_its_own(found, monkeypatch):
    monkeypatch.setattr(parts, "PASSAGES_OF_PART", 2)

    shown = [(part.name, part.passages) for part in parts_of(found)]

    assert shown[3:] == [("g5", [1, 6, 7, 8]), ("p9", [9, 10])]


def test_each_finding_and_passage_is_found_on_a_part(found):
    shown = parts_of(found)

    for group, task in tasks_of(found):
        part = part_with(shown, task["id"])
        assert part is part_with(shown, group["id"])
        assert set(task["passages"]) <= set(part.passages)
    for row in found["passages"]:
        assert row["index"] in part_with(shown, f"p{row['index']}").passages
    assert part_with(shown, "units").is_first
