"""What the bar at the top offers to whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from plans import access
from reporting.models import Notice
from units.models import Role, User


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Bar:
    links: list[Link]
    num_unread: int


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the links its reader may follow.

    Lazy, for fragments do not show them; two small queries where they are shown.
    """
    bar = SimpleLazyObject(lambda: _bar(request))
    return {
        "navigation": SimpleLazyObject(lambda: bar.links),
        "num_unread": SimpleLazyObject(lambda: bar.num_unread),
        "is_demo": settings.DEMO,
    }


def _bar(request: HttpRequest) -> Bar:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return Bar([], 0)
    # One query for both: the groups, each beside the number of notices that wait
    unread = Notice.objects.unread().filter(recipient=OuterRef("pk")).order_by()
    counted = unread.values("recipient").annotate(num=Count("pk")).values("num")
    rows = list(User.objects.filter(pk=user.pk).values_list("groups__name", Subquery(counted)))
    roles = {name.rpartition(":")[2] for name, _ in rows if name}
    links = [
        Link(label, url, icon, _is_current(request.path, url))
        for label, url, icon in _doors(user, roles)
    ]
    return Bar(links, rows[0][1] or 0)


def _doors(user: User, roles: set[str]) -> Iterator[tuple[str, str, str]]:
    held = access.permissions_by_plan(user)
    yield "Trang chủ", reverse("reporting:home"), "house"
    # One plan leads straight to its pages; with more, its readers choose one first.
    plan_id = max((pk for pk, names in held.items() if "view_plan" in names), default=None)
    if len(held) > 1:
        yield "Các kế hoạch", reverse("plans:list-plans"), "library"
    names = held.get(plan_id, set()) if plan_id else set()
    if plan_id:
        yield "Kế hoạch", reverse("reporting:plan", args=[plan_id]), "scroll-text"
        yield "Bảng theo dõi", reverse("reporting:dashboard", args=[plan_id]), "chart-column"
    if roles & {Role.OFFICER, Role.HEAD}:
        yield "Báo cáo đơn vị", reverse("reporting:list-submissions"), "file-pen-line"
    if roles & {Role.OFFICER, Role.HEAD} or "edit_assignments" in names:
        yield "Gia hạn", reverse("reporting:list-extensions"), "calendar-clock"
    if "verify_entries" in names:
        yield "Thẩm tra", reverse("reporting:verification-queue"), "list-checks"
    if plan_id and "read_filings" in names:
        yield "Kỳ báo cáo", reverse("reporting:list-periods", args=[plan_id]), "calendar-days"
        yield "Sơ kết, tổng kết", reverse("reporting:list-reviews", args=[plan_id]), "file-text"
    if plan_id and "edit_assignments" in names:
        yield "Phân công", reverse("plans:assignment-grid", args=[plan_id]), "grid-3x3"
    yield "Đơn vị", reverse("units:list-units"), "building-2"
    if Role.ADMINISTRATOR in roles:
        yield "Người dùng", reverse("units:list-people"), "users"


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url) and not _is_plan(url))


def _is_plan(url: str) -> bool:
    """The plan's own page is a prefix of its other pages and must not claim them."""
    return url.removesuffix("/").rpartition("/")[2].isdigit()
