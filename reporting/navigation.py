"""The links of the navigation bar, by user."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from plans import access
from plans.models import SHOWN_NAME, IssuingBody
from reporting import chosen_plan, desks
from reporting.chosen_plan import ChosenPlan, PlanQuestion
from reporting.models import Notice
from tracker.lib import statements
from tracker.lib.addresses import address_of
from units.models import Role, User

FILERS = {Role.OFFICER, Role.HEAD}
# Whoever prepares plans finds their list before there are any
OFFICE = {Role.REVIEWER, Role.ADMINISTRATOR}
_BAR = "_navigation_bar"


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class NavigationBar:
    """Links into the plan `plan_id`; it is `chosen` where there are others to choose."""

    links: list[Link]
    num_unread: int
    office_name: str
    chosen: ChosenPlan | None = None
    plan_id: int | None = None
    roles: frozenset[str] = frozenset()


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the links its reader may follow.

    Lazy, because fragments do not show them; two small queries where they are shown.
    """
    bar = SimpleLazyObject(lambda: bar_of(request))
    return {
        "navigation": SimpleLazyObject(lambda: bar.links),
        "num_unread": SimpleLazyObject(lambda: bar.num_unread),
        # Who the product belongs to; empty before the set-up
        "office_name": SimpleLazyObject(lambda: bar.office_name),
        "chosen_plan": SimpleLazyObject(lambda: bar.chosen),
        "desks": SimpleLazyObject(lambda: _desks(request)),
        "is_demo": settings.DEMO,
    }


def _desks(request: HttpRequest) -> Sequence[desks.Desk]:
    bar_of(request)  # reads their names too
    return desks.desks_of(request)


def bar_of(request: HttpRequest) -> NavigationBar:
    """The bar of the page, read once a request."""
    bar: NavigationBar | None = vars(request).get(_BAR)
    if bar is None:
        bar = vars(request)[_BAR] = _bar(request)
    return bar


def _bar(request: HttpRequest) -> NavigationBar:
    user = getattr(request, "user", None)
    today = localdate()
    if user is None or not user.is_authenticated or user.must_change_password:
        return NavigationBar([], 0, _office_name(today))
    permissions = access.permissions_by_plan(user)
    readable = {pk for pk, names in permissions.items() if "view_plan" in names}
    question = chosen_plan.question_of(request, user, readable, after=1)
    rows = _rows(user, question, today)
    chosen = chosen_plan.answered(request, rows[0][3])
    roles = frozenset(name.rpartition(":")[2] for name, *_ in rows if name)
    plan_id = chosen.pk if chosen else next(iter(readable), None)
    pages = _offered(roles=roles, permissions=permissions, plan_id=plan_id)
    links = [Link(label, url, icon, _is_current(request.path, url)) for label, url, icon in pages]
    return NavigationBar(links, rows[0][1] or 0, rows[0][2] or "", chosen, plan_id, roles)


def _office_name(today: date) -> str:
    """For those who are not logged in; pages do without it while the database is away."""
    try:
        rows = statements.rows_of(("office name", today), (), lambda: _office_names(today))
    except DatabaseError:
        return ""
    return rows[0][0] if rows else ""


def _rows(user: User, question: PlanQuestion | None, today: date) -> list[statements.Row]:
    """The groups of a user, each with the number of unread notices, the office, the chosen plan.

    One query for all of them, and for the names of the units of a person who has several.
    """
    with_places = desks.has_unread_places(user)
    rows = statements.rows_of(
        ("navigation", today, question and question.key, with_places),
        (),
        lambda: _groups_and_unread(question, today, with_places=with_places),
        given=(user.pk, *question.given) if question else user.pk,
    )
    if with_places:
        desks.keep_places(user, (tuple(row[4:]) for row in rows))
    return rows


def _groups_and_unread(
    question: PlanQuestion | None, today: date, *, with_places: bool
) -> statements.Query:
    unread = Notice.objects.unread().filter(recipient=OuterRef("pk")).order_by()
    counted = unread.values("recipient").annotate(num=Count("pk")).values("num")
    users = User.objects.filter(pk=statements.MARK)
    chosen = question.column() if question else Value(None, IntegerField())
    return users.order_by(*(desks.IN_ORDER if with_places else ())).values_list(
        *("groups__name", Subquery(counted), Subquery(_office_names(today)), chosen),
        *(desks.PLACES if with_places else ()),
    )


def _office_names(today: date) -> statements.Query:
    return IssuingBody.objects.own().on(today).values_list(SHOWN_NAME)[:1]


def _offered(
    *, roles: Set[str], permissions: Mapping[int, set[str]], plan_id: int | None
) -> Iterator[tuple[str, str, str]]:
    """Label, address and icon of each page that the user may open; `plan_id` is chosen.

    The chooser of several plans and the desk of a single one lead to the list of plans.
    """
    yield "Trang chủ", address_of("reporting:home"), "house"
    if roles & OFFICE and not plan_id:
        yield "Danh mục kế hoạch", address_of("reporting:list-plans"), "table"
    if plan_id:
        yield "Kế hoạch", address_of("reporting:plan", plan_id), "scroll-text"
        yield "Bảng theo dõi", address_of("reporting:dashboard", plan_id), "chart-column"
    # Pages over all plans are for whoever has the permission on any of them
    anywhere = set[str]().union(*permissions.values())
    yield from _of_reporting(roles, anywhere)
    if plan_id:
        yield from _of_plan(plan_id, roles, permissions[plan_id], anywhere)
    yield "Đơn vị", address_of("units:list-units"), "building-2"
    if Role.ADMINISTRATOR in roles:
        yield "Người dùng", address_of("units:list-people"), "users"


def _of_reporting(roles: Set[str], names: set[str]) -> Iterator[tuple[str, str, str]]:
    is_filer = bool(roles & FILERS)
    if is_filer:
        yield "Báo cáo đơn vị", address_of("reporting:list-submissions"), "file-pen-line"
    if is_filer or "edit_assignments" in names:
        yield "Gia hạn", address_of("reporting:list-extensions"), "calendar-clock"
    if "verify_entries" in names:
        yield "Thẩm tra", address_of("reporting:verification-queue"), "list-checks"


def _of_plan(
    plan_id: int, roles: Set[str], names: set[str], anywhere: set[str]
) -> Iterator[tuple[str, str, str]]:
    may_read_all = "read_filings" in names
    if may_read_all:
        yield "Kỳ báo cáo", address_of("reporting:list-periods", plan_id), "calendar-days"
    if may_read_all or roles & FILERS:
        yield "Sơ kết, tổng kết", address_of("reporting:list-reviews", plan_id), "file-text"
    if "compile_reviews" in anywhere:
        yield "Sổ văn bản", address_of("reporting:register"), "stamp"
    if "edit_assignments" in names:
        yield "Phân công", address_of("plans:assignment-grid", plan_id), "grid-3x3"


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url) and not _is_plan(url))


def _is_plan(url: str) -> bool:
    """The plan's own page is a prefix of its other pages and must not claim them."""
    return url.removesuffix("/").rpartition("/")[2].isdigit()
