"""Obstacles and recommendations beside the editor: the same text once, with its units."""

from reporting.models import Review
from reporting.reviews.page import feedback_of


def _said(unit, obstacle, task="1.1"):
    return {
        "entry": 1,
        "unit_name": unit,
        "task": task,
        "period": 1,
        "obstacle": obstacle,
        "recommendation": "",
        "is_accepted": True,
    }


def test_the_same_text_stands_once_with_its_units_that_of_most_first():
    rows = [
        _said("Ban A", "Thiếu người."),
        _said("Ban A", "Thiếu kinh phí."),
        _said("Ban B", "thiếu  kinh phí"),
        _said("Ban B", "Thiếu kinh phí;", task="1.2"),
    ]

    first, second = feedback_of(Review(snapshot={"voices": rows}), "obstacle")

    assert (first.text, first.num_units) == ("Thiếu kinh phí.", 2)
    assert [(one.unit_name, one.task) for one in first.said_by] == [
        ("Ban A", "1.1"),
        ("Ban B", "1.1"),
        ("Ban B", "1.2"),
    ]
    assert (second.text, second.num_units) == ("Thiếu người.", 1)


def test_a_review_without_figures_has_no_feedback():
    assert feedback_of(Review(), "obstacle") == []
    assert feedback_of(Review(snapshot={"voices": [_said("Ban A", "")]}), "obstacle") == []
