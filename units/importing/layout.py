"""The two tables of a file: which columns they have, and by which words a head names one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.lib.text import fold

MOST_ROWS = 500
# Titles and guidance may stand above the heads
LAST_HEAD_ROW = 20
MOST_WORDS_OF_HEAD = 10
EXAMPLE = "Ví dụ"
NUMBER = "number"
DAYS = ("first_day", "last_day")


@dataclass(frozen=True)
class HeadedColumn:
    """A column of a table. A head names it if it contains all words of one of `names` (folded)."""

    key: str
    title: str
    names: tuple[str, ...]
    width: float
    is_required: bool = False


@dataclass(frozen=True)
class ListTable:
    key: str
    title: str
    columns: tuple[HeadedColumn, ...]

    @property
    def required(self) -> list[HeadedColumn]:
        return [column for column in self.columns if column.is_required]

    def title_of(self, key: str) -> str:
        return next(column.title for column in self.columns if column.key == key)

    def named_by(self, head: str) -> HeadedColumn | None:
        """The column that a head names; of several the one with the most words."""
        words = set(re.findall(r"[^\W_]+", fold(head)))
        if not words or len(words) > MOST_WORDS_OF_HEAD:
            return None
        found = [
            (len(name.split()), -at, column)
            for at, column in enumerate(self.columns)
            for name in column.names
            if words.issuperset(name.split())
        ]
        return max(found, key=lambda one: one[:2])[2] if found else None


UNITS = ListTable(
    "units",
    "Đơn vị",
    (
        HeadedColumn(NUMBER, "TT", ("tt", "stt"), 8),
        HeadedColumn(
            "name",
            "Tên đơn vị",
            ("ten don vi", "ten day du", "don vi", "ten"),
            44,
            is_required=True,
        ),
        HeadedColumn(
            "short_name", "Tên ngắn", ("ten ngan", "ten tat", "viet tat", "ten goi tat"), 22
        ),
        HeadedColumn("code", "Mã", ("ma", "ma don vi"), 18),
        HeadedColumn("kind", "Loại đơn vị", ("loai", "loai don vi"), 28, is_required=True),
        HeadedColumn("bloc", "Khối", ("khoi",), 24),
        HeadedColumn("parent", "Đơn vị cấp trên", ("cap tren", "don vi cap tren"), 34),
        HeadedColumn("first_day", "Từ ngày", ("tu ngay", "ngay bat dau", "ngay thanh lap"), 14),
        HeadedColumn("last_day", "Đến hết ngày", ("den ngay", "den het ngay", "ngay ket thuc"), 14),
        HeadedColumn("aliases", "Cách gọi khác", ("goi khac", "ten khac"), 34),
    ),
)
PEOPLE = ListTable(
    "people",
    "Người dùng",
    (
        HeadedColumn(NUMBER, "TT", ("tt", "stt"), 8),
        HeadedColumn("full_name", "Họ và tên", ("ho ten", "ho va ten"), 30, is_required=True),
        HeadedColumn("position", "Chức vụ", ("chuc vu", "chuc danh"), 28),
        HeadedColumn("unit", "Đơn vị", ("don vi", "co quan"), 40, is_required=True),
        HeadedColumn("role", "Vai trò", ("vai tro",), 34, is_required=True),
        HeadedColumn("email", "Thư công vụ", ("thu cong vu", "thu dien tu", "email", "e mail"), 30),
        HeadedColumn("work_phone", "Điện thoại cơ quan", ("dien thoai", "dien thoai co quan"), 20),
        HeadedColumn("username", "Tên đăng nhập", ("ten dang nhap", "tai khoan"), 20),
        HeadedColumn("first_day", "Từ ngày", ("tu ngay", "ngay bat dau"), 14),
        HeadedColumn("last_day", "Đến hết ngày", ("den ngay", "den het ngay", "ngay ket thuc"), 14),
    ),
)
TABLES = (UNITS, PEOPLE)


def titles(columns: Sequence[HeadedColumn]) -> str:
    return ", ".join(f"“{column.title}”" for column in columns)
