"""Reorganisations of units."""

from reporting.models import Reorganisation, ReorganisationEvent
from tests.constraints import changed
from tests.factories import NOON, TODAY, LegalDocumentFactory, UserFactory


def _act() -> Reorganisation:
    return Reorganisation.objects.create(
        document=LegalDocumentFactory(),
        effective_on=TODAY,
        table="Xã A\tXã B",
        prepared_at=NOON,
        prepared_by=UserFactory(),
    )


BREACHES = [
    (
        "reporting_reorganisation_state_known",
        lambda: changed(_act(), state="gossip", carried_out_at=NOON, carried_out_by=UserFactory()),
    ),
    ("reporting_reorganisation_carried_out_at_and_by", lambda: changed(_act(), state="undone")),
    (
        "reporting_reorganisationevent_kind_known",
        lambda: ReorganisationEvent(
            reorganisation=_act(), kind="gossip", at=NOON, by=UserFactory()
        ),
    ),
]
