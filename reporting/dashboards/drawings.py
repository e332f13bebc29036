"""What the parts of a page about a plan are kept by, so that they are drawn once a change."""

from django.utils.timezone import localdate

from reporting.counting.figures import Scope, statement_key
from reporting.dashboards.forms import DashboardFilterForm
from reporting.dashboards.office_desk import OfficeDesk
from tracker.lib.components.kept import KeptBy
from units.requests import SignedInRequest

# Who makes up longer ones has the part drawn each time
LONGEST_QUERY = 200


def drawn_of(request: SignedInRequest, scope: Scope, *others: str) -> KeptBy:
    """For figures of `scope` with links that keep the query; `others` is what else is shown.

    Never for those who read a part of the plan.
    """
    key = statement_key(scope, user=request.user)
    asked = _asked(request)
    if key is None or asked is None:
        return KeptBy(None, None)
    return KeptBy((key, asked, *others), scope.version)


def drawn_form(request: SignedInRequest, form: DashboardFilterForm) -> KeptBy:
    """For the filters: the same for all readers."""
    asked = _asked(request)
    return KeptBy(asked and (form.plan.pk, asked), form.common)


def _asked(request: SignedInRequest) -> tuple[str, str] | None:
    """The query, and the day, which words like "còn 3 ngày" depend on."""
    query = request.GET.urlencode()
    return (query, f"{localdate():%Y-%m-%d}") if len(query) <= LONGEST_QUERY else None


def drawn_desk(request: SignedInRequest, desk: OfficeDesk) -> KeptBy:
    """For what waits for the office: the same for all who work there."""
    asked = _asked(request)
    return KeptBy(asked and (desk.plan.pk, desk.present.key, asked), desk.version)
