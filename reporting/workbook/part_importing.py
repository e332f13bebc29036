"""Write the contributions of a confirmed workbook."""

from collections.abc import Collection
from datetime import datetime

from plans.models import Assignment
from reporting.contributions import contributing
from reporting.models import Submission
from reporting.workbook.rows import CONFLICT, KEPT, NOT_WRITTEN, WRITTEN, ComparedRow
from tracker.lib.refusal import Refused
from units.models import User


def write(
    rows: list[ComparedRow],
    *,
    submission: Submission,
    taken: Collection[int],
    by: User,
    at: datetime,
) -> None:
    """Save the drafts; those in conflict only for the assignments in `taken`.

    A contribution that was saved since the preview is skipped. The outcome is noted in `rows`.
    """
    assignments = Assignment.objects.in_bulk([row["assignment"] for row in rows])
    for row in rows:
        if row["kind"] == CONFLICT and row["assignment"] not in taken:
            row["outcome"] = KEPT
            continue
        try:
            contributing.save(
                period=submission.period,
                assignment=assignments[row["assignment"]],
                seen_version=row["version"],
                text=str(row["filed"]["text"]),
                by=by,
                at=at,
            )
        except contributing.ContributionCollision:
            row["outcome"] = NOT_WRITTEN
            row["told"] = (
                "Nội dung này đã được lưu thêm sau khi bạn xem trước. Nội dung đã lưu được giữ; "
                "hãy nộp lại tệp để đối chiếu."
            )
        except Refused as refusal:
            row["outcome"], row["told"] = NOT_WRITTEN, str(refusal)
        else:
            row["outcome"] = WRITTEN
