"""Notices: everyone reads their own; managers of periods or of the directory read the mail log."""

from django.utils import timezone

from reporting.models import Notice, NoticeKind
from reporting.notices import noticing
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene


def _notice_of_officer(scene: Scene) -> list[int]:
    noticing.notify(
        people=[scene.people["officer"]],
        kind=NoticeKind.OVERDUE,
        about=noticing.About(period_id=scene.entry.submission.period_id),
        text="Chưa gửi báo cáo.",
        url="/submissions/",
        at=timezone.now(),
    )
    return [Notice.objects.get().pk]


ACCESS = [
    AccessRule("reporting:list-notices", everyone(200)),
    AccessRule("reporting:read-notices", everyone(302), method="post"),
    AccessRule("reporting:notice-settings", everyone(200)),
    AccessRule(
        "reporting:notice-settings",
        everyone(302),
        method="post",
        data=lambda scene: {"email": "", "shown": ["overdue"]},
    ),
    AccessRule("reporting:open-notice", {"officer": 302}, method="post", args=_notice_of_officer),
    AccessRule("reporting:list-mails", {"reviewer": 200, "administrator": 200}, others=403),
]
