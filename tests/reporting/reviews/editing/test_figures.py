"""Numbers of a snapshot by their places."""

import pytest

from reporting.papers.blocks import Run
from reporting.reviews.editing.figures import figure_at, figures_for
from tests.reporting.reviews.editing.small import DONE, edit, judgement

SNAPSHOT = {
    "figures": {"totals": {"done": 1294, "late": 7}, "by_group": [{"done": 5}]},
    "documents": [{}, {}],
}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (DONE, "1.294"),
        ("figures.by_group.0.done", "5"),
        ("documents", "2"),
        ("figures.by_group.1.done", None),
        ("figures.by_group.x", None),
        ("figures.totals", None),
        ("nowhere", None),
    ],
)
def test_a_place_leads_to_its_number(place, text):
    assert figure_at(SNAPSHOT, place) == text


def test_what_people_name_counts_as_what_the_machine_names():
    late = edit("IV.1.2", runs=(Run("2", figure="figures.totals.late"), Run("", figure="gone")))
    assert figures_for(judgement(done="1.294"), [late], SNAPSHOT) == {
        DONE: "1.294",
        "figures.totals.late": "7",
    }
