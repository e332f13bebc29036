"""Progress of a plan over its periods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporting.counting.open_periods import OpenPeriod
from reporting.models import ReportingPeriod

NONE = (0, 0)


@dataclass(frozen=True)
class TrendPoint:
    """A period with the numbers of results owed, sent by units and accepted by the office.

    `so_far` says how far a period that still receives submissions has come; empty for the others.
    """

    name: str
    num_owed: int
    num_sent: int
    num_accepted: int
    so_far: str = ""

    @property
    def share_sent(self) -> float | None:
        return 100 * self.num_sent / self.num_owed if self.num_owed else None

    @property
    def share_accepted(self) -> float | None:
        return 100 * self.num_accepted / self.num_owed if self.num_owed else None


def trend_of(
    periods: list[ReportingPeriod],
    *,
    num_owed: Mapping[int, int],
    results: Mapping[int, tuple[int, int]],
    unfinished: Iterable[OpenPeriod] = (),
) -> list[TrendPoint]:
    """One point for each of `periods`, in their order.

    By period: `num_owed` and the `results` sent, and of them accepted (see `expected`);
    `unfinished`: the periods that still receive (`open_periods`).
    """
    so_far = {row.period.pk: row.words for row in unfinished}
    return [
        TrendPoint(
            name=period.name,
            num_owed=num_owed.get(period.pk, 0),
            num_sent=results.get(period.pk, NONE)[0],
            num_accepted=results.get(period.pk, NONE)[1],
            so_far=so_far.get(period.pk, ""),
        )
        for period in periods
    ]
