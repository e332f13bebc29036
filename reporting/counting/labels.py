"""Labels and cells of assignments, and what they count as."""

from enum import IntEnum

from django.db import models


class Label(models.TextChoices):
    """Ordered as in lists: assignments that need a step first, completed ones last."""

    OVERDUE = "overdue", "Quá hạn"
    RETURNED = "returned", "Trả lại, yêu cầu bổ sung"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    PERIOD_MISSING = "period_missing", "Chưa báo cáo kỳ này"
    AWAITING_VERIFICATION = "awaiting_verification", "Đã báo cáo hoàn thành, chờ thẩm tra"
    PERIOD_WAITING = "period_waiting", "Đã báo cáo kỳ này, chờ thẩm tra"
    NOT_STARTED = "not_started", "Chưa triển khai"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    NOT_DUE = "not_due", "Chưa đến kỳ báo cáo"
    PAUSED = "paused", "Tạm dừng"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    DONE_EXTENDED = "done_extended", "Hoàn thành đúng hạn sau gia hạn"
    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    DONE_UNDATED = "done_undated", "Hoàn thành, không đặt thời hạn"
    PERIOD_DONE = "period_done", "Đạt yêu cầu trong kỳ"
    NOT_APPLICABLE = "not_applicable", "Không phát sinh"
    UNIT_ENDED = "unit_ended", "Đơn vị đã kết thúc, chưa chuyển giao"
    TRANSFERRED = "transferred", "Đã chuyển giao"
    DROPPED = "dropped", "Thôi theo dõi"


class Cell(models.TextChoices):
    """Done or not × on time, late or without a deadline, at the cut-off day."""

    DONE_ON_TIME = "done_on_time", "Hoàn thành đúng hạn"
    DONE_LATE = "done_late", "Hoàn thành quá hạn"
    DONE_UNDATED = "done_undated", "Hoàn thành, không đặt thời hạn"
    OPEN_ON_TIME = "open_on_time", "Chưa hoàn thành, trong hạn"
    OPEN_LATE = "open_late", "Chưa hoàn thành, quá hạn"
    OPEN_UNDATED = "open_undated", "Chưa hoàn thành, không đặt thời hạn"
    OUTSIDE = "outside", "Không tính"


DATED_DONE = frozenset({Label.DONE_ON_TIME, Label.DONE_EXTENDED, Label.DONE_LATE})
DONE_ONCE = DATED_DONE | {Label.DONE_UNDATED}
DONE = DONE_ONCE | {Label.PERIOD_DONE}
# Out of numerator and denominator
OUTSIDE = frozenset(
    {
        Label.NOT_DUE,
        Label.NOT_APPLICABLE,
        Label.PAUSED,
        Label.UNIT_ENDED,
        Label.TRANSFERRED,
        Label.DROPPED,
    }
)
# Of the period by which recurring and continuous work is judged; in the order of lists
OF_PERIOD = (
    Label.RETURNED,
    Label.PERIOD_MISSING,
    Label.PERIOD_WAITING,
    Label.IN_PROGRESS,
    Label.NOT_DUE,
    Label.PERIOD_DONE,
    Label.NOT_APPLICABLE,
)
# No deadline to extend any more
SETTLED = frozenset({*DONE, *OUTSIDE, Label.AWAITING_VERIFICATION})

# Lists are ordered by it, and the database computes it in place of the words
RANK = {label: index for index, label in enumerate(Label)}
BY_RANK = tuple(Label)


class Timing(IntEnum):
    """Open work against its deadline at the cut-off day."""

    UNDATED = 0
    ON_TIME = 1
    LATE = 2


LABELS_OF_CELL = {
    Cell.DONE_ON_TIME: frozenset({Label.DONE_ON_TIME, Label.DONE_EXTENDED}),
    Cell.DONE_LATE: frozenset({Label.DONE_LATE}),
    Cell.DONE_UNDATED: frozenset({Label.DONE_UNDATED, Label.PERIOD_DONE}),
    Cell.OUTSIDE: OUTSIDE,
}
OPEN_CELLS = {
    Timing.ON_TIME: Cell.OPEN_ON_TIME,
    Timing.LATE: Cell.OPEN_LATE,
    Timing.UNDATED: Cell.OPEN_UNDATED,
}
OPEN = frozenset(Label) - DONE - OUTSIDE
CELL_OF_LABEL = {label: cell for cell, labels in LABELS_OF_CELL.items() for label in labels}


def cell_of(label: Label, timing: Timing) -> Cell:
    """The cell of a label; the timing decides for open work only."""
    return CELL_OF_LABEL.get(label) or OPEN_CELLS[timing]
