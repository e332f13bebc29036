"""URLs of `reporting`, composed from those of its features."""

from itertools import chain

from reporting.closing import urls as closing
from reporting.comments import urls as comments
from reporting.contributions import urls as contributions
from reporting.dashboards import urls as dashboards
from reporting.entries import urls as entries
from reporting.evidence import urls as evidence
from reporting.extensions import urls as extensions
from reporting.filing import urls as filing
from reporting.guide import urls as guide
from reporting.indicators import urls as indicators
from reporting.notices import urls as notices
from reporting.operations import urls as operations
from reporting.periods import urls as periods
from reporting.plan_folders import urls as plan_folders
from reporting.portfolio import urls as portfolio
from reporting.register import urls as register
from reporting.reorganisation import urls as reorganisation
from reporting.reviews import urls as reviews
from reporting.urging import urls as urging
from reporting.verification import urls as verification
from reporting.workbook import urls as workbook

app_name = "reporting"
urlpatterns = list(
    chain.from_iterable(
        feature.urlpatterns
        for feature in (
            dashboards,
            portfolio,
            indicators,
            filing,
            entries,
            evidence,
            workbook,
            verification,
            extensions,
            periods,
            urging,
            closing,
            plan_folders,
            reorganisation,
            reviews,
            register,
            operations,
            notices,
            comments,
            contributions,
            guide,
        )
    )
)
