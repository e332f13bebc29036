"""The first steps of each role, and the pages about screens that everybody or a unit has."""

from reporting.guide.page import FIRST_LOG_IN, GuidePage, of_plans, of_reporting, of_units
from units.models import Role

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
        url_names=of_units("log-in", "log-in-with-code", "ask-reset", "new-password"),
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
        of_reporting("home"),
    ),
    GuidePage(
        "plans",
        "Danh mục kế hoạch",
        "Mọi kế hoạch được xem, và ai đang chậm.",
        "general",
        "plans",
        (
            *of_reporting("list-plans", "list-late", "choose-plan"),
            *of_plans("load-sample", "unload-sample"),
        ),
    ),
    GuidePage(
        "plan",
        "Kế hoạch",
        "Toàn văn kế hoạch, tình hình của từng nhiệm vụ ở bên lề.",
        "general",
        "plan",
        of_reporting("plan"),
    ),
    GuidePage(
        "task",
        "Nhiệm vụ",
        "Một nhiệm vụ: các đơn vị, thời hạn, kết quả, minh chứng.",
        "general",
        "plan",
        of_reporting("task", "indicator", "entry-changes", "comments"),
    ),
    GuidePage(
        "unit",
        "Trang của một đơn vị",
        "Đơn vị được giao gì, đã báo cáo ra sao.",
        "general",
        "units",
        of_reporting("unit"),
    ),
    GuidePage(
        "dashboard",
        "Bảng theo dõi",
        "Các số liệu, ma trận, nộp báo cáo và chỉ tiêu.",
        "general",
        "dashboard",
        of_reporting("dashboard", "dashboard-matrix", "dashboard-punctuality", "indicator-totals"),
    ),
    GuidePage(
        "assignments",
        "Danh sách việc của các đơn vị",
        "Lọc từng việc theo trạng thái, đơn vị, nhóm, ngày.",
        "general",
        "assignments",
        of_reporting("list-assignments"),
    ),
    GuidePage(
        "notices",
        "Thông báo",
        "Việc mới, nhắc hạn, thư hằng ngày.",
        "general",
        "notices",
        of_reporting("list-notices", "notice-settings"),
    ),
    GuidePage(
        "account",
        "Tài khoản của tôi",
        "Mật khẩu, xác thực hai bước, thiết bị đang đăng nhập.",
        "general",
        "sessions",
        of_units(
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
        of_reporting(
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
        of_reporting("upload-sheet", "sheet-import"),
    ),
    GuidePage(
        "confirming",
        "Xác nhận của thủ trưởng",
        "Đọc và xác nhận để gửi, hoặc trả lại cán bộ.",
        "unit",
        "filing",
        of_reporting("confirm-submission"),
    ),
    GuidePage(
        "contributions",
        "Nội dung phối hợp",
        "Đơn vị phối hợp gửi phần việc của mình cho đơn vị chủ trì.",
        "unit",
        "contributions",
        of_reporting("list-contributions", "contribution", "write-contribution"),
    ),
    GuidePage(
        "extensions",
        "Gia hạn",
        "Xin, duyệt hoặc từ chối lùi thời hạn.",
        "unit",
        "extensions",
        of_reporting("list-extensions", "extension", "ask-extension"),
    ),
    GuidePage(
        "own_plans",
        "Kế hoạch của đơn vị",
        "Lập kế hoạch riêng cho nhiệm vụ mà đơn vị chủ trì, giao việc và theo dõi.",
        "unit",
        "",
        of_plans("begin-own-plan", "import-own-plan", "add-own-plan", "place-plan"),
    ),
)
