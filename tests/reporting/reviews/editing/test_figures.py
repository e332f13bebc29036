"""Numbers of a snapshot by their places."""

from dataclasses import replace

import pytest

from reporting.papers.blocks import Run
from reporting.reviews.editing.figures import figure_at, figures_for
from reporting.reviews.snapshots.places import place_of
from tests.reporting.reviews.editing.small import DONE, document, edit, judgement

GROUPS = [{"code": "1.2", "done": 5, "share": "97,3%"}]
SNAPSHOT = {
    "figures": {"totals": {"done": 1294, "late": 7}, "by_group": GROUPS},
    "documents": [{}, {}],
}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (DONE, "1.294"),
        ("figures.by_group.0.done", "5"),
        ("figures.by_group.:1-2.done", "5"),
        ("figures.by_group.:1-2.share", "97,3%"),
        ("figures.by_group.:1-3.done", None),
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


def test_a_number_follows_its_row_when_others_come_before_it():
    place, _ = place_of(SNAPSHOT, ("figures", "by_group", 0, "done"))
    later = {"figures": {"by_group": [{"code": "1.1", "done": 9}, *GROUPS]}}

    assert (figure_at(later, place), figure_at(later, place, like="05")) == ("5", "05")
    assert place_of({"rows": [*GROUPS, *GROUPS]}, ("rows", 1, "done")) == ("rows.1.done", 5)


def test_a_place_by_number_gets_the_number_as_the_machine_writes_it():
    said = judgement(done="05").blocks
    counted = Run("05", figure="figures.by_group.:1-2.done")
    machine = document(*said[:1], replace(said[1], runs=(counted,)))
    written = edit("IV.1.2", runs=(Run("04", figure="figures.by_group.0.done"),))

    assert figures_for(machine, [written], SNAPSHOT)["figures.by_group.0.done"] == "05"
