"""The pages of the guide, and the screens that each explains.

A page is the template `templates/reporting/guide/<folder>/<key>.html`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from units.models import Role

# Readable without a log-in, at an address of its own
FIRST_LOG_IN = "first_log_in"


@dataclass(frozen=True)
class GuidePage:
    """`about`: one line of the front page; `opens`: the screen of `SCREENS` that it leads to."""

    key: str
    title: str
    about: str
    folder: str
    opens: str = ""
    # Of screens, within their apps: "plans:add-plan"
    url_names: tuple[str, ...] = ()
    role: Role | None = None

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    @property
    def template(self) -> str:
        return f"reporting/guide/{self.folder}/{self.key}.html"

    @property
    def is_public(self) -> bool:
        return self.key == FIRST_LOG_IN

    @property
    def url(self) -> str:
        return _address(self.slug, is_public=self.is_public)


@lru_cache(maxsize=200)
def _address(slug: str, *, is_public: bool) -> str:
    return (
        reverse("reporting:log-in-guide")
        if is_public
        else reverse("reporting:guide-page", args=[slug])
    )


def _reporting(*names: str) -> tuple[str, ...]:
    return tuple(f"reporting:{name}" for name in names)


def _plans(*names: str) -> tuple[str, ...]:
    return tuple(f"plans:{name}" for name in names)


def _units(*names: str) -> tuple[str, ...]:
    return tuple(f"units:{name}" for name in names)


STEPS = (
    GuidePage(
        "office",
        "Chuyên viên Văn phòng",
        "Đưa kế hoạch vào, phân công, mở kỳ, thẩm tra, lập báo cáo.",
        "steps",
        role=Role.REVIEWER,
    ),
    GuidePage(
        "officer",
        "Cán bộ đầu mối của đơn vị",
        "Xem việc được giao, báo cáo kết quả kèm minh chứng, sửa khi bị trả lại.",
        "steps",
        role=Role.OFFICER,
    ),
    GuidePage(
        "head",
        "Thủ trưởng đơn vị",
        "Đọc báo cáo của đơn vị, xác nhận để gửi hoặc trả lại cán bộ.",
        "steps",
        role=Role.HEAD,
    ),
    GuidePage(
        "leader",
        "Lãnh đạo",
        "Nắm tình hình trong một phút, đọc báo cáo đã ban hành.",
        "steps",
        role=Role.LEADER,
    ),
    GuidePage(
        "observer",
        "Theo dõi",
        "Đọc các nhóm nhiệm vụ mà cơ quan mình được giao theo dõi.",
        "steps",
        role=Role.OBSERVER,
    ),
    GuidePage(
        "administrator",
        "Quản trị",
        "Khai báo cơ quan, đơn vị, người dùng; giữ bản sao lưu.",
        "steps",
        role=Role.ADMINISTRATOR,
    ),
)

GENERAL = (
    GuidePage(
        FIRST_LOG_IN,
        "Đăng nhập lần đầu",
        "Mật khẩu lần đầu, mã xác thực, khi không vào được.",
        "general",
        url_names=_units("log-in", "log-in-with-code", "ask-reset", "new-password"),
    ),
    GuidePage(
        "words",
        "Từ ngữ và màu sắc",
        "Trạng thái, cách tính đúng hạn, đạt yêu cầu trong kỳ.",
        "general",
    ),
    GuidePage(
        "home",
        "Trang chủ",
        "Việc cần làm ngay của mỗi vai trò.",
        "general",
        "home",
        _reporting("home"),
    ),
    GuidePage(
        "plans",
        "Danh mục kế hoạch",
        "Mọi kế hoạch được xem, và ai đang chậm.",
        "general",
        "plans",
        (
            *_reporting("list-plans", "list-late", "choose-plan"),
            *_plans("load-sample", "unload-sample"),
        ),
    ),
    GuidePage(
        "plan",
        "Kế hoạch",
        "Toàn văn kế hoạch, tình hình của từng nhiệm vụ ở bên lề.",
        "general",
        "plan",
        _reporting("plan"),
    ),
    GuidePage(
        "task",
        "Nhiệm vụ",
        "Một nhiệm vụ: các đơn vị, thời hạn, kết quả, minh chứng.",
        "general",
        "plan",
        _reporting("task", "indicator", "entry-changes", "comments"),
    ),
    GuidePage(
        "unit",
        "Trang của một đơn vị",
        "Đơn vị được giao gì, đã báo cáo ra sao.",
        "general",
        "units",
        _reporting("unit"),
    ),
    GuidePage(
        "dashboard",
        "Bảng theo dõi",
        "Các số liệu, ma trận, nộp báo cáo và chỉ tiêu.",
        "general",
        "dashboard",
        _reporting("dashboard", "dashboard-matrix", "dashboard-punctuality", "indicator-totals"),
    ),
    GuidePage(
        "assignments",
        "Danh sách việc của các đơn vị",
        "Lọc từng việc theo trạng thái, đơn vị, nhóm, ngày.",
        "general",
        "assignments",
        _reporting("list-assignments"),
    ),
    GuidePage(
        "notices",
        "Thông báo",
        "Việc mới, nhắc hạn, thư hằng ngày.",
        "general",
        "notices",
        _reporting("list-notices", "notice-settings"),
    ),
    GuidePage(
        "account",
        "Tài khoản của tôi",
        "Mật khẩu, xác thực hai bước, thiết bị đang đăng nhập.",
        "general",
        "sessions",
        _units(
            "change-password", "second-factor", "list-sessions", "renew-recovery-codes", "kept-form"
        ),
    ),
)

UNIT = (
    GuidePage(
        "filing",
        "Báo cáo của đơn vị",
        "Viết, lưu, gửi báo cáo của một kỳ; sửa việc bị trả lại.",
        "unit",
        "filing",
        _reporting(
            "list-submissions",
            "file-submission",
            "list-changes",
            "list-versions",
            "preview-answers",
            "edit-evidence",
        ),
    ),
    GuidePage(
        "sheet",
        "Biểu Excel của báo cáo",
        "Ghi ngoài mạng rồi nộp lại, xem trước từng thay đổi.",
        "unit",
        "filing",
        _reporting("upload-sheet", "sheet-import"),
    ),
    GuidePage(
        "confirming",
        "Xác nhận của thủ trưởng",
        "Đọc và xác nhận để gửi, hoặc trả lại cán bộ.",
        "unit",
        "filing",
        _reporting("confirm-submission"),
    ),
    GuidePage(
        "contributions",
        "Nội dung phối hợp",
        "Đơn vị phối hợp gửi phần việc của mình cho đơn vị chủ trì.",
        "unit",
        "contributions",
        _reporting("list-contributions", "contribution", "write-contribution"),
    ),
    GuidePage(
        "extensions",
        "Gia hạn",
        "Xin, duyệt hoặc từ chối lùi thời hạn.",
        "unit",
        "extensions",
        _reporting("list-extensions", "extension", "ask-extension"),
    ),
    GuidePage(
        "own_plans",
        "Kế hoạch của đơn vị",
        "Lập kế hoạch riêng cho nhiệm vụ mà đơn vị chủ trì, giao việc và theo dõi.",
        "unit",
        "",
        _plans("begin-own-plan", "import-own-plan", "add-own-plan", "place-plan"),
    ),
)

OFFICE = (
    GuidePage(
        "importing",
        "Nhập kế hoạch từ văn bản",
        "Từ tệp Word, PDF hay văn bản dán vào đến kế hoạch hoàn chỉnh.",
        "office",
        "importing",
        _plans("import-plan", "plan-import", "map-units", "confirm-import", "edit-finding"),
    ),
    GuidePage(
        "composing",
        "Soạn kế hoạch bằng tay",
        "Thông tin chung, nhóm, nhiệm vụ, phương châm, văn bản viện dẫn.",
        "office",
        "composing",
        _plans(
            "add-plan",
            "edit-plan",
            "copy-plan",
            "compose-plan",
            "add-group",
            "edit-group",
            "add-task",
            "edit-task",
            "add-commitment",
            "edit-commitment",
            "list-documents",
            "add-document",
            "edit-document",
        ),
    ),
    GuidePage(
        "assigning",
        "Phân công",
        "Ai chủ trì, ai phối hợp; xác nhận, thời hạn, chuyển giao.",
        "office",
        "assigning",
        (
            *_plans(
                "assignment-grid",
                "confirm-assignments",
                "edit-assignments",
                "edit-assignment",
                "change-assignment",
                "list-names",
            ),
            *_reporting("transfer-assignment", "set-first-day"),
        ),
    ),
    GuidePage(
        "indicators",
        "Chỉ tiêu của nhiệm vụ",
        "Những con số mà đơn vị phải báo, và cách cộng.",
        "office",
        "",
        _plans("list-indicators", "add-indicator", "edit-indicator"),
    ),
    GuidePage(
        "periods",
        "Kỳ báo cáo",
        "Lập, mở, đóng kỳ; miễn hay bổ sung đơn vị.",
        "office",
        "periods",
        _reporting(
            "list-periods",
            "add-period",
            "period",
            "edit-period",
            "open-period",
            "close-period",
            "reopen-period",
            "adjust-period",
        ),
    ),
    GuidePage(
        "verification",
        "Thẩm tra",
        "Chấp nhận kết quả, hoặc trả lại để bổ sung.",
        "office",
        "verification",
        _reporting("verification-queue", "entry"),
    ),
    GuidePage(
        "reviews",
        "Sơ kết, tổng kết",
        "Lập báo cáo từ số liệu đã thẩm tra, theo lịch hay ngay.",
        "office",
        "reviews",
        _reporting(
            "list-reviews",
            "request-review",
            "review",
            "list-schedules",
            "add-schedule",
            "edit-schedule",
            "list-examples",
            "list-drafts",
            "compare-drafts",
        ),
    ),
    GuidePage(
        "editing",
        "Sửa dự thảo báo cáo",
        "Viết thêm, góp ý, đề cương, nguồn của từng con số.",
        "office",
        "reviews",
        _reporting(
            "read-paper",
            "edit-block",
            "block-comments",
            "trace-figure",
            "choose-head",
            "skeleton",
            "edit-skeleton-section",
        ),
    ),
    GuidePage(
        "issuing",
        "Ban hành và sổ văn bản",
        "Ghi số, ngày, người ký; đối chiếu, thu hồi.",
        "office",
        "register",
        _reporting(
            "issue-review",
            "register",
            "check-file",
            "withdraw-review",
            "add-term",
            "edit-term",
            "list-downloads",
            "add-issued-file",
        ),
    ),
    GuidePage(
        "closing",
        "Kết thúc kế hoạch",
        "Nêu lý do cho việc còn mở, đóng kế hoạch, mở lại.",
        "office",
        "",
        _reporting("close-plan", "reopen-plan"),
    ),
)

DIRECTORY = (
    GuidePage(
        "set_up",
        "Khai báo cơ quan",
        "Cơ quan nào dùng hệ thống, ai ký, cơ quan kế thừa.",
        "directory",
        "bodies",
        _plans(
            "set-up",
            "begin",
            "list-bodies",
            "add-body",
            "edit-body",
            "succeed-body",
            "add-capacity",
            "edit-capacity",
        ),
    ),
    GuidePage(
        "units",
        "Đơn vị",
        "Thêm, đổi tên, kết thúc, kế thừa; loại đơn vị và khối.",
        "directory",
        "units",
        _units(
            "list-units",
            "add-unit",
            "edit-unit",
            "list-kinds",
            "add-kind",
            "edit-kind",
            "add-bloc",
            "edit-bloc",
            "name-roles",
            "apply-preset",
        ),
    ),
    GuidePage(
        "reorganising",
        "Sắp xếp, sáp nhập đơn vị",
        "Nhiều đơn vị kết thúc, sáp nhập cùng một lần, xem trước và hoàn tác được.",
        "directory",
        "reorganising",
        _reporting(
            "list-reorganisations",
            "add-reorganisation",
            "reorganisation",
            "edit-reorganisation",
            "confirm-reorganisation",
            "reorganised-unit",
        ),
    ),
    GuidePage(
        "people",
        "Người dùng",
        "Thêm người, giao vai trò, đặt lại mật khẩu.",
        "directory",
        "people",
        _units("list-people", "add-person", "edit-person", "reset-password"),
    ),
    GuidePage(
        "lists",
        "Nhập danh sách từ Excel",
        "Cả đơn vị và người dùng một lần, xem trước từng dòng.",
        "directory",
        "lists",
        _units("upload-list", "directory-import"),
    ),
    GuidePage(
        "safety",
        "Sao lưu, thư và nhật ký",
        "Bản sao lưu, thư đã gửi, ai đăng nhập lúc nào.",
        "directory",
        "backups",
        (*_reporting("list-backups", "list-mails"), *_units("list-log-ins")),
    ),
)

GROUPS = {
    "Màn hình chung": GENERAL,
    "Việc của đơn vị": UNIT,
    "Việc của Văn phòng": OFFICE,
    "Quản trị": DIRECTORY,
}
PAGES = {page.key: page for page in (*STEPS, *GENERAL, *UNIT, *OFFICE, *DIRECTORY)}
_BY_SLUG = {page.slug: page for page in PAGES.values()}
_BY_URL_NAME = {name: page for page in PAGES.values() for name in page.url_names}


def page_of_slug(slug: str) -> GuidePage | None:
    return _BY_SLUG.get(slug)


def page_about(url_name: str) -> GuidePage | None:
    """The page that explains the screen `url_name`."""
    return _BY_URL_NAME.get(url_name)


def steps_of(roles: Iterable[str]) -> list[GuidePage]:
    """The first steps of those who have `roles`."""
    has = set(roles)
    return [page for page in STEPS if page.role in has]
