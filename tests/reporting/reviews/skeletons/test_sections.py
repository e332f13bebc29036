"""Headings in order: numbers, those left out, and places changed."""

from dataclasses import replace

from reporting.models import ReviewKind
from reporting.reviews.skeletons import built_in
from reporting.reviews.skeletons.sections import moved, numbers, shown

GROUPS = [
    built_in.GroupName("1", "Quán triệt", "Tiếp tục quán triệt", "tasks"),
    built_in.GroupName("III", "Tổ chức", "TỔ CHỨC THỰC HIỆN", "organization"),
]


def _numbered(sections):
    visible = shown(sections)
    given = numbers(section.level for section in visible)
    return [f"{number} {one.key}" for number, one in zip(given, visible, strict=True)]


def _off(sections, *keys):
    return [replace(one, is_on=one.is_on and one.key not in keys) for one in sections]


def test_an_interim_review_is_numbered_as_papers_of_its_kind_are():
    assert _numbered(built_in.sections(ReviewKind.INTERIM, GROUPS)) == [
        "Phần thứ nhất part-1",
        "I. I",
        "1. I.1",
        "2. I.2",
        "3. I.3",
        "II. II",
        "1. group-1",
        "III. III",
        "IV. IV",
        "1. IV.1",
        "2. IV.2",
        "3. IV.3",
        "a) IV.3.a",
        "b) IV.3.b",
        "Phần thứ hai part-2",
        "I. 2.I",
        "II. 2.II",
        "1. 2.II.1",
        "2. 2.II.2",
        "3. 2.II.3",
    ]


def test_a_final_review_adds_lessons_commendation_and_the_proposal_on_the_plan():
    final = _numbered(built_in.sections(ReviewKind.FINAL, GROUPS))
    interim = _numbered(built_in.sections(ReviewKind.INTERIM, GROUPS))

    assert [one for one in final if one not in interim] == [
        "4. IV.4",
        "III. 2.III",
        "IV. 2.IV",
    ]


def test_a_periodic_report_tells_of_every_group_in_three_further_headings():
    found = built_in.sections(ReviewKind.PERIODIC, GROUPS)

    assert _numbered(found) == [
        "I. II",
        "1. group-1",
        "2. group-III",
        "II. III",
        "III. 2.I",
        "IV. 2.II",
    ]
    assert found[1].title == "Quán triệt"


def test_a_heading_that_is_off_takes_those_below_it_along():
    sections = _off(built_in.sections(ReviewKind.INTERIM, GROUPS), "IV.3", "I")

    found = _numbered(sections)

    assert found[:3] == ["Phần thứ nhất part-1", "I. II", "1. group-1"]
    assert not [one for one in found if "IV.3" in one or " I." in one]


def test_without_its_parts_a_review_is_numbered_through():
    found = _numbered(_off(built_in.sections(ReviewKind.INTERIM, GROUPS), "part-1", "part-2"))

    assert [one for one in found if one.endswith((" I", " IV", " 2.I", " 2.II"))] == [
        "I. I",
        "IV. IV",
        "V. 2.I",
        "VI. 2.II",
    ]


def test_a_heading_changes_places_with_all_that_stands_below_it():
    sections = built_in.sections(ReviewKind.INTERIM, GROUPS)

    up = [one.key for one in moved(sections, "II", by=-1)]
    again = [one.key for one in moved(moved(sections, "II", by=-1), "II", by=1)]

    assert up[:6] == ["part-1", "II", "group-1", "I", "I.1", "I.2"]
    assert again == [one.key for one in sections]


def test_at_the_end_of_its_heading_a_section_stays():
    sections = built_in.sections(ReviewKind.INTERIM, GROUPS)

    for key, step in (("I.1", -1), ("I.3", 1), ("part-1", -1), ("part-2", 1)):
        assert moved(sections, key, by=step) == sections
