"""Words and numbers that all parts of a paper share."""

from typing import Any

from reporting.counting.status import Label
from reporting.papers.blocks import Run
from reporting.reviews.narrative.places import value_at
from reporting.reviews.schema import FrozenLead, Snapshot
from tracker.lib.template_tags import decimal

# In the order of the paper. Nothing unaccepted is called "hoàn thành" in any form
STATE_WORDS = {
    Label.DONE_ON_TIME: "hoàn thành đúng hạn",
    Label.DONE_EXTENDED: "hoàn thành đúng hạn sau gia hạn",
    Label.DONE_LATE: "hoàn thành quá hạn",
    Label.DONE_UNDATED: "hoàn thành",
    Label.PERIOD_DONE: "thực hiện đạt yêu cầu trong kỳ",
    Label.AWAITING_VERIFICATION: "đã báo cáo, chờ thẩm tra",
    Label.PERIOD_WAITING: "đã báo cáo kỳ này, chờ thẩm tra",
    Label.IN_PROGRESS: "đang thực hiện",
    Label.DUE_SOON: "đang thực hiện, sắp đến hạn",
    Label.RETURNED: "đã trả lại để bổ sung",
    Label.OVERDUE: "đã quá thời hạn",
    Label.PERIOD_MISSING: "chưa báo cáo kỳ này",
    Label.NOT_STARTED: "chưa triển khai",
    Label.NOT_DUE: "chưa đến kỳ báo cáo",
    Label.NOT_APPLICABLE: "không phát sinh",
    Label.PAUSED: "tạm dừng",
    Label.UNIT_ENDED: "đơn vị đã kết thúc, chưa chuyển giao",
    Label.TRANSFERRED: "đã chuyển giao",
    Label.DROPPED: "thôi theo dõi",
}
STATE_ORDER = tuple(STATE_WORDS)


class SnapshotFigures:
    """The numbers of the snapshot, by their place in it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __call__(self, *path: str | int) -> Run:
        """The number at `path` as the paper writes it, marked with its place."""
        place = ".".join(str(step) for step in path)
        return Run(decimal(self.value(*path)), figure=place)

    def count(self, *path: str | int) -> Run:
        """How many rows there are at `path`."""
        place = ".".join(str(step) for step in path)
        return Run(decimal(len(self.value(*path))), figure=place)

    def value(self, *path: str | int) -> Any:
        return value_at(self.snapshot, path)


def state_words(lead: FrozenLead) -> str:
    return STATE_WORDS[Label(lead["label"])]
