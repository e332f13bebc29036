"""The screens that the guide leads to, and who may open them."""

from collections.abc import Set
from dataclasses import dataclass

from tracker.lib.addresses import address_of
from units.models import Role

OFFICE = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
FILERS = frozenset({Role.OFFICER, Role.HEAD})
READERS = OFFICE | {Role.LEADER}
EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
REVIEWERS = frozenset({Role.REVIEWER})


@dataclass(frozen=True)
class LinkedScreen:
    """A screen that opens without a row of its own; `of_plan`: its address has the chosen plan."""

    label: str
    url_name: str
    roles: Set[str] = EVERYBODY
    of_plan: bool = False

    def url_for(self, *, roles: Set[str], plan_id: int | None) -> str:
        """Its address for somebody with `roles`; empty where they may not open it."""
        if not roles & self.roles or (self.of_plan and plan_id is None):
            return ""
        return address_of(self.url_name, *([plan_id] if self.of_plan else []))


# The words are those of the bar, of the buttons and of the headings
SCREENS = {
    "home": LinkedScreen("Trang chủ", "reporting:home"),
    "plans": LinkedScreen("Danh mục kế hoạch", "reporting:list-plans"),
    "late": LinkedScreen("Ai đang chậm", "reporting:list-late"),
    "plan": LinkedScreen("Kế hoạch", "reporting:plan", of_plan=True),
    "dashboard": LinkedScreen("Bảng theo dõi", "reporting:dashboard", of_plan=True),
    "matrix": LinkedScreen("Ma trận", "reporting:dashboard-matrix", of_plan=True),
    "assignments": LinkedScreen("Danh sách phân công", "reporting:list-assignments", of_plan=True),
    "notices": LinkedScreen("Thông báo", "reporting:list-notices"),
    "notice_settings": LinkedScreen("Cách nhận thông báo", "reporting:notice-settings"),
    "password": LinkedScreen("Đổi mật khẩu", "units:change-password"),
    "second_factor": LinkedScreen("Xác thực hai bước", "units:second-factor"),
    "sessions": LinkedScreen("Thiết bị đang đăng nhập", "units:list-sessions"),
    "filing": LinkedScreen("Báo cáo đơn vị", "reporting:list-submissions", FILERS),
    "contributions": LinkedScreen("Nội dung phối hợp", "reporting:list-contributions", FILERS),
    "extensions": LinkedScreen("Gia hạn", "reporting:list-extensions", FILERS | OFFICE),
    "verification": LinkedScreen("Thẩm tra", "reporting:verification-queue", REVIEWERS),
    "periods": LinkedScreen("Kỳ báo cáo", "reporting:list-periods", READERS, of_plan=True),
    "assigning": LinkedScreen("Phân công", "plans:assignment-grid", OFFICE, of_plan=True),
    "composing": LinkedScreen("Soạn kế hoạch", "plans:compose-plan", OFFICE, of_plan=True),
    "documents": LinkedScreen("Danh mục văn bản", "plans:list-documents", READERS),
    "importing": LinkedScreen("Nhập kế hoạch từ văn bản", "plans:import-plan", OFFICE),
    "adding_plan": LinkedScreen("Thêm kế hoạch", "plans:add-plan", OFFICE),
    "closing": LinkedScreen("Kết thúc kế hoạch", "reporting:close-plan", OFFICE, of_plan=True),
    "reviews": LinkedScreen(
        "Sơ kết, tổng kết", "reporting:list-reviews", READERS | FILERS, of_plan=True
    ),
    "register": LinkedScreen("Sổ văn bản", "reporting:register", REVIEWERS),
    "units": LinkedScreen("Đơn vị", "units:list-units"),
    "reorganising": LinkedScreen(
        "Sắp xếp, sáp nhập đơn vị", "reporting:list-reorganisations", OFFICE
    ),
    "kinds": LinkedScreen("Loại, khối, vai trò", "units:list-kinds", ADMINISTRATORS),
    "people": LinkedScreen("Người dùng", "units:list-people", READERS),
    "lists": LinkedScreen("Nhập danh sách từ Excel", "units:upload-list", ADMINISTRATORS),
    "bodies": LinkedScreen("Cơ quan ban hành", "plans:list-bodies", OFFICE),
    "plan_folders": LinkedScreen("Nhập từ bản xuất", "reporting:bring-plan-folder", ADMINISTRATORS),
    "backups": LinkedScreen("Sao lưu", "reporting:list-backups", ADMINISTRATORS),
    "mails": LinkedScreen("Sổ thư đã gửi", "reporting:list-mails", OFFICE),
    "log_ins": LinkedScreen("Nhật ký đăng nhập", "units:list-log-ins", ADMINISTRATORS),
}
