"""Reviews that the office has compiled while faults are put in: each must end once."""

import http.client
from datetime import date, timedelta

from tests.load.visitor import Visitor


class Office(Visitor):
    """A reviewer who requests reviews over HTTP."""

    def __init__(self, url: str, row: dict) -> None:
        super().__init__(url, submission=0, entry=0)
        self.row = row
        self.num_requested = 0

    def enter(self) -> None:
        self.log_in(self.row["username"], self.row["password"])

    def request_review(self) -> None:
        """Request a review of the first period, as of another day each time."""
        day = date.fromisoformat(self.row["day"]) - timedelta(days=self.num_requested)
        form = {
            "kind": "interim",
            "period_from": str(self.row["period"]),
            "period_to": str(self.row["period"]),
            "cutoff_on": f"{day:%d/%m/%Y}",
            "by_units": "then",
            "title": "",
        }
        try:
            status, _ = self.request("POST", f"/plans/{self.row['plan']}/reviews/add/", form)
        except (OSError, http.client.HTTPException):
            return
        self.num_requested += status == 302
