"""The last visible sheet: how to fill in the form, in plain words."""

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from plans.models import TaskKind
from reporting.models import states_of


def _choices(kind: str) -> str:
    return ", ".join(words for _, words in states_of(kind))


LINES = (
    (
        "Ghi vào các ô nền trắng: mức độ thực hiện, tỷ lệ, kết quả, khó khăn, kiến nghị. "
        "Ô nền xám do hệ thống điền, không sửa được."
    ),
    (
        "Mức độ thực hiện: chọn trong danh sách của ô. "
        f"Nhiệm vụ một lần: {_choices(TaskKind.ONE_OFF)}. "
        f"Nhiệm vụ định kỳ, thường xuyên: {_choices(TaskKind.RECURRING)}."
    ),
    (
        "Tỷ lệ hoàn thành: số nguyên từ 0 đến 100, ví dụ 95. Để trống nghĩa là chưa nêu, khác với "
        "0. Nhiệm vụ định kỳ, thường xuyên không có điểm kết thúc nên không ghi tỷ lệ."
    ),
    "Xuống dòng trong một ô: bấm Alt+Enter. Gạch đầu dòng ghi bình thường.",
    (
        "Không dùng công thức. Không thêm, xóa, đổi chỗ dòng hoặc cột, không đổi tên trang tính: "
        "biểu đã đổi cấu trúc sẽ không được nhận."
    ),
    (
        "Dòng nền xám toàn bộ là nhiệm vụ đã gửi hoặc đã được chấp nhận. Muốn sửa, chọn “Sửa lại” "
        "trên trang báo cáo rồi tải biểu mới."
    ),
    "Minh chứng và tự đánh giá phương châm ghi trên trang báo cáo, không có trong biểu này.",
    (
        "Nộp biểu: mở trang báo cáo của đơn vị, chọn “Nộp biểu Excel”. Hệ thống cho xem trước từng "
        "dòng sẽ thay đổi; chỉ ghi sau khi bấm “Xác nhận”."
    ),
    "Nếu trong lúc đó có người khác lưu cùng một ô, hệ thống cho xem cả hai và hỏi giữ bên nào.",
    "Nộp biểu chỉ là lưu, chưa gửi báo cáo: việc gửi làm trên trang báo cáo.",
    "Mỗi biểu chỉ dùng cho một đơn vị và một kỳ báo cáo. Không ghi nội dung thuộc bí mật nhà nước.",
)
# Further lines for a submission with indicators, after the line of that number
NUMBER_LINES = (
    (
        "Trang tính “Số liệu”: mỗi dòng một chỉ tiêu. Chỉ tiêu dạng tỷ lệ ghi tử số và mẫu số, hệ "
        "thống tự tính tỷ lệ; các chỉ tiêu khác ghi một số. Hàng nghìn tách bằng dấu chấm, phần lẻ "
        "ghi sau dấu phẩy, ví dụ 1.234,5."
    ),
    (
        "Để trống, số 0 và “Không phát sinh” là ba điều khác nhau. Để trống: chưa có số liệu. "
        "Ghi 0: có theo dõi, kết quả bằng không. Ghi x vào cột “Không phát sinh”: trong kỳ không "
        "có việc để đếm; khi đó để trống ô số."
    ),
    (
        "Giải trình: ghi ngắn gọn khi số liệu khác nhiều so với kỳ trước. Ô màu xám trên dòng "
        "là ô chỉ tiêu đó không dùng."
    ),
)
_NUMBERS_AFTER = 3
# For a unit that co-ordinates tasks
PART_LINE = (
    "Trang tính “Phối hợp”: mỗi dòng một nhiệm vụ đơn vị phối hợp. Ghi ngắn đơn vị đã làm gì; nộp "
    "biểu là lưu, còn gửi đơn vị chủ trì và thêm minh chứng làm ở trang Nội dung phối hợp."
)


def write(sheet: Worksheet, *, face: str, has_numbers: bool, has_parts: bool) -> None:
    lines = (
        *LINES[:_NUMBERS_AFTER],
        *(NUMBER_LINES if has_numbers else ()),
        *((PART_LINE,) if has_parts else ()),
        *LINES[_NUMBERS_AFTER:],
    )
    sheet.column_dimensions["A"].width = 5
    sheet.column_dimensions["B"].width = 100
    sheet["A1"] = "HƯỚNG DẪN GHI BIỂU"
    sheet["A1"].font = Font(name=face, size=14, bold=True)
    sheet.row_dimensions[1].height = 26
    for number, words in enumerate(lines, 1):
        row = number + 1
        sheet.cell(row, 1, f"{number}.").alignment = Alignment(vertical="top")
        sheet.cell(row, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        for column in (1, 2):
            sheet.cell(row, column).font = Font(name=face, size=12)
        sheet.row_dimensions[row].height = 17.0 * (1 + len(words) // 125) + 5
    sheet.protection.sheet = True
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
