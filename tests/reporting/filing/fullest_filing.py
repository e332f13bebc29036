"""The fullest possible submission: one unit, every task of the plan, all texts written.

`python -m tests.reporting.filing.fullest_filing` creates it in the database of the environment,
as the processes of the product see it, and prints its id, that of its first entry and the session
key of its officer.
"""

import json
import os
from datetime import timedelta
from typing import Any

import django

SENTENCES = (
    "Đơn vị đã ban hành {} văn bản chỉ đạo, tổ chức {} hội nghị quán triệt đến cán bộ, đảng viên.",
    "Kiểm tra {} lượt tại các bộ phận, chấn chỉnh {} trường hợp chậm trả kết quả cho người dân.",
    "Tỷ lệ hồ sơ giải quyết trước và đúng hạn đạt {},{} %, tăng so với cùng kỳ năm trước.",
    "Đã tiếp {} lượt công dân, giải quyết {} đơn thuộc thẩm quyền, không để tồn đọng kéo dài.",
)


def text(seed: int, num_sentences: int) -> str:
    """Text of a submission without repetition, so that it compresses like real text."""
    return " ".join(
        SENTENCES[(seed + step) % 4].format(seed * 7 % 97 + step, seed * 13 % 89)
        for step in range(num_sentences)
    )


def make(*, at: Any) -> dict[str, Any]:
    """A submission with an entry per task of the sample plan, after a period that was filed too."""
    from django.test import Client
    from django.utils import timezone

    from plans import access
    from plans.loading import load_sample
    from plans.models import Assignment, Task
    from reporting.filing import filing
    from reporting.models import has_percent
    from tests.factories import AssignmentFactory, ReportingPeriodFactory, UnitFactory, person
    from units.models import Role

    plan, today = load_sample(at=at), timezone.localdate(at)
    unit = UnitFactory(code="day-nhat", name="Văn phòng nhiều việc nhất", short_name="VP đầy nhất")
    Assignment.objects.all().delete()  # a task may have one lead
    for task in Task.objects.order_by("pk"):
        AssignmentFactory(task=task, unit=unit)
    access.ensure_grants(plan=plan)
    officer = person(Role.OFFICER, unit, username="day-nhat", full_name="Trần Thị Đầy Đủ")
    for name, last_day in (("Kỳ trước", today - timedelta(days=40)), ("Kỳ này", today)):
        period = ReportingPeriodFactory(
            plan=plan,
            name=name,
            opened_at=at,
            data_from=last_day - timedelta(days=30),
            data_to=last_day,
            due_on=last_day + timedelta(days=10),
        )
        submission = filing.start(period=period, unit=unit, by=officer, at=at)
        entries = list(submission.entries.select_related("submission__period").order_by("pk"))
        for number, entry in enumerate(entries):
            filing.save_entry(
                entry=entry,
                seen_version=entry.version,
                by=officer,
                at=at,
                state="in_progress",
                percent=number if has_percent(entry.assignment.task.kind) else None,
                result=text(number + period.pk, 4),
                obstacle=text(number + 1, 1),
                recommendation=text(number + 2, 1),
            )
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return {
        "submission": submission.pk,
        "entry": entries[0].pk,
        "num_entries": len(entries),
        "session": client.cookies["sessionid"].value,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from django.utils import timezone

    print(json.dumps(make(at=timezone.now())))  # noqa: T201
