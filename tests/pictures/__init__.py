"""The pictures of the guide: whose screen each shows, and what must stand on it.

`make guide-pictures` takes them from the demonstration (`tests/pictures/__main__.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from tests.product import ROOT

FOLDER = ROOT / "static" / "guide"
MOST_BYTES, MOST_BYTES_IN_ALL = 60_000, 1_200_000


@dataclass(frozen=True)
class Shot:
    """`who`: a user name of the demonstration, or nobody. `address` reads its rows.

    `words` stand on the screen. `at`: id or class of what begins at the top of the picture.
    `width`: of the window, whose picture is made as wide as all are. `most`: bytes of the picture.
    """

    who: str
    address: Callable[[], str]
    words: str
    at: str = ""
    width: int = 1366
    most: int = MOST_BYTES

    def path_of(self, name: str) -> Path:
        return FOLDER / f"{name}.webp"


def _page(name: str) -> Callable[[], str]:
    return lambda: reverse(name)


def _of_plan(name: str) -> Callable[[], str]:
    def address() -> str:
        from plans.models import Plan

        return reverse(name, args=[Plan.objects.earliest("pk").pk])

    return address


def _task() -> str:
    from plans.models import Task

    return reverse("reporting:task", args=[Task.objects.get(code="1.4").pk])


def _unit() -> str:
    return reverse("reporting:unit", args=[_officer_unit()])


def _officer_unit() -> int:
    from units.models import Membership

    return Membership.objects.get(user__username="canbo").unit_id


def _filing() -> str:
    from reporting.models import Submission

    drafts = Submission.objects.filter(unit=_officer_unit()).order_by("-period__data_to")
    return reverse("reporting:file-submission", args=[drafts[0].pk])


def _entry() -> str:
    from reporting.models import EntryStatus, ProgressEntry

    waiting = ProgressEntry.objects.filter(status=EntryStatus.SENT, evidence__isnull=False)
    return reverse("reporting:entry", args=[waiting.order_by("pk")[0].pk])


def _draft_review() -> str:
    from reporting.models import Review

    return reverse("reporting:read-paper", args=[Review.objects.latest("pk").pk])


def _sheet() -> str:
    return f"{_filing()}sheet/upload/"


def _indicators() -> str:
    from plans.models import Indicator

    return reverse("plans:list-indicators", args=[Indicator.objects.earliest("pk").task_id])


def _own_plan() -> str:
    from plans.models import Assignment

    led = Assignment.objects.owed().filter(unit=_officer_unit()).order_by("task__code")
    return reverse("plans:begin-own-plan", args=[led[0].pk])


def _reorganisation() -> str:
    from reporting.models import Reorganisation

    return reverse("reporting:reorganisation", args=[Reorganisation.objects.latest("pk").pk])


def _import() -> str:
    from plans.models import PlanImport

    return reverse("plans:plan-import", args=[PlanImport.objects.latest("pk").pk])


SHOTS = {
    "log_in": Shot("", _page("units:log-in"), "Đăng nhập"),
    "home_office": Shot("chuyenvien", _page("reporting:home"), "Chờ thẩm tra lâu nhất"),
    "home_officer": Shot("canbo", _page("reporting:home"), "Việc của đơn vị"),
    "home_leader": Shot("lanhdao", _page("reporting:home"), "Tình hình đến hết ngày"),
    "plans": Shot("chuyenvien", _page("reporting:list-plans"), "Mốc gần nhất"),
    "plan": Shot("chuyenvien", _of_plan("reporting:plan"), "gần nhất", ".paper__margin", 1140),
    "task": Shot("chuyenvien", _task, "Kết quả của từng đơn vị"),
    "unit": Shot("chuyenvien", _unit, "Báo cáo theo kỳ"),
    "dashboard": Shot("lanhdao", _of_plan("reporting:dashboard"), "Hoàn thành và thời hạn"),
    "matrix": Shot("lanhdao", _of_plan("reporting:dashboard-matrix"), "nhóm nhiệm vụ", ".heat"),
    "assignments": Shot("chuyenvien", _of_plan("reporting:list-assignments"), "Quá hạn"),
    "filing": Shot("canbo", _filing, "Mức độ thực hiện"),
    "contributions": Shot("canbo", _page("reporting:list-contributions"), "Nội dung phối hợp"),
    "extensions": Shot("chuyenvien", _page("reporting:list-extensions"), "Đề nghị đến"),
    "sheet": Shot("canbo", _sheet, "biểu Excel"),
    "own_plans": Shot("canbo", _own_plan, "Kế hoạch của"),
    "notices": Shot("canbo", _page("reporting:list-notices"), "Thông báo", most=28_000),
    "account": Shot("canbo", _page("units:change-password"), "Mật khẩu mới"),
    "importing": Shot("chuyenvien", _import, "Nhóm và nhiệm vụ"),
    "composing": Shot("chuyenvien", _of_plan("plans:compose-plan"), "Thêm nhóm"),
    "assigning": Shot("chuyenvien", _of_plan("plans:assignment-grid"), "Chủ trì"),
    "indicators": Shot("chuyenvien", _indicators, "Chỉ tiêu"),
    "closing": Shot("chuyenvien", _of_plan("reporting:close-plan"), "Lý do chung"),
    "periods": Shot("chuyenvien", _of_plan("reporting:list-periods"), "Lập kỳ báo cáo"),
    "verification": Shot("chuyenvien", _entry, "Ý kiến thẩm tra"),
    "reviews": Shot("chuyenvien", _of_plan("reporting:list-reviews"), "Lập báo cáo"),
    "editing": Shot("chuyenvien", _draft_review, "Soạn toàn văn"),
    "register": Shot("chuyenvien", _page("reporting:register"), "Sổ văn bản đã ban hành"),
    "bodies": Shot("quantri", _page("plans:list-bodies"), "Thêm cơ quan"),
    "units": Shot("quantri", _page("units:list-units"), "Thêm đơn vị"),
    "reorganising": Shot("quantri", _reorganisation, "Xem trước", ".table-scroll", most=32_000),
    "people": Shot("quantri", _page("units:list-people"), "Thêm người dùng"),
    "lists": Shot("quantri", _page("units:upload-list"), "Cách làm"),
    "backups": Shot("quantri", _page("reporting:list-backups"), "Sao lưu ngay"),
}
