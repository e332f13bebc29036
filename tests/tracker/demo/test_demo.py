"""The demonstration shows every state and is the same each time."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from plans.models import Assignment, AssignmentState, Plan, PlanEvent, PlanEventKind
from reporting.counting import punctuality
from reporting.counting.status import Label
from reporting.counting.status_columns import labelled, with_status
from reporting.models import (
    DeclaredState,
    EntryStatus,
    Extension,
    IndicatorValue,
    ProgressEntry,
    ReportingPeriod,
    Review,
    ReviewKind,
)
from reporting.operations import integrity
from reporting.plan_folders import bringing_in, exporting, opening
from reporting.reviews.snapshots import snapshot
from tests.factories import NOON, TODAY, UserFactory, entry_at, person
from tests.pictures import SHOTS
from tests.reporting.conftest import no_printing  # noqa: F401 -- a fixture
from tests.reporting.plan_folders import comparing
from tests.reporting.plan_folders.conftest import empty_the_database
from tracker.demo import reviews
from tracker.demo.numbers import WAITING_TIME
from tracker.demo.seeding import seed_demo
from tracker.lib import filestore
from units.models import Role, User

pytestmark = pytest.mark.xdist_group("the demonstration")


@pytest.fixture(scope="module")
def _seeded(django_db_setup, django_db_blocker):
    """Two quarters, made once for the tests of this module and rolled back at its end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        seed_demo(at=NOON, num_periods=3, with_reviews=False)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(_seeded, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_demo_shows_filings_in_every_state(seeded):
    assert set(ProgressEntry.objects.values_list("status", flat=True)) == set(EntryStatus.values)


def test_demo_has_units_in_time_late_and_missing(seeded):
    periods = list(ReportingPeriod.objects.oldest_first())

    states = {state.state for state in punctuality.filing_states(periods=periods[:-1], as_of=TODAY)}

    assert {"on_time", "late", "missing"} <= states


def test_demo_ends_with_an_open_period_that_holds_today(seeded):
    newest = ReportingPeriod.objects.newest_first()[0]

    assert newest.is_open
    assert newest.covers(TODAY)
    assert ReportingPeriod.objects.open().count() == 1


def test_demo_has_a_person_for_every_role_and_each_says_it_is_invented(seeded):
    assert set(User.objects.values_list("memberships__role", flat=True)) == set(Role.values)
    assert not User.objects.exclude(full_name__endswith="(demo)").exists()


def test_demo_leaves_no_assignment_a_mere_proposal(seeded):
    assert not Assignment.objects.filter(state=AssignmentState.PROPOSED).exists()


def test_demo_shows_extensions_granted_and_kept_refused_and_waiting(seeded):
    states = list(Extension.objects.order_by("pk").values_list("status", flat=True))
    rows = with_status(Assignment.objects.owed(), as_of=TODAY)

    kept = {row.pk for row in labelled(rows, [Label.DONE_EXTENDED])}

    assert states == ["granted", "changed", "refused", "asked"]
    assert kept == set(
        Extension.objects.filter(status__in=["granted", "changed"]).values_list(
            "assignment", flat=True
        )
    )


def test_demo_agrees_with_itself(seeded):
    assert list(integrity.findings()) == []


@pytest.mark.django_db
def test_demo_refuses_a_product_that_is_in_use():
    UserFactory()

    with pytest.raises(CommandError, match="hệ thống trống"):
        call_command("seed_demo")


def test_demo_shows_numbers_zero_missing_not_applicable_and_implausible_ones(seeded):
    from reporting.indicators.lines import lines_of

    sent = ProgressEntry.objects.exclude(sent_content=None).for_row()
    lines = [line for found in lines_of(sent).values() for line in found]

    assert any(line.input.is_not_applicable for line in lines)
    assert any(line.input.is_blank for line in lines)
    assert any(line.input.value == 0 for line in lines)
    assert any(line.is_unexplained for line in lines)
    assert any(line.doubts and line.input.explanation for line in lines)
    assert all(
        line.indicator.target_document for line in lines if line.indicator.target is not None
    )


def test_every_figure_of_a_review_of_the_demo_is_counted_again_from_its_rows(seeded):
    from reporting.reviews.papers import paper
    from reporting.reviews.snapshots import snapshot
    from reporting.reviews.tracing.tracing import Tracer
    from tests.reporting.reviews.tracing.scene import places_in

    first, *_, last = ReportingPeriod.objects.oldest_first().filter(data_to__lt=TODAY)
    review = Review(
        plan=first.plan,
        kind=ReviewKind.FINAL,
        period_from=first,
        period_to=last,
        cutoff_on=TODAY,
        queued_at=NOON,
        snapshot_at=NOON,
    )
    review.snapshot = snapshot.take(review)
    tracer = Tracer(review, review.snapshot)

    places = places_in(paper.document_of(paper.Paper.of(review), review.snapshot))

    assert len(places) > 500
    for place in places:
        figure = tracer.trace(place)
        assert figure is not None, place
        assert figure.agrees, place
        if isinstance(figure.frozen, int) and "difference" not in place:
            assert len(figure.traced.rows) == figure.frozen, place


def test_demo_tells_in_words_what_its_states_and_numbers_say(seeded):
    entries = ProgressEntry.objects.exclude(state="").select_related("assignment__task")
    numbers = IndicatorValue.objects.filter(is_not_applicable=False).exclude(
        indicator__name=WAITING_TIME
    )

    for entry in entries.filter(percent__gt=0, percent__lt=100):
        assert f"{entry.percent}%" in entry.result
    for entry in entries.filter(state=DeclaredState.IN_PROGRESS, percent=None):
        assert "đang tiếp tục" in entry.result
    for number in numbers.exclude(value=0).select_related("entry"):
        told = number.value if number.value is not None else number.denominator
        assert f" {told:.0f} " in number.entry.result


def test_the_screens_of_the_guides_pictures_show_what_they_are_about(seeded):
    for name, shot in SHOTS.items():
        # Of rows that `make guide-pictures` adds
        if name in ("editing", "importing", "reorganising"):
            continue
        client = Client()
        if shot.who:
            person = User.objects.get(username=shot.who)
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

        response = client.get(shot.address())

        assert response.status_code == 200, name
        text = response.content.decode()
        assert shot.words in text, name
        assert shot.at.strip(".#") in text, name


@pytest.mark.django_db
def test_its_plan_is_the_same_after_it_was_exported_and_imported(
    seeded,
    no_printing,  # noqa: F811
    settings,
    tmp_path,
):
    """Figures of every unit, group and period, histories, files: all but the ids."""
    days = [TODAY, TODAY - timedelta(days=60)]
    with transaction.atomic():
        plan = Plan.objects.get()
        office = User.objects.get(memberships__role=Role.REVIEWER)
        periods = list(plan.periods.oldest_first())
        settings.MEDIA_ROOT = tmp_path / "stored here"
        reviews.make_reviews(plan=plan, periods=periods, by=office, at=NOON)
        before = comparing.figures(plan, days)
        manifest = exporting.export_plan(plan=plan, target=tmp_path / "folder", at=NOON)
        empty_the_database()
        settings.MEDIA_ROOT = tmp_path / "stored elsewhere"
        by = person(Role.ADMINISTRATOR)
        entry_at(EntryStatus.ACCEPTED)  # other rows have the ids of the plan's

        with opening.opened(tmp_path / "folder") as folder:
            plan = bringing_in.import_plan(folder=folder, decisions={}, by=by, at=NOON)

        assert comparing.figures(plan, days) == before
        assert list(integrity.findings()) == []
        assert {*filestore.stored()} == {*folder.stored}
        issued = Review.objects.get(plan=plan, status="issued")
        assert snapshot.take(issued) == issued.snapshot, "its ids are those of the rows here"
        PlanEvent.objects.filter(kind=PlanEventKind.IMPORTED).delete()
        again = exporting.export_plan(plan=plan, target=tmp_path / "again", at=NOON)
        assert (again.rows, again.missing) == (manifest.rows, [])
        first, second = map(comparing.rows_in, (tmp_path / "folder", tmp_path / "again"))
        assert [label for label in first if first[label] != second[label]] == []
        transaction.set_rollback(True)
