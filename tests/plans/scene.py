"""A proposed assignment, and the history of any."""

from plans import assigning
from plans.models import AssignmentRole
from tests.factories import NOON, TaskFactory, UnitFactory, UserFactory

LEAD, COORDINATING = AssignmentRole.LEAD, AssignmentRole.COORDINATING


def events_of(assignment):
    return list(assignment.events.order_by("pk").values_list("kind", flat=True))


def a_proposal(role=LEAD, **fields):
    """A proposal, and the person who made it."""
    by = UserFactory()
    fields = {"task": TaskFactory(), "unit": UnitFactory()} | fields
    return assigning.propose(role=role, by=by, at=NOON, **fields), by
