"""How the drill counts what was acknowledged and is missing, and which faults take turns."""

import itertools
import math

from tests.drill import __main__ as drill
from tests.drill import figures
from tests.drill.people import Person, Saved
from tests.load.visitor import Visitor


def person(*acknowledged, unanswered=()):
    someone = Person(Visitor("http://127.0.0.1:1", submission=1, entry=1), "canbo", "")
    someone.acknowledged = [
        Saved(version, f"lần {version}", at=float(version)) for version in acknowledged
    ]
    someone.unanswered = list(unanswered)
    return someone


def test_nothing_is_lost_where_the_last_acknowledged_save_is_stored():
    assert person(2, 3, 4).num_lost(4, "lần 4") == 0
    assert person().num_lost(1, "như trước") == 0


def test_acknowledged_saves_after_the_stored_one_are_lost():
    assert person(2, 3, 4).num_lost(2, "lần 2") == 2
    assert person(2, 3, 4).num_lost(-1, "") == 3
    assert person(2, 3, 4).num_lost(4, "lần 3") == 1


def test_save_without_an_answer_may_have_replaced_the_last_one():
    someone = person(2, 3, unanswered=["không rõ"])

    assert someone.num_lost(4, "không rõ") == 0
    assert someone.num_lost(4, "của ai khác") == 1


def test_only_what_was_acknowledged_before_the_cut_must_be_there():
    someone = person(2, 3, 4)

    assert someone.num_lost(2, "lần 2", before=2.5) == 0
    assert someone.num_lost(3, "lần 3", before=2.5) == 0
    assert someone.num_lost(2, "lần 2", before=math.inf) == 2


def test_last_line_has_the_figures_and_tells_what_is_bad():
    totals = figures.Totals("sqlite", saves=12, jobs_once=2)
    totals.rows = [
        figures.Row("kill -9 web", healthy_after=2.5),
        figures.Row("power cut", is_skipped=True),
    ]
    totals.inputs = figures.Inputs(10) + figures.Inputs(5)

    assert str(totals) == (
        "drill engine=sqlite faults=1 saves=12 lost=0 jobs_twice=0 inputs=15 errors_5xx=0 partial=0"
    )
    assert totals.is_good
    totals.inputs += figures.Inputs(1, errors_5xx=1)
    assert not totals.is_good


def test_a_short_drill_draws_damages_and_a_long_one_puts_in_each_before_any_comes_again():
    num_all = len(drill.FAULTS) + len(drill.DRAWN)
    for_sqlite = [fault for fault in drill.FAULTS + drill.DRAWN if "sqlite" in fault.engines]

    short = [fault.name for fault in drill.in_turn("sqlite", 0)]
    long = itertools.islice(drill.in_turn("sqlite", math.inf), num_all)

    assert len(short) == len(set(short)) == len(for_sqlite) - len(drill.DRAWN) + drill.NUM_DRAWN
    assert {fault.name for fault in long} == {fault.name for fault in for_sqlite}
