"""Reduces a demonstration to the size of a fixture, with every reference intact."""

from typing import Any

from django.contrib.auth.models import Group

from plans.models import Assignment, AssignmentEvent, LegalDocument, Passage, Plan, Task
from reporting.models import Review, Submission
from reporting.register import frozen
from reporting.reviews import content
from reporting.reviews.snapshots import snapshot
from units.models import Membership, Role, Succession, Unit, User
from units.roles import unit_group_name

KEPT_PASSAGES = 12
# A unit goes after those below it, and stays where one of them does
LEVELS = 3


def trim() -> None:
    """Keep the units that filed and those with heads, reviewers, leaders and the like."""
    kept = set(Submission.objects.values_list("unit", flat=True))
    kept |= set(Membership.objects.exclude(role=Role.OFFICER).values_list("unit", flat=True))
    for ends in Succession.objects.values_list("predecessor", "successor"):
        kept |= {pk for pk in ends if pk}
    _remove_units(Unit.objects.exclude(pk__in=kept))
    _remove_text()
    frozen.uninstall()
    for review in Review.objects.exclude(snapshot=None):
        _shorten(review)
    frozen.install()


def _shorten(review: Review) -> None:
    """Keep little of the figures, with hashes that belong to them."""
    review.snapshot = _shortened(review.snapshot)
    review.snapshot_sha256 = snapshot.sha256_of(review.snapshot)
    if review.content_sha256:
        review.content_sha256 = content.sha256_of(
            review, pdf_sha256=review.pdf_sha256, docx_sha256=review.docx_sha256
        )
    review.save(update_fields=["snapshot", "snapshot_sha256", "content_sha256"])


def _remove_units(units: Any) -> None:
    pks = list(units.values_list("pk", flat=True))
    AssignmentEvent.objects.filter(unit__in=pks).delete()
    Assignment.objects.filter(unit__in=pks).delete()
    people = list(Membership.objects.filter(unit__in=pks).values_list("user", flat=True))
    Membership.objects.filter(unit__in=pks).delete()
    User.objects.filter(pk__in=people, memberships=None).delete()
    names = [unit_group_name(pk, role) for pk in pks for role in Role]
    Group.objects.filter(name__in=names).delete()
    for _ in range(LEVELS):
        Unit.objects.filter(pk__in=pks, children=None).delete()


def _remove_text() -> None:
    """Remove tasks without a unit, most of the plan's text, and unused documents."""
    Task.objects.filter(assignments=None, assignment_events=None).delete()
    text = Passage.objects.filter(corrections=None).order_by("position")
    Passage.objects.filter(pk__in=text.values_list("pk", flat=True)[KEPT_PASSAGES:]).delete()
    # The passages that remain do not make up the source
    Plan.objects.update(source_sha256="")
    related = LegalDocument._meta.related_objects
    LegalDocument.objects.filter(**{relation.name: None for relation in related}).delete()


def _shortened(value: Any) -> Any:
    """A snapshot with one item in each of its lists."""
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    return [_shortened(item) for item in value[:1]] if isinstance(value, list) else value
