"""The list of a folder's files with their hashes, and the sentences about folders."""

from dataclasses import dataclass, field

# Raised when a folder of before could no longer be read as it is; see `earlier.py`
FORMAT = 1
NAME = "manifest.json"
README = "README.txt"
STORED_FILES = "files/"
NOT_A_FOLDER = (
    "Đây không phải là bản xuất kế hoạch: cần thư mục hoặc tệp .zip do chức năng “Xuất kế hoạch” "
    f"tạo ra, trong đó có tệp {NAME}."
)
NEWER = (
    "Bản xuất được tạo bởi phiên bản mới hơn của hệ thống (định dạng {found}, hệ thống này đọc "
    "đến định dạng {known}): hãy cập nhật hệ thống trước."
)
DAMAGED = "Bản xuất bị hỏng hoặc thiếu: {}. Hãy chép lại từ nơi đã xuất."


@dataclass(frozen=True)
class FileSum:
    sha256: str
    size: int


@dataclass
class FolderManifest:
    """`files` are all but the manifest itself, by path; `missing` are the hashes of files that
    the exporting installation had lost. `rows` counts the rows of each table."""

    made_at: str
    number: str
    issued_on: str
    title: str
    format: int = FORMAT
    rows: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    files: dict[str, FileSum] = field(default_factory=dict)
