"""Use cases for passwords that people set by themselves, through a link in a mail.

Whoever asks is told the same in the same time, whether or not the name exists: what differs is
done by the worker.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from tracker.lib import queueing
from tracker.lib.refusal import Refused
from units.log_in import links, origins, sessions, trying
from units.models import DirectoryEvent, User

# Whoever knows a name cannot fill the mailbox of its owner
MOST_LINKS, WITHIN = 3, timedelta(hours=1)
ASKED = "Xin đặt lại mật khẩu: đã gửi liên kết đến thư công vụ"
INVITED = "Gửi thư mời đặt mật khẩu lần đầu"


def ask(*, typed: str, network: str, at: datetime) -> None:
    """Have a link sent to the person with this user name or, if only they have it, mail address.

    Counts as a try to log in with that name, and is refused during a wait.
    """
    name = trying.name_of(typed)
    try:
        origins.check(name=name, address=network, at=at)
        origins.count_try(name=name, address=network, at=at)
    except origins.TooManyTries as refusal:
        words = "Đã gửi yêu cầu hoặc nhập sai nhiều lần."
        raise origins.TooManyTries(f"{words} {str(refusal).partition('. ')[2]}") from refusal
    person = _person(typed.strip())
    queueing.send_on_commit(
        "units.tasks.mail_reset_link", robust=True, pk=person.pk if person else 0
    )


def mail_reset_link(*, pk: int, at: datetime) -> None:
    """Write to a person who asked, unless they got several links lately."""
    person = User.objects.filter(pk=pk, is_active=True).exclude(email="").first()
    if person is None:
        return
    lately = person.changes.filter(note=ASKED, at__gt=at - WITHIN)
    if lately.count() >= MOST_LINKS:
        return
    minutes = int(links.TOKENS[links.RESET].lasts.total_seconds() // 60)
    _mail(
        person,
        "Đặt lại mật khẩu",
        f"Có yêu cầu đặt lại mật khẩu của tên đăng nhập {person.username}. Để đặt mật khẩu mới, "
        f"hãy mở liên kết sau trong {minutes} phút; liên kết chỉ dùng được một lần:",
        links.RESET,
        "Nếu không phải ông/bà yêu cầu: hãy bỏ qua thư này, mật khẩu giữ nguyên.",
    )
    DirectoryEvent.objects.record(person=person, note=ASKED, by=person, at=at)


def mail_first_link(*, pk: int, at: datetime) -> None:
    """Write to a new person, who has not logged in yet, how to begin."""
    person = User.objects.filter(pk=pk, is_active=True, last_login=None).exclude(email="").first()
    if person is None:
        return
    days = links.TOKENS[links.FIRST].lasts.days
    _mail(
        person,
        "Mời đặt mật khẩu lần đầu",
        f"Ông/bà {person.full_name} được cấp tên đăng nhập {person.username} tại hệ thống theo dõi "
        f"kế hoạch ({settings.SITE_URL}). Để đặt mật khẩu của mình, hãy mở liên kết sau trong "
        f"{days} ngày; liên kết chỉ dùng được một lần:",
        links.FIRST,
        "Nếu liên kết đã hết hạn, hãy dùng “Quên mật khẩu” ở trang đăng nhập.",
    )
    DirectoryEvent.objects.record(person=person, note=INVITED, by=person, at=at)


@transaction.atomic
def set_password(*, link: str, password: str, at: datetime) -> User:
    """Set the password of the owner of `link`, which then is void; ends all their sessions."""
    owner = links.redeem(link)
    locked = User.objects.select_for_update().filter(pk=owner.pk).first() if owner else None
    person = links.redeem(link) if locked else None  # of two at once, the second comes late
    if person is None:
        raise Refused("Liên kết đã được dùng hoặc đã hết hạn. Hãy xin liên kết mới.")
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    sessions.end_all(person)
    origins.unlock(name=person.username)
    note = "Tự đặt mật khẩu qua liên kết trong thư"
    DirectoryEvent.objects.record(person=person, note=note, by=person, at=at)
    return person


def _person(typed: str) -> User | None:
    by_name = trying.person_named(typed)
    if by_name or "@" not in typed:
        return by_name
    owners = list(User.objects.filter(email__iexact=typed)[:2])
    return owners[0] if len(owners) == 1 else None


def _mail(person: User, subject: str, words: str, purpose: str, ending: str) -> None:
    address = f"{settings.SITE_URL.rstrip('/')}{reverse('units:new-password')}"
    link = f"{address}?link={links.issue(person, purpose)}"
    send_mail(subject, f"{words}\n\n{link}\n\n{ending}\n", None, [person.email])
