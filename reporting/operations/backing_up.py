"""The backup of the day; administrators are told when it fails or the disk is filling up."""

import logging
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from reporting.models import NoticeKind
from reporting.notices.noticing import About, notify
from tracker.lib.backups import archive, shelf
from tracker.lib.backups.sealing import NotOpened
from tracker.lib.disk import room
from tracker.lib.refusal import Refused
from units.models import Role
from units.roles import office_holders

logger = logging.getLogger(__name__)


class Failed(Exception):  # noqa: N818 -- an outcome, told to administrators
    """No backup was made. `str()` is the reason in Vietnamese."""


def back_up(*, at: datetime) -> tuple[shelf.Backup, archive.Tail]:
    """Make a backup and remove those that are no longer kept; raise Failed with the reason."""
    try:
        backup, tail = shelf.make(at=at)
    except (Refused, NotOpened) as error:
        raise Failed(str(error)) from error
    except OSError as error:
        raise Failed(f"Không ghi được bản sao lưu: {error.strerror or error}.") from error
    except SoftTimeLimitExceeded as error:
        raise Failed("Sao lưu mất quá nhiều thời gian nên đã dừng.") from error
    except Exception as error:  # whatever it is, nobody would look for it in a log
        raise Failed("Có lỗi ngoài dự kiến; lý do ghi ở nhật ký máy chủ.") from error
    removed = shelf.remove_old()
    logger.info("Backup %s of %d bytes; %d removed", backup.name, backup.num_bytes, len(removed))
    for sha256 in tail.damaged:
        logger.error("Stored file %s is damaged and not in the backup", sha256)
    return backup, tail


def back_up_if_due(*, at: datetime) -> None:
    """Make the backup of the day once its hour has passed, also on a machine that was off then."""
    newest = shelf.newest()
    last = newest.made_at if newest else shelf.began()
    if last is None:
        shelf.begin()
    elif last < _hour_before(at):
        try_to_back_up(at=at)


def try_to_back_up(*, at: datetime) -> None:
    """Make a backup, or tell the administrators why there is none, once a day."""
    try:
        back_up(at=at)
    except Failed as failure:
        if isinstance(failure.__cause__, shelf.Busy):
            return
        logger.exception("No backup was made")
        _tell(NoticeKind.BACKUP_FAILED, f"Sao lưu không thành công. {failure}", at=at)


def warn_of_disk(*, at: datetime) -> None:
    """Tell the administrators, once a day, that the disk is filling up."""
    if room.is_low():
        text = (
            f"Ổ đĩa của hệ thống chỉ còn trống {room.free_mb()} MB. Khi đầy, sẽ không lưu được "
            "gì nữa: hãy dọn hoặc thêm dung lượng."
        )
        _tell(NoticeKind.DISK_LOW, text, at=at)


def _hour_before(at: datetime) -> datetime:
    """The last time that it was `BACKUP_HOUR`."""
    local = timezone.localtime(at)
    hour = local.replace(hour=settings.BACKUP_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= local else hour - timedelta(days=1)


def _tell(kind: NoticeKind, text: str, *, at: datetime) -> None:
    notify(
        people=office_holders(Role.ADMINISTRATOR),
        kind=kind,
        about=About(day=timezone.localdate(at)),
        text=text,
        url=reverse("reporting:list-backups"),
        at=at,
    )
